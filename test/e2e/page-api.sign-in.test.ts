/** Signing in by a page: tokens given and asked for, and Sippet's own phone in the page taken over. */
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { farTone, openDesk, ourTone, type Desk } from '../support/desk.ts';
import { testPages, type TestPages } from '../support/page-api.ts';
import { openSite, type TestSite } from '../support/sites.ts';
import { until } from '../support/facts.ts';
import { operatorOne } from '../support/sippet.ts';

let desk: Desk;
let site: TestSite;
let pages: TestPages;

beforeEach(async () => {
  desk = await openDesk();
  site = await openSite();
  pages = testPages(desk, site);
});
afterEach(async () => {
  await desk?.close();
  await site?.close();
});

const sippet = () => desk.sandbox.sippet;
const mint = () => sippet().mint('operator', operatorOne).token;
const signIn = (state: string) =>
  desk.phone.until('desk', (one) => one.signIn.state === state, `not ${state}`, 20_000);
const ready = () =>
  desk.phone.until('line', ({ state }) => state === 'ready', 'the line is not ready', 20_000);

/** A page that mints at its own company whenever it is asked; `asked` counts. */
async function minting(): Promise<{ page: Page; asked: () => number }> {
  let asked = 0;
  const page = await pages.open();
  await page.exposeFunction('mintToken', () => {
    asked += 1;
    return mint();
  });
  await pages.begin(
    page,
    'sign-in',
    `(ringside.setApiOrigin('${desk.sandbox.httpUrl}'), ringside.setGetAccessToken(() => mintToken()))`,
  );
  return { page, asked: () => asked };
}

test('a page signs the phone in, is asked again after a refusal, and once it is gone the operator is', async () => {
  const { page, asked } = await minting();
  expect(await pages.question('sign-in')).toMatchObject({ about: desk.sandbox.httpUrl });
  expect(asked()).toBe(0);
  await pages.answer('sign-in', 'allow');
  await ready();
  await signIn('signed-in');
  expect(await desk.phone.slice('accounts')).toMatchObject([
    { kind: 'sippet', tokenFrom: 'page', apiOrigin: desk.sandbox.httpUrl },
  ]);
  const before = asked();
  expect(before).toBeGreaterThan(0);

  // In a call, so that it is seen that none of this touches one.
  await desk.phone.do('dial', { number: '602' });
  const call = await desk.phone.call((one) => one.phase === 'live', 'the call is not live');
  await desk.ears.hearing(farTone, ourTone);
  sippet().endTokens();
  await desk.phone.do('refreshQueue', {});
  await until(() => asked() > before, { message: 'the page is not asked again' });
  await signIn('signed-in');
  await desk.phone.do('refreshQueue', {});
  await desk.phone.until('queue', ({ state }) => state === 'ready', 'the queue is not read');

  await page.close();
  sippet().endTokens();
  await desk.phone.do('refreshQueue', {});
  expect((await signIn('needed')).signIn.fault?.code).toBe('sign-in-needed');
  const again = await minting();
  await signIn('signed-in');
  expect(again.asked()).toBeGreaterThan(0);
  expect(await desk.phone.slice('pageQuestions')).toEqual([]);
  await desk.ears.hearing(farTone, ourTone);
  expect(await desk.phone.slice('calls')).toMatchObject([{ id: call.id, phase: 'live' }]);
});

test('a token is taken for the service that was allowed only, and can be read by nobody', async () => {
  const page = await pages.open();
  const token = mint();
  const give = (service: string) =>
    `(ringside.setApiOrigin('${service}'), ringside.setAccessToken('${token}'))`;
  await pages.begin(page, 'give', give(desk.sandbox.httpUrl));
  await pages.answer('sign-in', 'allow');
  expect(await pages.settled(page, 'give')).toEqual({});
  await ready();
  await pages.begin(page, 'elsewhere', give('https://elsewhere.example'));
  expect(await pages.question('sign-in')).toMatchObject({ about: 'https://elsewhere.example' });
  await pages.answer('sign-in', 'later');
  expect(await pages.settled(page, 'elsewhere')).toEqual({ code: 'consent-needed' });
  expect(await desk.phone.slice('session')).toMatchObject({ account: { identity: expect.any(String) } });
  // Another account that the operator has chosen stays chosen; removed, the site is asked about anew.
  const [own] = await desk.phone.slice('accounts');
  await desk.phone.do('useAccount', { id: null });
  expect(
    await pages.run(
      page,
      `(ringside.setApiOrigin('${desk.sandbox.httpUrl}'), ringside.setAccessToken('${token}'))`,
    ),
  ).toEqual({
    code: 'not-allowed',
  });
  expect((await desk.phone.slice('session')).account).toBeNull();
  await desk.phone.do('useAccount', { id: own?.id ?? '' });
  // Neither in what a view gets, nor in what a page is told.
  const views = await desk.phone.page.evaluate(() =>
    JSON.stringify((globalThis as unknown as { kept: { slices: unknown } }).kept.slices),
  );
  expect(views).not.toContain(token);
  expect((await desk.phone.do('copyReport', {})).text).not.toContain(token);
  await desk.phone.do('removeAccount', { id: own?.id ?? '' });
  expect(await desk.phone.slice('pageConsents')).toEqual([]);
  await pages.begin(page, 'again', `ringside.setAccessToken('${mint()}')`);
  expect(await pages.question('sign-in')).toMatchObject({ about: desk.sandbox.httpUrl });
});

const widget = (attributes: string) => `<!doctype html><title>CRM</title>
  <script>customElements.define('sippetai-voip-widget', class extends HTMLElement {});</script>
  <sippetai-voip-widget ${attributes}></sippetai-voip-widget>`;

test('Sippet’s own phone in a page is offered to be taken over, and what the page changes later is followed', async () => {
  const first = mint();
  const { httpUrl } = desk.sandbox;
  site.pages.set('/', { body: widget(`access-token="${first}" api-origin="${httpUrl}"`) });
  const page = await pages.open();
  expect(await pages.question('sign-in')).toMatchObject({ widget: true, about: httpUrl });
  expect(await desk.phone.slice('accounts')).toEqual([]);
  const before = await page.content();
  await pages.answer('sign-in', 'allow');
  await ready();
  await signIn('signed-in');
  expect(sippet().calls()).toEqual([]);
  // The old one ends; the page writes a new one, as its framework does.
  sippet().endTokens();
  const second = mint();
  await page.evaluate(
    (token) => document.querySelector('sippetai-voip-widget')?.setAttribute('access-token', token),
    second,
  );
  await until(
    async () => {
      await desk.phone.do('refreshQueue', {});
      return (
        (await desk.phone.slice('queue')).state === 'ready' &&
        (await desk.phone.slice('desk')).signIn.state === 'signed-in'
      );
    },
    { message: 'the new token is not used' },
  );
  // The page is as it was but for what it changed itself, and our one element.
  expect(
    (await page.content()).replace(second, first).replace(/<ringside-overlay.*?<\/ringside-overlay>/, ''),
  ).toBe(before.replace(/<ringside-overlay.*?<\/ringside-overlay>/, ''));
});

test('a widget with its properties only, added late, is taken over likewise; never means never', async () => {
  site.pages.set('/', {
    body: `<!doctype html><script>
      customElements.define('sippetai-voip-widget', class extends HTMLElement {});
      const made = document.createElement('sippetai-voip-widget');
      made.apiOrigin = '${desk.sandbox.httpUrl}';
      made.getAccessToken = () => mintToken();
      setTimeout(() => document.documentElement.append(made));
    </script>`,
  });
  const page = await pages.open();
  await page.exposeFunction('mintToken', mint);
  expect(await pages.question('sign-in')).toMatchObject({ widget: true, about: desk.sandbox.httpUrl });
  await pages.answer('sign-in', 'never');
  const second = await pages.open();
  await second.exposeFunction('mintToken', mint);
  expect(await pages.run(second, `ringside.setAccessToken('x')`)).toEqual({ code: 'consent-denied' });
  expect(await desk.phone.slice('accounts')).toEqual([]);
  await pages.say('sign-in', null);
  const third = await pages.open();
  await third.exposeFunction('mintToken', mint);
  await pages.answer('sign-in', 'allow');
  await ready();
});
