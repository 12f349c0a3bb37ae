/** Numbers on pages with the shipped extension, its own engine and its finder's thread: acting, keyboard, frames, countries. */
import { mkdirSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import type { Overlay } from '../support/chromium/overlay.ts';
import { launchBrowser, type RunningBrowser } from '../support/chromium.ts';
import { until } from '../support/facts.ts';
import { openPhone, type TestPhone } from '../support/phone.ts';
import { contacts, endless, frames, prose, rightToLeft } from '../support/pages/numbered.ts';
import { serveSite, type Site } from '../support/pages/site.ts';

const gallery = '.output/gallery';
let browser: RunningBrowser;
let phone: TestPhone;
let site: Site;

beforeAll(async () => {
  mkdirSync(gallery, { recursive: true });
  site = await serveSite({
    '/contacts': { html: contacts() },
    '/contacts-dark': { html: contacts('html{color-scheme:dark;background:#15171c;color:#dfe2e8}') },
    '/prose': { html: prose() },
    '/prose-dark': { html: prose('html{color-scheme:dark;background:#15171c;color:#dfe2e8}') },
    '/rtl': { html: rightToLeft() },
    '/frames': { html: frames() },
    '/inner': { html: prose() },
    '/endless': { html: endless() },
  });
  browser = await launchBrowser();
  phone = await openPhone(browser);
  await phone.do('setSettings', { region: 'US' });
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
});

async function visit(path: string): Promise<Page> {
  const page = await browser.context.newPage();
  await page.goto(site.url(path));
  await until(() => page.evaluate(() => (CSS.highlights.get('ringside-number')?.size ?? 0) > 0), {
    message: `nothing is painted on ${path}`,
  });
  return page;
}

const painted = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...(CSS.highlights.get('ringside-number') ?? [])]
      .map((range) => {
        const live = new Range();
        live.setStart(range.startContainer, range.startOffset);
        live.setEnd(range.endContainer, range.endOffset);
        return live.toString();
      })
      .toSorted(),
  );

/** Moves the mouse over a painted number. */
async function pointAt(page: Page, number: string): Promise<void> {
  const at = await until(
    () =>
      page.evaluate((wanted) => {
        for (const range of CSS.highlights.get('ringside-number') ?? []) {
          const live = new Range();
          live.setStart(range.startContainer, range.startOffset);
          live.setEnd(range.endContainer, range.endOffset);
          // It may go over two lines.
          const [first] = live.getClientRects();
          if (first && live.toString() === wanted) return { x: first.x + 8, y: first.y + first.height / 2 };
        }
        return undefined;
      }, number),
    { message: async () => `${number} is not painted, but ${(await painted(page)).join(' | ')}` },
  );
  await page.mouse.move(at.x - 4, at.y);
  await page.mouse.move(at.x, at.y);
}

/** What has the keyboard in the overlay. */
const focused = (overlay: Overlay): Promise<string | null | undefined> =>
  overlay.evaluate((root) => root.activeElement?.getAttribute('aria-label'));

test('by keyboard alone: unfold the list, find a number, come back to where the focus was', async () => {
  const page = await visit('/contacts');
  const overlay = browser.overlay(page);
  await overlay.click('button', /^Ringside phone/);
  await overlay.waitFor('button', /^Numbers on this page/);
  await overlay.click('button', /^Numbers on this page/);
  await overlay.click('button', 'Show +49 30 901820 on the page');
  await overlay.waitFor('button', 'Call +49 30 901820');
  await until(async () => (await focused(overlay)) === 'Call +49 30 901820', {
    message: 'the chip has not the keyboard',
  });
  await page.screenshot({ path: `${gallery}/numbers-list.png` });
  await page.keyboard.press('ArrowDown');
  await until(async () => (await focused(overlay)) === 'Call 030 901821', {
    message: 'the arrow does not go to the next number',
  });
  await page.keyboard.press('ArrowRight');
  await until(async () => (await focused(overlay)) === 'Copy number', {
    message: 'the arrow does not walk the chip',
  });
  await page.keyboard.press('Escape');
  await overlay.waitGone('button', 'Copy number');
  await until(async () => (await focused(overlay)) === 'Show +49 30 901820 on the page', {
    message: 'the focus did not come back',
  });
});

test('a country beside a number counts before the operator’s own, and one chosen for the site before the page’s', async () => {
  const page = await visit('/contacts');
  await until(async () => (await painted(page)).includes('030 901821'), {
    message: 'the number beside «Germany» is not read as German',
  });
  expect(await painted(page)).not.toContain('2015550142');
  const { origin } = new URL(site.url('/'));
  const inner = await visit('/prose');
  expect(await painted(inner)).not.toContain('020 7946 0018');
  await phone.do('setSiteRegion', { origin, region: 'GB' });
  await until(async () => (await painted(inner)).includes('020 7946 0018'), {
    message: 'the country of the site does not count',
  });
  await phone.do('setSiteRegion', { origin, region: null });
  await until(async () => !(await painted(inner)).includes('020 7946 0018'), {
    message: 'the country of the site stays',
  });
});

test('a text that is no number is forgotten on this site, and remembered when it is one after all', async () => {
  const page = await visit('/prose');
  const overlay = browser.overlay(page);
  await pointAt(page, '(201) 555-0123');
  await overlay.click('button', /^Not a phone number/);
  await until(async () => !(await painted(page)).includes('(201) 555-0123'), { message: 'it stays painted' });
  const { origin } = new URL(site.url('/'));
  const { siteNumbers } = await phone.slice('settings');
  expect(siteNumbers).toEqual({ [origin]: { not: ['(201) 555-0123'] } });
  await phone.do('notNumber', { origin, text: '(201) 555-0123', on: false });
  await until(async () => (await painted(page)).includes('(201) 555-0123'), { message: 'it is not back' });
});

test('numbers in frames are painted there, listed in the panel, and put into the one phone', async () => {
  const page = await visit('/frames');
  const overlay = browser.overlay(page);
  for (const name of ['same', 'written', 'other'])
    await until(
      () => page.frame(name)?.evaluate(() => (CSS.highlights.get('ringside-number')?.size ?? 0) > 0),
      { message: `nothing is painted in the frame ${name}` },
    );
  await overlay.click('button', /^Ringside phone/);
  await overlay.click('button', /^Numbers on this page/);
  await overlay.waitFor('button', 'Show +1 201 555 0150 on the page');
  expect(await overlay.find('button', 'Show +1 786 555 0199 on the page')).toBeUndefined();
  await overlay.click('button', 'Show +1 201 555 0150 on the page');
  await until(
    () => page.frame('written')?.evaluate(() => document.activeElement?.localName === 'ringside-overlay'),
    { message: 'the chip in the frame has not the keyboard' },
  );
  // Nothing of the phone itself is in a frame.
  expect(await page.frame('same')?.evaluate(() => document.querySelectorAll('ringside-overlay').length)).toBe(
    1,
  );
});

test('says so when a page has more text than is looked at', async () => {
  const page = await visit('/endless');
  const overlay = browser.overlay(page);
  await overlay.click('button', /^Ringside phone/);
  await overlay.click('button', /^Numbers on this page/);
  await overlay.waitFor('button', 'Show +1 786 555 0198 on the page');
  await until(
    async () => (await overlay.text()).includes('The page is very large: not all of it was searched.'),
    {
      message: () => overlay.text(),
      timeout: 30_000,
    },
  );
  await page.screenshot({ path: `${gallery}/numbers-endless.png` });
  await page.close();
});

test.each([
  ['contacts', 'table', '+1 786 555 0198'],
  ['contacts-dark', 'table-dark', '+1 786 555 0198'],
  ['prose', 'prose', '(201) 555-0123'],
  ['prose-dark', 'prose-dark', '(201) 555-0123'],
  ['rtl', 'rtl', '+971 4 555 0123'],
])('%s looks well', async (path, name, number) => {
  await phone.do('setSettings', { appearance: name.endsWith('dark') ? 'dark' : 'light' });
  const page = await visit(`/${path}`);
  await pointAt(page, number);
  const overlay = browser.overlay(page);
  await overlay.waitFor('button', /^Call /);
  await overlay.waitFor('button', /^Number of /);
  await page.screenshot({ path: `${gallery}/numbers-${name}.png` });
});
