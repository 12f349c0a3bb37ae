/** `window.ringside` on real pages: nothing without the operator's word, and what he allowed works. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { farTone, openDesk, ourTone, type Desk } from '../support/desk.ts';
import { until } from '../support/facts.ts';
import { testPages, type TestPages } from '../support/page-api.ts';
import { openSite, type TestSite } from '../support/sites.ts';

let desk: Desk;
let site: TestSite;
let other: TestSite;
let pages: TestPages;

beforeAll(async () => {
  desk = await openDesk();
  await desk.signIn();
});
afterAll(async () => {
  await desk?.close();
});
beforeEach(async () => {
  // Sites of each test's own: what a site has asked counts against it.
  [site, other] = [await openSite(), await openSite()];
  pages = testPages(desk, site);
});
afterEach(async () => {
  await pages.clean();
  await site.close();
  await other.close();
});

describe('consent', () => {
  test('is asked once for what waits, and each permit by itself', async () => {
    const page = await pages.open();
    await pages.begin(page, 'one', 'ringside.getActiveCalls()');
    await pages.begin(page, 'two', 'ringside.getActiveCalls()');
    await pages.begin(page, 'queue', 'ringside.getQueue()');
    expect(await pages.question('see')).toMatchObject({ origin: site.origin, permit: 'see' });
    expect(await desk.phone.slice('pageQuestions')).toHaveLength(1);
    await pages.answer('see', 'allow');
    expect(await pages.settled(page, 'one')).toEqual({ value: [] });
    expect(await pages.settled(page, 'two')).toEqual({ value: [] });
    // A plain SIP account has no queue.
    expect(await pages.settled(page, 'queue')).toEqual({ code: 'not-offered' });
    expect(await desk.phone.slice('pageQuestions')).toEqual([]);
    expect(await desk.phone.slice('pageConsents')).toEqual([
      { origin: site.origin, permits: { see: 'allowed' } },
    ]);
    await pages.begin(page, 'call', 'ringside.call("602")');
    expect(await pages.question('call')).toMatchObject({ about: '602' });
    expect(desk.sandbox.calls()).toEqual([]);
    await pages.answer('call', 'later');
    expect(await pages.settled(page, 'call')).toEqual({ code: 'consent-needed' });
    // Put off: refused at once, and nobody is asked again.
    expect(await pages.run(page, 'ringside.call("602")')).toEqual({ code: 'consent-needed' });
    expect(await desk.phone.slice('pageQuestions')).toEqual([]);
  });

  test('refused for good is refused at once, for every tab of that site and no other', async () => {
    const page = await pages.open();
    await pages.begin(page, 'see', 'ringside.getActiveCalls()');
    await pages.answer('see', 'never');
    expect(await pages.settled(page, 'see')).toEqual({ code: 'consent-denied' });
    const second = await pages.open();
    expect(await pages.run(second, 'ringside.getActiveCalls()')).toEqual({ code: 'consent-denied' });
    const third = await pages.open('/', other);
    await pages.begin(third, 'see', 'ringside.getActiveCalls()');
    expect(await pages.question('see')).toMatchObject({ origin: other.origin });
  });

  test('is asked in the panel on the page; another site’s panel does not show it and may not answer it', async () => {
    const page = await pages.open();
    await pages.begin(page, 'calls', 'ringside.getActiveCalls()');
    const overlay = desk.browser.overlay(page);
    await until(() => overlay.find('button', /^Allow$/), { message: 'the panel does not ask' });
    const elsewhere = await pages.open('/', other);
    await until(() => desk.browser.overlay(elsewhere).exists(), { message: 'no overlay' });
    expect(await desk.browser.overlay(elsewhere).find('button', /^Allow$/)).toBeUndefined();
    await page.bringToFront();
    await overlay.click('button', /^Allow$/);
    expect(await pages.settled(page, 'calls')).toEqual({ value: [] });
    expect(await desk.phone.slice('pageConsents')).toEqual([
      { origin: site.origin, permits: { see: 'allowed' } },
    ]);
  });

  test('given after the page has gone does nothing', async () => {
    const page = await pages.open();
    await pages.begin(page, 'call', 'ringside.call("602")');
    const { id } = await pages.question('call');
    await page.goto('about:blank');
    await desk.phone.until('pageQuestions', (all) => all.length === 0, 'the question stays');
    await desk.phone.do('answerPageQuestion', { id, answer: 'allow' });
    expect(await desk.phone.slice('pageConsents')).toEqual([]);
    expect(desk.sandbox.calls()).toEqual([]);
  });
});

test('a page calls, sound flows both ways, the site is shown, and the call is the operator’s', async () => {
  const page = await pages.open();
  await pages.begin(page, 'call', 'ringside.call("602")');
  await pages.answer('call', 'allow');
  const call = await desk.phone.call((one) => one.phase === 'live', 'the call is not live');
  expect(call.site).toBe(site.origin);
  expect((await pages.settled(page, 'call')).value).toMatchObject({ id: call.id, direction: 'outbound' });
  await desk.ears.hearing(farTone, ourTone);
  await until(
    async () => (await desk.browser.overlay(page).text()).includes(`Started by ${new URL(site.origin).host}`),
    {
      message: 'the panel does not say who called',
    },
  );
  expect(await pages.run(page, 'ringside.call("601")')).toEqual({ code: 'busy' });
  expect(await pages.run(page, 'ringside.hold()')).toEqual({ value: { held: true } });
  expect(await pages.run(page, 'ringside.hold()')).toEqual({ value: { held: false } });
  // The page may come and go.
  await page.close();
  await desk.ears.hearing(farTone, ourTone);
});

test('what rings is told to every tab that listens, answered by one, and no more once the word is taken back', async () => {
  const listen = `(() => {
    window.heard = [];
    for (const name of ['incoming_call', 'call_answered', 'call_ended'])
      ringside.on(name, (data) => heard.push([name, data.fromNumber]));
    return ringside.getActiveCalls();
  })()`;
  const heard = (page: Awaited<ReturnType<TestPages['open']>>) =>
    page.evaluate(() => (window as unknown as { heard: string[][] }).heard.map(([name]) => name));
  const one = await pages.open();
  await pages.begin(one, 'listen', listen);
  await pages.answer('see', 'allow');
  const two = await pages.open();
  await pages.run(two, listen);
  const silent = await pages.open('/', other);
  await silent.evaluate(() => {
    (window as unknown as { heard: string[] }).heard = [];
    window.ringside?.on('incoming_call', () => (window as unknown as { heard: string[] }).heard.push('x'));
  });
  await desk.phone.until('pageQuestions', (all) => all.length === 1, 'the other site is not asked about');
  await desk.sandbox.callOperator('1001', { persona: 'tone' });
  await desk.phone.call((call) => call.phase === 'offered', 'it does not ring');
  for (const page of [one, two])
    await until(async () => (await heard(page)).length === 1, { message: 'not told' });
  await pages.allow(one, 'call');
  // `allow` has declined it; the next one is answered.
  await until(async () => (await heard(two)).includes('call_ended'), { message: 'its end is not told' });
  await desk.sandbox.callOperator('1001', { persona: 'tone' });
  await desk.phone.call((call) => call.phase === 'offered', 'it does not ring again');
  expect((await pages.run(two, 'ringside.answer()')).value).toMatchObject({ status: 'answered' });
  await desk.ears.hearing(farTone, ourTone);
  await until(async () => (await heard(one)).includes('call_answered'), {
    message: 'the answer is not told',
  });
  const before = await heard(one);
  await pages.say('see', null);
  const [live] = await desk.phone.slice('calls');
  await desk.phone.do('hangUp', { call: live?.id ?? '' });
  await desk.phone.call((call) => call.phase === 'closed', 'it goes on');
  // Asking is answered behind everything that was told before.
  await pages.begin(one, 'after', 'ringside.getActiveCalls()');
  await pages.question('see');
  expect(await heard(one)).toEqual(before);
  expect(await heard(silent)).toEqual([]);
});

test('a page that asks too often is told so, in all its tabs together, and the phone goes on', async () => {
  const [page, second] = [await pages.open(), await pages.open()];
  await pages.allow(page, 'see');
  const codes = `Promise.allSettled(Array.from({ length: 30 }, () => ringside.getActiveCalls()))
    .then((all) => all.map((one) => one.reason?.code ?? 'done'))`;
  const ended = await Promise.all([page, second].map((one) => pages.run(one, codes)));
  const all = ended.flatMap(({ value }) => value as unknown as string[]);
  const count = (code: string) => all.filter((one) => one === code).length;
  // Twenty at once, and two a second while that took its time.
  expect(count('done')).toBeLessThan(40);
  expect(count('done') + count('rate-limited')).toBe(60);
  await pages.begin(page, 'first', 'ringside.decline()');
  await pages.answer('call', 'allow');
  const dials = `(async () => {
    const codes = [];
    for (let at = 0; at < 6; at++) await ringside.call('not a number').catch((error) => codes.push(error.code));
    return codes;
  })()`;
  const dialled = (await pages.run(page, dials)).value as unknown as string[];
  expect(dialled.slice(0, 3)).toEqual(['not-a-number', 'not-a-number', 'not-a-number']);
  expect(dialled.slice(3)).toEqual(['rate-limited', 'rate-limited', 'rate-limited']);
  expect(await desk.phone.do('describeNumber', { input: '602' })).toMatchObject({ dialable: true });
});

test('a page that comes back from the back/forward cache goes on listening', async () => {
  const page = await pages.open();
  await pages.begin(
    page,
    'listen',
    `(window.heard = [], ringside.on('incoming_call', () => heard.push(1)), ringside.getActiveCalls())`,
  );
  await pages.answer('see', 'allow');
  await pages.settled(page, 'listen');
  await page.goto(`${other.origin}/`);
  await page.goBack();
  await page.evaluate(() => {
    const kept = window as unknown as { heard?: number[] };
    // Where the browser has not kept the page it is a new one, which listens anew.
    if (!kept.heard) {
      kept.heard = [];
      window.ringside?.on('incoming_call', () => kept.heard?.push(1));
    }
  });
  await pages.run(page, 'ringside.getActiveCalls()');
  await desk.sandbox.callOperator('1001', { persona: 'echo' });
  await until(() => page.evaluate(() => ((window as unknown as { heard: number[] }).heard.length ?? 0) > 0), {
    message: 'not told',
  });
});
