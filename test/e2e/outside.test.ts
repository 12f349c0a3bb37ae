/** What the operator asks outside of any view, by the context menu, a key or a notification: it is done, or they are told why not. */
import type { Browser } from 'wxt/browser';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Overlay } from '../support/chromium/overlay.ts';
import { askFor } from '../support/chromium/profile.ts';
import { HiddenTarget } from '../support/chromium/targets.ts';
import { openDesk, type Desk } from '../support/desk.ts';
import { until } from '../support/facts.ts';
import { say } from '../support/say.ts';
import type { Page } from 'playwright-core';

/** The worker's own global, where functions below run. */
declare const chrome: typeof Browser;

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
  await desk.signIn();
});
afterAll(() => desk?.close());

let page: Page;
let overlay: Overlay;
afterEach(async () => {
  for (const call of await desk.phone.slice('calls'))
    if (call.phase !== 'closed') await desk.phone.do('hangUp', { call: call.id });
  await desk.phone.until('calls', (all) => all.every((one) => one.phase === 'closed'), 'calls are left over');
  for (const call of await desk.phone.slice('calls')) await desk.phone.do('dismiss', { call: call.id });
  desk.sandbox.reset();
  if (await popup().exists()) await popup().close();
  await page?.close();
});

const popup = () =>
  new HiddenTarget(desk.browser.cdp, `chrome-extension://${desk.browser.extensionId}/popup.html`, 'page');
const popupSays = (text: string) =>
  until(async () => (await popup().evaluate(() => document.body.innerText)).includes(text), {
    message: async () =>
      `the popup does not say "${text}" but ${await popup().evaluate(() => document.body.innerText)}`,
  });

/** A page of a CRM with the phone on it, in front. */
async function onCrm(): Promise<void> {
  page = await desk.browser.context.newPage();
  await page.goto(`${desk.sandbox.httpUrl}/plain`);
  await page.bringToFront();
  overlay = desk.browser.overlay(page);
  await overlay.waitFor('button', /^Ringside phone: ready/);
}

/** A page that no extension may be on. */
async function onBrowsersOwn(): Promise<void> {
  page = await desk.browser.context.newPage();
  await page.goto('chrome://version');
  await page.bringToFront();
}

/** As the browser tells the worker: no menu of its own can be opened by a test. */
async function pick(info: { menuItemId: string; selectionText?: string; linkUrl?: string }): Promise<void> {
  const worker = await desk.browser.worker();
  await worker.evaluate((picked) => {
    (chrome.contextMenus.onClicked as unknown as { dispatch(info: object): void }).dispatch(picked);
  }, info);
}

async function press(name: string): Promise<void> {
  const worker = await desk.browser.worker();
  await worker.evaluate((key) => {
    (chrome.commands.onCommand as unknown as { dispatch(name: string): void }).dispatch(key);
  }, name);
}

describe('the context menu', () => {
  test.each([
    [{ menuItemId: 'call-selection', selectionText: ' 602 ' }],
    [{ menuItemId: 'call-link', linkUrl: 'tel:602' }],
  ])('dials %j, and the page shows the call', async (info) => {
    await onCrm();
    await pick(info);
    await desk.phone.call((one) => one.party.number === '602' && one.phase === 'live', 'not called');
    await overlay.waitFor('button', /^Hang up on 602/);
    expect(await popup().exists()).toBe(false);
  });

  test('dials from a page without the phone: the popup shows the call', async () => {
    await onBrowsersOwn();
    await pick({ menuItemId: 'call-selection', selectionText: '602' });
    await desk.phone.call((one) => one.party.number === '602' && one.phase === 'live', 'not called');
    await popupSays('602');
  });

  test('says on the page why it cannot dial', async () => {
    await onCrm();
    await pick({ menuItemId: 'call-selection', selectionText: 'no number at all' });
    await overlay.waitForText(say('faultNotANumber'));
  });

  test('says in the popup why it cannot dial, where the phone is not on the page', async () => {
    await onBrowsersOwn();
    await pick({ menuItemId: 'call-selection', selectionText: 'no number at all' });
    await popupSays(say('faultNotANumber'));
    // Told once: the next popup is a phone like any other.
    await popup().close();
    await press('open-phone');
    await popupSays(say('lineReady'));
    expect(await popup().evaluate(() => document.body.innerText)).not.toContain(say('faultNotANumber'));
  });
});

test('a key that cannot answer says so', async () => {
  await onCrm();
  await desk.browser.engine.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () =>
      Promise.reject(new DOMException('Permission denied', 'NotAllowedError'));
  });
  await desk.sandbox.callOperator('1001', { persona: 'echo' });
  await desk.phone.call((one) => one.phase === 'offered', 'nothing rings');
  await press('answer-hang-up');
  await overlay.waitForText(say('faultMicrophoneRefused'));
  await desk.browser.engine.evaluate(() => {
    // The browser's own is on the prototype.
    Reflect.deleteProperty(navigator.mediaDevices, 'getUserMedia');
  });
});

test('the notification of a call whose engine died goes at the next start; its buttons say why they do nothing', async () => {
  await askFor(desk.browser.context, desk.browser.extensionId, { permissions: ['notifications'] });
  const worker = await desk.browser.worker();
  const shown = () => worker.evaluate(async () => Object.keys(await chrome.notifications.getAll()));
  await desk.sandbox.callOperator('1001', { persona: 'echo' });
  const { id } = await desk.phone.call((one) => one.phase === 'offered', 'nothing rings');
  await until(async () => (await shown()).includes(`call:${id}`), { message: 'no notification' });
  await desk.browser.closeEngine();
  await desk.phone.until('line', (line) => line.state === 'ready', 'not registered again');
  await until(async () => (await shown()).length === 0, { message: 'the notification stays' });
  await onCrm();
  await worker.evaluate(
    (notice) =>
      (
        chrome.notifications.onButtonClicked as unknown as { dispatch(id: string, button: number): void }
      ).dispatch(notice, 0),
    `call:${id}`,
  );
  await overlay.waitForText(say('faultNoSuchCall'));
});

test('a phone that cannot start says so on the button and in the popup, and starts when it can', async () => {
  await onBrowsersOwn();
  // Another version's database: it waits until the engine lets go of its own, and then stands in the way.
  await desk.phone.page.evaluate(() => {
    const request = indexedDB.open('ringside', 99);
    request.onsuccess = () => Object.assign(globalThis, { later: request.result });
  });
  await desk.browser.closeEngine();
  const badge = async () => (await desk.browser.worker()).evaluate(() => chrome.action.getBadgeText({}));
  await until(async () => (await badge()) === '!', { message: 'the button says nothing', timeout: 40_000 });
  await press('open-phone');
  await popupSays(say('faultNoStart'));
  await desk.phone.page.evaluate(async () => {
    (globalThis as unknown as { later: IDBDatabase }).later.close();
    await new Promise((resolve) => (indexedDB.deleteDatabase('ringside').onsuccess = resolve));
  });
  await until(async () => (await badge()) === '', { message: 'the button still complains', timeout: 40_000 });
  await desk.phone.until('settings', (settings) => settings !== undefined, 'the engine says nothing', 40_000);
}, 120_000);
