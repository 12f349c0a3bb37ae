/** `window.ringside` on real pages: nothing without the operator's word, and what he allowed works. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { PageQuestion, Permit, PermitWord } from '../../lib/mirror/page-words.ts';
import { farTone, openDesk, ourTone, type Desk } from '../support/desk.ts';
import { openSite, type TestSite } from '../support/sites.ts';
import { until } from '../support/facts.ts';

let desk: Desk;
let site: TestSite;
const pages: Page[] = [];

beforeAll(async () => {
  desk = await openDesk();
  site = await openSite();
  await desk.signIn();
});
afterAll(async () => {
  await desk?.close();
  await site?.close();
});
afterEach(async () => {
  for (const page of pages.splice(0)) await page.close();
  for (const permit of ['see', 'call', 'sign-in'] as const) await say(permit, null);
  for (const call of await desk.phone.slice('calls')) {
    if (call.phase !== 'closed') await desk.phone.do('hangUp', { call: call.id });
    await desk.phone.call((one) => one.id === call.id && one.phase === 'closed', 'a call stays');
    await desk.phone.do('dismiss', { call: call.id });
  }
});

async function open(path = '/', at: TestSite = site): Promise<Page> {
  const page = await desk.browser.context.newPage();
  pages.push(page);
  await page.goto(at.origin + path);
  return page;
}

const say = (permit: Permit, word: PermitWord | null, origin = site.origin) =>
  desk.phone.do('setPageConsent', { origin, permit, word });

/** Begins something in a page and lets it go on; `settled` tells how it ended. */
const begin = (page: Page, name: string, code: string) =>
  page.evaluate(
    ([key, body]) => {
      const kept = ((window as unknown as { kept?: Record<string, unknown> }).kept ??= {});
      // oxlint-disable-next-line no-implied-eval -- the page's own code, written by the test
      const run = new Function(`return (${body})`) as () => Promise<unknown>;
      void (async () => run())().then(
        (value) => (kept[key as string] = { value }),
        (error: { code?: string }) => (kept[key as string] = { code: error.code }),
      );
    },
    [name, code],
  );
const settled = (page: Page, name: string) =>
  until(
    () =>
      page.evaluate(
        (key) => (window as unknown as { kept?: Record<string, unknown> }).kept?.[key],
        name,
      ) as Promise<{ value?: never; code?: string } | undefined>,
    { message: `${name} does not end` },
  );
async function run(page: Page, code: string) {
  await begin(page, 'run', code);
  const end = await settled(page, 'run');
  await page.evaluate(() => delete (window as unknown as { kept?: Record<string, unknown> }).kept?.['run']);
  return end;
}

const question = async (permit: Permit): Promise<PageQuestion> => {
  const all = await desk.phone.until(
    'pageQuestions',
    (some) => some.some((one) => one.permit === permit),
    `nobody is asked about ${permit}`,
  );
  return all.find((one) => one.permit === permit) as PageQuestion;
};
const answer = async (permit: Permit, said: 'allow' | 'later' | 'never') =>
  desk.phone.do('answerPageQuestion', { id: (await question(permit)).id, answer: said });

describe('consent', () => {
  test('is asked once for what waits, and each permit by itself', async () => {
    const page = await open();
    await begin(page, 'one', 'ringside.getActiveCalls()');
    await begin(page, 'two', 'ringside.getActiveCalls()');
    await begin(page, 'queue', 'ringside.getQueue()');
    expect(await question('see')).toMatchObject({ origin: site.origin, permit: 'see' });
    expect(await desk.phone.slice('pageQuestions')).toHaveLength(1);
    await answer('see', 'allow');
    expect(await settled(page, 'one')).toEqual({ value: [] });
    expect(await settled(page, 'two')).toEqual({ value: [] });
    // A plain SIP account has no queue.
    expect(await settled(page, 'queue')).toEqual({ code: 'not-offered' });
    expect(await desk.phone.slice('pageQuestions')).toEqual([]);
    expect(await desk.phone.slice('pageConsents')).toMatchObject([
      { origin: site.origin, permits: { see: 'allowed' } },
    ]);
    await begin(page, 'call', 'ringside.call("602")');
    expect(await question('call')).toMatchObject({ about: '602' });
    expect(desk.sandbox.calls()).toEqual([]);
    await answer('call', 'later');
    expect(await settled(page, 'call')).toEqual({ code: 'consent-needed' });
  });

  test('is asked of the operator in the panel on the page, which takes no click at once', async () => {
    const page = await open();
    await begin(page, 'calls', 'ringside.getActiveCalls()');
    const overlay = desk.browser.overlay(page);
    await until(() => overlay.find('button', /^Allow$/), { message: 'the panel does not ask' });
    await until(
      async () => {
        await overlay.click('button', /^Allow$/);
        return (await desk.phone.slice('pageConsents')).length > 0;
      },
      { message: 'the click does nothing' },
    );
    expect(await settled(page, 'calls')).toEqual({ value: [] });
  });
});

test('a page calls, sound flows both ways, the site is shown, and another site is told nothing', async () => {
  const page = await open();
  await begin(page, 'call', 'ringside.call("602")');
  await answer('call', 'allow');
  const call = await desk.phone.call((one) => one.phase === 'live', 'the call is not live');
  expect(call.site).toBe(site.origin);
  expect((await settled(page, 'call')).value).toMatchObject({ id: call.id, direction: 'outbound' });
  await desk.ears.hearing(farTone, ourTone);
  expect(await run(page, 'ringside.call("601")')).toEqual({ code: 'busy' });
  expect(await run(page, 'ringside.hold()')).toEqual({ value: { held: true } });
  expect(await run(page, 'ringside.hold()')).toEqual({ value: { held: false } });
});
