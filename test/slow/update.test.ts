/** An update of the extension waits for the call's end: nothing but that restarts the phone. */
import type { Browser } from 'wxt/browser';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { farTone, openDesk, ourTone, type Desk } from '../support/desk.ts';
import { until } from '../support/facts.ts';

/** The worker's own global, where functions below run. */
declare const chrome: typeof Browser;

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
  await desk.signIn();
});
afterAll(() => desk?.close());

/** As the browser tells the worker: no store offers a test a new version. */
async function tells(event: 'update' | 'alarm'): Promise<void> {
  const worker = await desk.browser.worker();
  await worker.evaluate((what) => {
    const dispatcher = what === 'update' ? chrome.runtime.onUpdateAvailable : chrome.alarms.onAlarm;
    (dispatcher as unknown as { dispatch(about: object): void }).dispatch(
      what === 'update' ? { version: '9.9.9' } : { name: 'engine', scheduledTime: Date.now() },
    );
  }, event);
}

test('an update that comes while a call rings or is live waits for its end', async () => {
  const report = await desk.sandbox.callOperator('1001', { persona: 'tone' });
  const { id } = await desk.phone.call((one) => one.phase === 'offered', 'nothing rings');
  const engine = await desk.browser.engine.id();
  await tells('update');
  const waits = async () =>
    (await desk.browser.worker()).evaluate(async () => await chrome.storage.session.get('updateWaits'));
  await until(async () => (await waits())['updateWaits'] === true, { message: 'the update is not noticed' });
  await desk.phone.do('answer', { call: id });
  await desk.phone.call((one) => one.id === id && one.phase === 'live', 'not answered');
  await tells('alarm');
  await tells('alarm');
  await desk.ears.hearing(farTone, ourTone);
  expect(await desk.browser.engine.id()).toBe(engine);
  desk.sandbox.hangUp(report.id);
  await desk.phone.call((one) => one.id === id && one.phase === 'closed', 'the call does not end');
  // The worker's own look at the engine comes within half a minute. A browser that was started with an extension unloads it
  // at a reload and does not load it again: that it goes is all that is seen here.
  await until(async () => (await desk.browser.engine.id()) !== engine, {
    message: 'the update still waits',
    timeout: 45_000,
  });
}, 120_000);
