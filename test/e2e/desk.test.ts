/** The desk as it is seen: the queue in the popup, a caller taken from the page, and what is said while they talk. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import messages from '../../public/_locales/en/messages.json' with { type: 'json' };
import type { Overlay } from '../support/chromium/overlay.ts';
import { openDesk, type Desk } from '../support/desk.ts';
import { clearCalls, signInAtSippet } from '../support/sippet-desk.ts';

const say = (key: keyof typeof messages, part = '') => messages[key].message.replace('$1', part);

let desk: Desk;
let page: Page;
let overlay: Overlay;
let popup: Page;

beforeAll(async () => {
  desk = await openDesk();
  await signInAtSippet(desk);
  page = await desk.browser.context.newPage();
  await page.goto(`${desk.sandbox.httpUrl}/plain`);
  await page.bringToFront();
  overlay = desk.browser.overlay(page);
  await overlay.waitFor('button', /^Ringside phone/);
  popup = await desk.browser.popup();
});
afterAll(() => desk?.close());
afterEach(async () => {
  await clearCalls(desk);
  desk.sandbox.reset();
});

async function openPanel(): Promise<void> {
  await page.bringToFront();
  if (!(await overlay.find('dialog'))) await overlay.click('button', /^Ringside phone/);
  await overlay.waitFor('dialog');
}

test('the popup opens on the queue, and a caller appears in it by themselves', async () => {
  await popup.bringToFront();
  await popup.getByRole('tab', { name: say('tabQueue') }).waitFor();
  expect(await popup.getByRole('tab', { selected: true }).textContent()).toContain(say('tabQueue'));
  await popup.getByText(say('queueEmpty')).waitFor();
  desk.sandbox.sippet.bringCaller({ queue: 'Sales' });
  await popup.getByRole('button', { name: say('acceptCaller', 'Eve Reed') }).waitFor();
  const row = popup.locator('.queue-row', { hasText: 'Eve Reed' });
  expect(await row.textContent()).toContain('Sales');
  await expect.poll(() => row.textContent()).toMatch(/00:0[1-9]/);
});

test('a caller is taken from the page: the call is there, what is said is read, and the note is asked for', async () => {
  const { call: waiting } = desk.sandbox.sippet.bringCaller({ queue: 'Sales' });
  await openPanel();
  await overlay.click('tab', new RegExp(say('tabQueue')));
  await overlay.click('button', say('acceptCaller', 'Eve Reed'));
  const call = await desk.phone.call((one) => one.phase === 'live', 'the call is not live');
  await overlay.waitFor('button', say('hangUpOn', 'Eve Reed'));

  desk.sandbox.sippet.say(waiting.callUuid, 'caller', 'The address is still the old one.');
  await desk.phone.until('transcripts', (all) => (all[call.id] ?? []).length > 0, 'nothing is transcribed');
  await overlay.waitForText('The address is still the old one.');
  // Other tabs keep the call in reach.
  await overlay.click('tab', say('tabContacts'));
  await overlay.waitFor('textbox', say('contactsSearch'));
  await overlay.click('button', say('hangUpOn', 'Eve Reed'));
  await desk.phone.until('calls', (all) => all.every((one) => one.phase === 'closed'), 'it goes on');
  await overlay.click('tab', new RegExp(say('tabPhone')));
  await overlay.type('textbox', say('note'), 'New address next week.');
  await overlay.click('button', say('dispositionFollowUp'));
  await overlay.click('button', say('noteDone'));
  await overlay.waitGone('textbox', say('note'));
});

test('an AI agent’s call is read along, barged into and handed back', async () => {
  const { call } = desk.sandbox.sippet.startAiCall({ pace: 'manual' });
  await popup.bringToFront();
  await popup.getByRole('tab', { name: say('tabQueue') }).click();
  await popup
    .getByRole('button', { name: /^Listen in on/ })
    .first()
    .click();
  desk.sandbox.sippet.say(call.callUuid, 'caller', 'I would rather talk to a person.');
  await popup.getByText('I would rather talk to a person.', { exact: true }).waitFor();
  await popup.getByText(say('listeningNow')).waitFor();
  await popup.getByRole('button', { name: /^Barge into/ }).click();
  await desk.phone.call((one) => one.phase === 'live', 'the call is not live');
  await popup
    .getByRole('button', { name: say('handBack') })
    .first()
    .click();
  await desk.phone.until('calls', (all) => all.every((one) => one.phase === 'closed'), 'our leg goes on');
});

test('contacts are found as one types, a new one is among them, and the history is saved as a file', async () => {
  await popup.bringToFront();
  await popup.getByRole('tab', { name: say('tabContacts') }).click();
  await popup
    .getByRole('button', { name: say('contactNew') })
    .first()
    .click();
  await popup.getByLabel(say('contactName')).fill('Marc Dubois');
  await popup.getByLabel(say('contactNumber')).fill('+1 305 555 0142');
  await popup.getByRole('button', { name: say('save') }).click();
  await popup.getByRole('heading', { name: 'Marc Dubois' }).waitFor();
  await popup.getByRole('button', { name: say('backTo', say('tabContacts')) }).click();
  await popup.getByLabel(say('contactsSearch')).fill('dubo');
  await popup.getByRole('button', { name: say('callParty', 'Marc Dubois') }).waitFor();

  await popup.getByRole('tab', { name: say('tabHistory') }).click();
  await popup.locator('.recent-open').first().waitFor();
  const saved = popup.waitForEvent('download');
  await popup.getByRole('button', { name: say('exportAs', 'CSV') }).click();
  expect((await saved).suggestedFilename()).toMatch(/\.csv$/);
});
