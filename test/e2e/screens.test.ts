/** The screens in the real extension: devices in a call, do not disturb, the self-test, and what a tel: link opens. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import messages from '../../public/_locales/en/messages.json' with { type: 'json' };
import type { Overlay } from '../support/chromium/overlay.ts';
import { farTone, openDesk, ourTone, type Desk } from '../support/desk.ts';
import { until } from '../support/facts.ts';

const say = (key: keyof typeof messages) => messages[key].message;

let desk: Desk;
let page: Page;
let overlay: Overlay;

beforeAll(async () => {
  desk = await openDesk();
  await desk.signIn();
  page = await desk.browser.context.newPage();
  await page.goto(`${desk.sandbox.httpUrl}/plain`);
  await page.bringToFront();
  overlay = desk.browser.overlay(page);
  await overlay.waitFor('button', /^Ringside phone/);
});
afterAll(() => desk?.close());
afterEach(async () => {
  await desk.phone.do('setSettings', { doNotDisturb: false });
  for (const call of await desk.phone.slice('calls'))
    if (call.phase !== 'closed') await desk.phone.do('hangUp', { call: call.id });
  await desk.phone.until('calls', (all) => all.every((one) => one.phase === 'closed'), 'calls are left over');
  for (const call of await desk.phone.slice('calls')) await desk.phone.do('dismiss', { call: call.id });
  desk.sandbox.reset();
});

async function openPanel(): Promise<void> {
  if (!(await overlay.find('dialog'))) await overlay.click('button', /^Ringside phone/);
  await overlay.waitFor('dialog');
}

test('another microphone is chosen in a running call from the panel, and both ends still hear', async () => {
  await desk.phone.do('dial', { number: '602' });
  await desk.phone.call((one) => one.phase === 'live', 'the call is not live');
  await desk.ears.hearing(farTone, ourTone);
  const { inputs, using } = await desk.phone.slice('devices');
  const other = inputs.find((one) => one.id !== using.microphone);
  if (!other) throw new Error(`only ${JSON.stringify(inputs)}`);

  await page.bringToFront();
  await openPanel();
  await overlay.click('button', say('sound'));
  await overlay.waitFor('combobox', say('microphone'));
  await overlay.evaluate((root) => root.querySelector<HTMLSelectElement>('select')?.focus());
  await page.keyboard.type(other.label);
  await desk.phone.until(
    'devices',
    (devices) => devices.using.microphone === other.id,
    'the microphone is not changed',
  );
  await until(async () => (await overlay.find('combobox', say('microphone')))?.value === other.label, {
    message: 'the list does not show it',
  });
  await desk.ears.hearing(farTone, ourTone);
  expect((await desk.phone.slice('calls'))[0]?.phase).toBe('live');
  await overlay.waitForText(/4\.\d clear/);
  await desk.phone.do('chooseDevice', { role: 'microphone', id: null });
});

test('do not disturb is switched on in the panel: the caller hears busy, and the panel says why nothing rings', async () => {
  await page.bringToFront();
  await openPanel();
  await overlay.click('button', say('doNotDisturb'));
  await desk.phone.until('settings', ({ doNotDisturb }) => doNotDisturb, 'it is not switched on');
  await overlay.waitForText(say('doNotDisturb'));
  await overlay.waitFor('button', /do not disturb\)/i);
  await desk.sandbox.callOperator('1001', { persona: 'echo' });
  await desk.sandbox.until('busy', () => desk.sandbox.calls().at(-1)?.endStatus === 486);
  expect(await overlay.find('button', /^Answer/)).toBeUndefined();

  // It counts as missed until the popup is looked at, and is marked there.
  await desk.phone.until('missed', (count) => count > 0, 'it does not count as missed');
  const popup = await desk.browser.popup();
  await popup.getByText('1 missed').waitFor();
  await until(async () => (await desk.phone.slice('missed')) === 0, { message: 'the look does not count' });
  await popup.getByRole('button', { name: say('doNotDisturb') }).click();
  await desk.phone.until('settings', ({ doNotDisturb }) => !doNotDisturb, 'it is not switched off');
  await popup.getByText(say('lineReady')).waitFor();
  await popup.close();
});

test('the self-test runs, shows every check as it is, and its report is copied', async () => {
  const options = await desk.browser.open('options.html#diagnostics');
  const origin = `chrome-extension://${desk.browser.extensionId}`;
  for (const name of ['clipboard-read', 'clipboard-write'])
    await desk.browser.cdp.send('Browser.setPermission', {
      permission: { name },
      setting: 'granted',
      origin,
    });
  await options.bringToFront();
  await options.getByRole('button', { name: say('diagnose') }).click();
  await options.getByText(/^Check \d+ of \d+/).waitFor();
  const { checks } = await desk.phone.until(
    'diagnosis',
    ({ running, endedAt }) => !running && endedAt !== undefined,
    'it does not end',
    50_000,
  );
  expect(checks.find(({ name }) => name === 'registration')?.state).toBe('ok');
  const rows = options.getByRole('listitem').filter({ has: options.locator('.check-text') });
  await options.getByRole('button', { name: say('diagnoseAgain') }).waitFor();
  expect(await rows.evaluateAll((all) => all.map((one) => one.getAttribute('data-state')))).toEqual(
    checks.map(({ state }) => state),
  );

  await options.getByRole('button', { name: say('copyReport') }).click();
  await options.getByText(say('reportCopied')).waitFor();
  const report = await options.evaluate(() => navigator.clipboard.readText());
  expect(report).toContain('registration');
  expect(report).not.toContain('not-a-secret');
  await options.close();
});

test('a telephone link opens the popup with its number, and nobody is called before Call is pressed', async () => {
  const popup = await desk.browser.open(`popup.html?dial=${encodeURIComponent('tel:+1-786-555-0101')}`);
  await popup.bringToFront();
  const field = popup.getByRole('textbox', { name: say('numberToCall') });
  await until(async () => (await field.inputValue()).replace(/\D/g, '') === '17865550101', {
    message: 'the number is not in the field',
  });
  const call = popup.getByRole('button', { name: say('call'), exact: true });
  await until(async () => (await call.getAttribute('aria-disabled')) === null, {
    message: 'Call cannot be pressed',
  });
  expect(await desk.phone.slice('calls')).toEqual([]);
  expect(desk.sandbox.calls()).toEqual([]);
  await call.click();
  await desk.phone.call(
    (one) => one.party.number === '+17865550101' && one.phase === 'live',
    'it is not called',
  );
  await popup.close();
});
