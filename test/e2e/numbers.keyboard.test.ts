/** Numbers by keyboard alone, at a whole desk: from frame to frame, called, and back to where the keyboard was. */
import type { Frame, Page } from 'playwright-core';
import type { Browser } from 'wxt/browser';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openDesk, type Desk } from '../support/desk.ts';
import { until } from '../support/facts.ts';
import { serveSite, type Site } from '../support/pages/site.ts';
import { clearCalls, signInAtSippet } from '../support/sippet-desk.ts';

/** The worker's own global, where a function below runs. */
declare const chrome: typeof Browser;

let desk: Desk;
let site: Site;
let page: Page;

const inner = '<p>Branch +1 201 555 0150 and +1 201 555 0151</p>';

beforeAll(async () => {
  site = await serveSite({
    '/': {
      html: `<!doctype html><title>CRM</title><input id="note" value="typing here">
        <p>Office +1 786 555 0198 or +1 786 555 0197</p>
        <iframe name="same" src="/inner" width="600" height="120"></iframe>
        <iframe name="other" width="600" height="120"></iframe>
        <script>document.querySelector('[name=other]').src = location.href.replace('127.0.0.1', 'localhost') + 'other';</script>`,
    },
    '/inner': { html: `<!doctype html>${inner}` },
    '/other': { html: '<!doctype html><p>Abroad +44 20 7946 0018</p>' },
  });
  desk = await openDesk();
  await signInAtSippet(desk);
  page = await desk.browser.context.newPage();
  await page.goto(site.url('/'));
  await page.bringToFront();
  for (const frame of [page.mainFrame(), page.frame('same'), page.frame('other')])
    await until(() => frame?.evaluate(() => (CSS.highlights.get('ringside-number')?.size ?? 0) > 0), {
      message: `nothing is painted in ${frame?.name()}`,
    });
});
afterAll(async () => {
  await desk?.close();
  await site?.close();
});
afterEach(async () => {
  await clearCalls(desk);
});

/** As the browser tells the worker of the operator's key. */
async function pressNext(): Promise<void> {
  await (
    await desk.browser.worker()
  ).evaluate(() => {
    (chrome.commands.onCommand as unknown as { dispatch(name: string): void }).dispatch('next-number');
  });
}

/** Whether our element has the keyboard in a frame. */
const hasChip = (frame: Frame | null): Promise<boolean> | undefined =>
  frame?.evaluate(() => document.hasFocus() && document.activeElement?.localName === 'ringside-overlay');

/** The chip's control that has the keyboard in the top frame. */
const focused = (): Promise<string | null | undefined> =>
  desk.browser.overlay(page).evaluate((root) => root.activeElement?.getAttribute('aria-label'));

const isBack = (): Promise<boolean> =>
  page.evaluate(() => document.hasFocus() && document.activeElement?.id === 'note');

test('the next number, frame by frame, one called by Enter, and back in the field', async () => {
  await page.locator('#note').focus();
  await pressNext();
  await until(async () => (await focused()) === 'Call +1 786 555 0198', {
    message: 'not at the first number',
  });
  await page.keyboard.press('ArrowDown');
  await until(async () => (await focused()) === 'Call +1 786 555 0197', { message: 'not at the second' });
  await pressNext();
  await until(() => hasChip(page.frame('same')), { message: 'the key does not reach the first frame' });
  expect(await desk.browser.overlay(page).find('button', /^Call /)).toBeUndefined();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await until(() => hasChip(page.frame('other')), { message: 'the arrow does not reach the second frame' });
  await page.keyboard.press('Enter');
  const call = await desk.phone.call(({ direction }) => direction === 'outgoing', 'nothing is dialled');
  expect(call.party.number).toBe('+442079460018');
  await until(isBack, { message: 'the keyboard is not back in the field' });
});

test('around the page: after the last frame comes the first number again', async () => {
  await page.locator('#note').focus();
  for (const wanted of ['+1 786 555 0198', '+1 786 555 0197']) {
    await pressNext();
    await until(async () => (await focused()) === `Call ${wanted}`, { message: `not at ${wanted}` });
  }
  await pressNext();
  await until(() => hasChip(page.frame('same')), { message: 'not in the first frame' });
  await pressNext();
  await pressNext();
  await until(() => hasChip(page.frame('other')), { message: 'not in the second frame' });
  await pressNext();
  await until(async () => (await focused()) === 'Call +1 786 555 0198', { message: 'not around' });
  await page.keyboard.press('ArrowUp');
  await until(() => hasChip(page.frame('other')), { message: 'not back in the last frame' });
  await page.keyboard.press('Escape');
  await until(isBack, { message: 'Escape does not lead back to the field' });
});

test('Escape right after a step ends it', async () => {
  await page.locator('#note').focus();
  await pressNext();
  await until(async () => (await focused()) === 'Call +1 786 555 0198', {
    message: 'not at the first number',
  });
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Escape');
  await until(isBack, { message: 'the keyboard is not back in the field' });
  // Nothing opens it again with a later frame.
  await page.evaluate(async () => {
    for (let frame = 0; frame < 6; frame++) await new Promise(requestAnimationFrame);
  });
  expect(await isBack()).toBe(true);
  expect(await desk.browser.overlay(page).find('button', /^Call /)).toBeUndefined();
});

test('a contact is made from the chip', async () => {
  await page.reload();
  await until(() => page.evaluate(() => (CSS.highlights.get('ringside-number')?.size ?? 0) > 0), {
    message: 'nothing is painted',
  });
  await page.locator('#note').focus();
  await pressNext();
  await until(async () => (await focused()) === 'Call +1 786 555 0198', { message: 'not at the number' });
  for (let step = 0; (await focused()) !== 'Create contact'; step++) {
    expect(step, 'there is no way to a contact').toBeLessThan(6);
    await page.keyboard.press('ArrowRight');
  }
  await page.keyboard.press('Enter');
  await until(async () => (await focused()) === 'Name', { message: 'nobody asks for the name' });
  await page.keyboard.type('Robin Sample');
  await page.keyboard.press('Enter');
  await until(
    async () => {
      const [owner] = await desk.phone.do('whoIs', { numbers: ['+17865550198'] });
      return owner?.name === 'Robin Sample';
    },
    { message: 'the contact is not there' },
  );
  await until(isBack, { message: 'the keyboard is not back in the field' });
});
