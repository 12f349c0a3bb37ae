/** Links that name a number reach the phone, and only by a person's click. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDesk, type Desk } from '../support/desk.ts';
import { until } from '../support/facts.ts';

let desk: Desk;
let page: Page;
beforeAll(async () => {
  desk = await openDesk();
  await desk.signIn();
  page = await desk.browser.context.newPage();
  await page.goto(`${desk.sandbox.httpUrl}/plain`);
  await page.bringToFront();
  await page.evaluate(() => {
    document.body.innerHTML =
      '<a id="a" href="tel:+1-786-555-0101;ext=42">Call</a> <a id="b" href="tel:602">Own</a>';
    // A page that handles its link itself keeps it.
    document.querySelector('#b')?.addEventListener('click', (event) => event.preventDefault());
  });
  await desk.browser.overlay(page).waitFor('button', /^Ringside phone: ready/);
});
afterAll(() => desk?.close());

test('a person’s click puts the number into the dial field, and calls nobody yet', async () => {
  await page.click('#a');
  const overlay = desk.browser.overlay(page);
  const field = await until(
    async () => {
      const found = await overlay.find('textbox');
      return found?.value?.includes('555') ? found : undefined;
    },
    { message: 'the number is not in the field' },
  );
  expect(field.value?.replace(/\D/g, '')).toContain('17865550101');
  expect(desk.sandbox.calls()).toEqual([]);
  // The number is read by the engine first; until then the button is off.
  await until(async () => (await overlay.find('button', 'Call'))?.states['disabled'] !== true, {
    message: 'the number cannot be called',
  });
  await overlay.click('button', 'Call');
  const call = await desk.phone.call((one) => one.phase === 'live', 'it is not called');
  expect(call.party).toMatchObject({ number: '+17865550101' });
  expect(call.party.display).toContain('42');
  await desk.phone.do('hangUp', { call: call.id });
});

test('a click that a script made does nothing', async () => {
  await page.click('#b');
  // The last click of all: the browser's own dialog for such links swallows what comes after it.
  await page.evaluate(() => document.querySelector<HTMLElement>('#a')?.click());
  await desk.phone.do('describeNumber', { input: '1' });
  const field = await desk.browser.overlay(page).find('textbox');
  expect(field?.value ?? '').not.toContain('555');
  expect(desk.sandbox.calls()).toHaveLength(1);
});

test('once the browser was told to, a link on any page opens the phone with the number, and calls nobody', async () => {
  const options = await desk.browser.options();
  const cdp = await desk.browser.context.newCDPSession(options);
  // Answers the browser's own question, which no page and no extension can.
  await cdp.send('Page.setRPHRegistrationMode', { mode: 'autoAccept' });
  await options.getByRole('button', { name: 'Open with Ringside' }).click();
  await options.getByText('Your browser asks').waitFor();
  const before = desk.sandbox.calls().length;
  await desk.phone.do('setSettings', { telLinks: false });
  const other = await desk.browser.context.newPage();
  await other.goto(`${desk.sandbox.httpUrl}/plain`);
  await other.evaluate(() => {
    document.body.innerHTML = '<a href="tel:+17865550102">Call</a>';
  });
  await other.getByRole('link').click();
  await other.waitForURL(/popup\.html\?dial=tel/);
  await until(async () => (await other.getByRole('textbox').first().inputValue()).includes('555'), {
    message: 'the number is not in the field',
  });
  expect(desk.sandbox.calls()).toHaveLength(before);
});

test('the page that links lead to does nothing in a frame', async () => {
  const other = await desk.browser.context.newPage();
  await other.goto(`${desk.sandbox.httpUrl}/plain`);
  const origin = `chrome-extension://${desk.browser.extensionId}`;
  await other.evaluate((src) => {
    const frame = document.createElement('iframe');
    frame.src = src;
    document.body.append(frame);
  }, `${origin}/tel.html?dial=tel:602`);
  const frame = await until(() => other.frames().find((one) => one.url().startsWith(`${origin}/tel.html`)), {
    message: 'the frame is not there',
  });
  await frame.waitForLoadState();
  expect(frame.url()).toContain('/tel.html');
  expect(other.url()).toContain('/plain');
  // The phone itself is not for pages, in a frame or not.
  await other
    .evaluate((src) => location.assign(src), `${origin}/popup.html?dial=tel:602`)
    .catch(() => undefined);
  await other.waitForURL(/^chrome-error:/);
});
