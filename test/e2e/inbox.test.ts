/** The Inbox in real browsers: AI agents call tools over HTTP, the companion keeps and serves them, operators work on them. */
import type { Page } from 'playwright-core';
import type { Browser } from 'wxt/browser';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import messages from '../../public/_locales/en/messages.json' with { type: 'json' };
import { account } from '../support/accounts.ts';
import type { Overlay } from '../support/chromium/overlay.ts';
import { askFor } from '../support/chromium/profile.ts';
import { farTone, openDesk, ourTone, type Desk } from '../support/desk.ts';
import { until } from '../support/facts.ts';
import { itemOf, leaveMessage, live, signIn, slice } from '../support/inbox-desk.ts';

/** The worker's own global, where functions below run. */
declare const chrome: typeof Browser;

const say = (key: keyof typeof messages, part = '') => messages[key].message.replace('$1', part);

let desk: Desk;
let page: Page;
let overlay: Overlay;
const others: Desk[] = [];

const message = (args?: Record<string, unknown>) => leaveMessage(desk, args);

async function openInbox(): Promise<void> {
  await page.bringToFront();
  if (!(await overlay.find('dialog'))) await overlay.click('button', /^Ringside phone/);
  await overlay.click('tab', new RegExp(say('tabInbox')));
}

beforeAll(async () => {
  desk = await openDesk();
  await signIn(desk, 'one');
  page = await desk.browser.context.newPage();
  await page.goto(`${desk.sandbox.httpUrl}/plain`);
  overlay = desk.browser.overlay(page);
  await overlay.waitFor('button', /^Ringside phone/);
});
afterAll(() => desk?.close());
afterEach(async () => {
  desk.sandbox.company.start();
  for (const one of others.splice(0)) await one.close();
  for (const call of await desk.phone.slice('calls'))
    if (call.phase !== 'closed') await desk.phone.do('hangUp', { call: call.id });
  await live(desk, 30_000);
});

test('a tool is called, and the item stands on the page, as text whatever was said', async () => {
  await openInbox();
  const name = await message({
    message: '<img src=x onerror="document.title=1"> <b>now</b>',
    for_person: 'Ana',
  });
  await overlay.waitFor('button', say('inboxClaimNamed', name));
  await overlay.waitForText('<img src=x onerror="document.title=1"> <b>now</b>');
  expect(await overlay.evaluate((root) => root.querySelectorAll('.inbox img, .gist b').length)).toBe(0);
});

test('the badge counts what nobody has, and a claim on the page takes one away', async () => {
  const badge = async () => (await desk.browser.worker()).evaluate(() => chrome.action.getBadgeText({}));
  const name = await message();
  await itemOf(desk, name);
  const { fresh } = await desk.phone.slice('inbox');
  await until(async () => (await badge()) === String(fresh), {
    message: async () => `it says ${await badge()}`,
  });
  await openInbox();
  await overlay.click('button', say('inboxClaimNamed', name));
  await itemOf(desk, name, ({ mine, undelivered }) => mine && undelivered.length === 0);
  await until(async () => (await badge()) === (fresh > 1 ? String(fresh - 1) : ''), {
    message: async () => `it says ${await badge()}`,
  });
});

test('called back with one press: the caller is rung, the item is ours', async () => {
  const name = await message();
  await openInbox();
  await overlay.click('button', say('inboxCallBackNamed', name));
  const call = await desk.phone.call(({ phase }) => phase === 'live', 'nobody is called');
  expect(call.party).toMatchObject({ number: '+17865550101', name });
  expect(desk.sandbox.calls().at(-1)?.number).toContain('7865550101');
  await desk.ears.hearing(farTone, ourTone);
  expect(await itemOf(desk, name, ({ state }) => state === 'claimed')).toMatchObject({ mine: true });
});

test('an appointment is shown on its own clock, with ours beside it', async () => {
  const answer = await desk.sandbox.company.callTool({
    tool: 'schedule_appointment',
    args: {
      caller_name: 'Appointed Caller',
      phone: '+13055550103',
      date: '2099-03-05',
      time: '14:30',
      purpose: 'Policy review',
    },
  });
  expect(answer.status).toBe('scheduled');
  const { appointment } = await itemOf(desk, 'Appointed Caller');
  expect(appointment).toMatchObject({ date: '2099-03-05', time: '14:30', timeZone: 'America/New_York' });
  await openInbox();
  await overlay.waitForText(/March 5, 2099.*2:30/);
});

describe('while the company’s server is away', () => {
  test('changes are kept over the engine’s end, marked, and delivered once when it is back', async () => {
    const name = await message();
    const { id: item } = await itemOf(desk, name);
    await desk.sandbox.company.stop();
    await slice(desk, ({ state }) => state === 'lost', 'the loss is not seen');
    await desk.phone.do('claimItem', { item });
    await desk.phone.do('noteItem', { item, text: 'Said while nobody heard.' });
    await openInbox();
    await overlay.waitForText(say('inboxUndelivered'));
    await overlay.waitForText(say('inboxUndeliveredCount', '2'));
    await desk.browser.closeEngine();
    await slice(desk, ({ undelivered }) => undelivered === 2, 'the changes are gone', 40_000);
    desk.sandbox.company.start();
    await slice(
      desk,
      ({ state, undelivered }) => state === 'live' && undelivered === 0,
      'not delivered',
      60_000,
    );
    const entry = await itemOf(desk, name, ({ undelivered }) => undelivered.length === 0);
    expect(entry).toMatchObject({ state: 'claimed', mine: true });
    expect(entry.notes.map(({ text }) => text)).toEqual(['Said while nobody heard.']);
  });
});

test('what comes while the operator is signed out is there on return, once', async () => {
  const { account: used } = await desk.phone.slice('session');
  await desk.phone.do('useAccount', { id: null });
  await slice(desk, ({ state }) => state === 'off', 'the Inbox stays');
  const names: string[] = [];
  for (let count = 0; count < 30; count++) names.push(await message());
  await desk.phone.do('useAccount', { id: used?.id ?? '' });
  await live(desk);
  const { rows } = await desk.phone.do('readInbox', { view: 'open', limit: 200 });
  for (const name of names) expect(rows.filter((row) => row.name === name)).toHaveLength(1);
});

describe('something urgent', () => {
  const shown = async () =>
    (await desk.browser.worker()).evaluate(async () => Object.keys(await chrome.notifications.getAll()));

  test('is notified once, over the engine’s end too, and goes when somebody has it', async () => {
    await askFor(desk.browser.context, desk.browser.extensionId, { permissions: ['notifications'] });
    const name = await message({ urgent: true });
    const { id: item } = await itemOf(desk, name, ({ urgent }) => urgent);
    await until(async () => (await shown()).includes(`inbox:${item}`), { message: 'no notification' });
    // Put away by hand; another engine must not show it again.
    await (await desk.browser.worker()).evaluate((id) => chrome.notifications.clear(id), `inbox:${item}`);
    await desk.browser.closeEngine();
    await live(desk, 40_000);
    const next = await message({ urgent: true });
    const { id: later } = await itemOf(desk, next, ({ urgent }) => urgent);
    await until(async () => (await shown()).includes(`inbox:${later}`), { message: 'no notification' });
    expect(await shown()).not.toContain(`inbox:${item}`);
    await desk.phone.do('finishItem', { item: later });
    await until(async () => !(await shown()).includes(`inbox:${later}`), { message: 'it stays' });
  });

  test('a press on it opens the phone at the item', async () => {
    const name = await message({ urgent: true, message: 'Water in the cellar.' });
    const { id: item } = await itemOf(desk, name, ({ urgent }) => urgent);
    await (
      await desk.browser.worker()
    ).evaluate((id) => {
      (chrome.notifications.onClicked as unknown as { dispatch(id: string): void }).dispatch(id);
    }, `inbox:${item}`);
    await slice(desk, ({ asked }) => asked?.item === item, 'the engine does not know');
    const popup = await desk.browser.popup();
    await popup.getByRole('heading', { name }).waitFor();
    await popup.getByText('Water in the cellar.').waitFor();
    await popup.close();
  });
});

test('what an AI agent took down stands beside what was said in that very call, and the summary knows whose it was', async () => {
  const other = await openDesk();
  others.push(other);
  const origin = other.sandbox.httpUrl;
  const tab = await other.browser.context.newPage();
  await tab.goto(`${origin}/companion/sign-in?as=one`);
  await tab.close();
  const { id } = await other.phone.do('saveAccount', {
    kind: 'sippet',
    label: 'Sandbox',
    apiOrigin: origin,
    tokenFrom: 'url',
    signInUrl: `${origin}/companion/operator-token`,
    companionUrl: `${origin}/companion`,
  });
  await other.phone.do('useAccount', { id });
  await live(other);
  const { call } = other.sandbox.sippet.startAiCall({ pace: 5, tools: true });
  const both = await until(
    async () => {
      const shown = await Promise.all(
        (['open', 'done'] as const).map((view) => other.phone.do('readInbox', { view, limit: 200 })),
      );
      const found = shown.flatMap(({ rows }) => rows).filter(({ callId }) => callId === call.callUuid);
      return found.length === 2 ? found : undefined;
    },
    { message: 'the tools were not called' },
  );
  const summary = both.find(({ kind }) => kind === 'summary');
  const left = both.find(({ kind }) => kind === 'message');
  expect(summary).toMatchObject({ name: left?.name, number: left?.number, numberOfCall: true });
  expect(left?.number).toMatch(/^\+\d{8,}$/);
  const popup = await other.browser.popup();
  await popup.getByRole('tab', { name: say('tabInbox') }).click();
  await popup.locator('.inbox-row', { hasText: 'order 4417 and wants' }).locator('.row-open').click();
  await popup.getByRole('button', { name: say('inboxShowTranscript') }).click();
  await popup
    .getByRole('region', { name: say('transcript'), exact: true })
    .getByText(/4417|order/i)
    .first()
    .waitFor();
  await popup.getByRole('button', { name: new RegExp(`^${say('inboxSummary')}`) }).click();
  await popup.getByText(say('inboxNumberOfCall')).waitFor();
  // The agent of another platform: our service knows nothing of its call.
  await other.sandbox.company.callTool({
    tool: 'leave_message',
    args: { caller_name: 'Foreign Call', caller_phone: '+17865550101', message: 'Please call.' },
    callId: 'test-123',
  });
  await popup.getByRole('button', { name: say('tabInbox') }).click();
  await popup.locator('.inbox-row', { hasText: 'Foreign Call' }).locator('.row-open').click();
  await popup.getByText(say('noTranscript')).waitFor();
  await popup.close();
});

test('signed out at the company, the Inbox says so and what to do; signed in again, it goes on', async () => {
  const other = await openDesk();
  others.push(other);
  const origin = other.sandbox.httpUrl;
  const operator = other.sandbox.operators[0];
  const { id } = await other.phone.do('saveAccount', {
    ...account({
      servers: [other.sandbox.wsUrl],
      user: operator?.user ?? '',
      domain: other.sandbox.domain,
      password: operator?.password ?? '',
    }),
    companionUrl: `${origin}/companion`,
  });
  await other.phone.do('useAccount', { id });
  await slice(
    other,
    ({ state, fault }) => state === 'needed' && fault?.code === 'sign-in-needed',
    'not told',
  );
  const popup = await other.browser.popup();
  await popup.getByRole('tab', { name: say('tabInbox') }).click();
  await popup.getByText(say('inboxSignIn', new URL(origin).host)).waitFor();
  const tab = await other.browser.context.newPage();
  await tab.goto(`${origin}/companion/sign-in?as=one`);
  await tab.close();
  await popup.getByRole('button', { name: say('tryNow') }).click();
  await live(other);
  await popup.getByText(say('inboxEmpty')).waitFor();
});
