/** The overlay of the shipped extension, with its own worker, permissions and engine. */
import messages from '../../public/_locales/en/messages.json' with { type: 'json' };
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, type RunningBrowser } from '../support/chromium.ts';
import { until } from '../support/facts.ts';
import { pages } from '../support/pages/pages.ts';
import { serveSite, type Site } from '../support/pages/site.ts';

let browser: RunningBrowser;
let site: Site;

beforeAll(async () => {
  site = await serveSite(pages);
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
});

test('a call that cannot be made from a page says why, in the panel', async () => {
  const page = await browser.context.newPage();
  await page.goto(site.url('/csp'));
  const overlay = browser.overlay(page);
  await overlay.waitFor('button', 'Ringside phone: not connected');
  await until(() => page.evaluate(() => CSS.highlights.size > 0), { message: 'no number is painted' });
  await page.getByText('+1 786 555 0198').hover();
  await overlay.click('button', 'Call +1 786 555 0198');
  await overlay.waitForText(messages.faultNoAccount.message);
  expect(await overlay.text()).not.toContain(messages.faultUnexpected.message);
});

test('is where it was put, on every page, and hidden where it was hidden', async () => {
  const page = await browser.context.newPage();
  await page.goto(site.url('/white'));
  const overlay = browser.overlay(page);
  await overlay.waitFor('button', /^Ringside phone/);
  await page.mouse.move(1242, 617);
  await page.mouse.down();
  await page.mouse.move(30, 60, { steps: 4 });
  await page.mouse.up();
  const other = await browser.context.newPage();
  await other.goto(site.url('/dark'));
  const there = browser.overlay(other);
  await until(async () => (await there.waitFor('button', /^Ringside phone/)).box?.x === 12, {
    message: 'it is not where it was put',
  });
  const { box } = await there.waitFor('button', /^Ringside phone/);
  await other.mouse.click((box?.x ?? 0) + 26, (box?.y ?? 0) + 26, { button: 'right' });
  await there.click('menuitem', 'Hide on this site');
  await there.waitGone('button', /^Ringside phone/);
  await overlay.waitGone('button', /^Ringside phone/);
});
