import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { farTone, openDesk, ourTone, type Desk } from '../support/desk.ts';
import { until } from '../support/facts.ts';

let desk: Desk;
let server: Server;
let site: string;
beforeEach(async () => {
  server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html');
    response.end('<title>CRM</title><p>Call +1 786 555 0101</p>');
  }).listen(0, '127.0.0.1');
  await until(() => server.listening, { message: 'no site' });
  site = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  desk = await openDesk();
  await desk.signIn();
});
afterEach(async () => {
  await desk?.close();
  server?.close();
});

const theirs = () => desk.sandbox.calls().at(-1);

/**
 * What the sound of the call suffers while something is done: milliseconds the browser had to make up and packets
 * missing here, packets missing there. The longest gap there is measured by a busy test process and only printed.
 */
async function disturbed(what: () => Promise<void>) {
  const id = theirs()?.id ?? '';
  desk.sandbox.restartMeter(id);
  const before = await desk.ears.received();
  await what();
  // Long enough to be the same stretch of call every time.
  const start = theirs()?.heard.packets ?? 0;
  await desk.sandbox.until('a second more of sound', () => (theirs()?.heard.packets ?? 0) > start + 50);
  const after = await desk.ears.received();
  return {
    packets: after.packets - before.packets,
    madeUpMs: after.concealedMs - before.concealedMs,
    lostHere: after.lost - before.lost,
    lostThere: theirs()?.heard.lost ?? Infinity,
    longestGapThereMs: theirs()?.heard.maxGapMs,
  };
}

test('one call through everything that pages, tabs, views and the worker can do', async () => {
  const crm = await desk.browser.context.newPage();
  await crm.goto(site);
  await desk.phone.do('dial', { number: '602' });
  const call = await desk.phone.call((one) => one.phase === 'live', 'the call is not live');
  await desk.ears.hearing(farTone, ourTone);
  const undisturbed = await disturbed(() => Promise.resolve());

  const events: Record<string, () => Promise<void>> = {
    'page reload': async () => void (await crm.reload()),
    'client-side navigation': () => crm.evaluate(() => history.pushState({}, '', '/elsewhere')),
    'popup opened and closed': async () => (await desk.browser.popup()).close(),
    'options opened and closed': async () => (await desk.browser.options()).close(),
    'worker stopped': () => desk.browser.stopWorker(),
    'worker stopped again': () => desk.browser.stopWorker(),
    'worker stopped a third time': () => desk.browser.stopWorker(),
    'every tab closed': async () => {
      // The window must stay: one blank page that is none of ours.
      const blank = await desk.browser.context.newPage();
      for (const page of desk.browser.context.pages()) if (page !== blank) await page.close();
    },
  };
  const measured: Record<string, Awaited<ReturnType<typeof disturbed>>> = { undisturbed };
  for (const [name, event] of Object.entries(events)) measured[name] = await disturbed(event);
  console.table(measured);

  for (const [name, { madeUpMs, lostHere, lostThere }] of Object.entries(measured)) {
    expect(madeUpMs, `${name}: the sound pauses`).toBeLessThan(undisturbed.madeUpMs + 100);
    expect(lostHere + lostThere, `${name}: packets lost`).toBe(0);
  }
  await desk.ears.hearing(farTone, ourTone);
  expect(theirs()).toMatchObject({ state: 'answered', endedBy: undefined });

  // A view that comes after all that sees the same call and ends it.
  const late = await desk.reopenPhone();
  const same = await late.call(
    (one) => one.id === call.id && one.phase === 'live',
    'the late view sees no call',
  );
  await late.do('hangUp', { call: same.id });
  await desk.sandbox.until('the end', () => theirs()?.endedBy === 'operator');
});

test('the engine killed while idle comes back by itself, registered', async () => {
  const before = desk.sandbox.registrations().length;
  expect(before).toBe(1);
  await desk.browser.closeEngine();
  await until(() => desk.browser.engine.exists(), { message: 'the engine does not come back' });
  await desk.phone.until('line', (line) => line.state === 'ready', 'not registered again');
  expect((await desk.phone.slice('session')).account?.identity).toBe('1001');
});

test('the engine killed with no view open is looked after by the worker', async () => {
  await desk.phone.page.goto('about:blank');
  await desk.browser.closeEngine();
  await until(() => desk.browser.engine.exists(), {
    message: 'nobody looks after the engine',
    timeout: 45_000,
  });
});

test('the engine killed in a call: views show the truth, and the lost call is on record with its cause', async () => {
  await desk.phone.do('dial', { number: '602' });
  const call = await desk.phone.call((one) => one.phase === 'live', 'the call is not live');
  await desk.browser.closeEngine();
  await desk.phone.until('line', (line) => line.state === 'ready', 'not registered again');
  expect(await desk.phone.slice('calls')).toEqual([]);
  const history = await desk.phone.until(
    'history',
    (all) => all.some((one) => one.id === call.id),
    'not recorded',
  );
  expect(history.find((one) => one.id === call.id)).toMatchObject({
    outcome: { kind: 'interrupted' },
    party: call.party,
  });
  // The log of the engine that is gone stands in the report, with the place where the next one began.
  const { text } = await desk.phone.do('copyReport', {});
  expect(text.match(/the engine starts/g)).toHaveLength(2);
  // The phone is a phone again.
  await desk.phone.do('dial', { number: '602' });
  await desk.phone.call((one) => one.phase === 'live', 'no call any more');
});
