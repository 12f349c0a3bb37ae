/** The launcher and the panel as an operator meets them on a page. The shipped scripts, with a phone that does as told. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { emptySlices } from '../../lib/mirror/slices.ts';
import { until } from '../support/facts.ts';
import { aCall, insecureHost } from '../support/pages/lab.ts';
import { launcher, openStage, type Stage, type Visit } from '../support/pages/stage.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());
afterEach(() => stage.clear());

const focused = ({ page }: Visit) => page.evaluate(() => document.activeElement?.id);
const heard = (name: string) =>
  until(async () => (await stage.done(name)).at(-1)?.input, { message: `${name} was not heard` });

function hideWorld(): void {
  Object.defineProperty(document, 'visibilityState', { configurable: true, value: 'hidden' });
  document.dispatchEvent(new Event('visibilitychange'));
}

function showWorld(): void {
  Reflect.deleteProperty(document, 'visibilityState');
  document.dispatchEvent(new Event('visibilitychange'));
}

describe('the launcher', () => {
  test('is dragged, docks to the nearest edge and is kept there; a press that hardly moves is a click', async () => {
    const { page, overlay, launcherBox, picture } = await stage.visit('/white');
    await page.mouse.move(1242, 617);
    await page.mouse.down();
    await page.mouse.move(700, 300, { steps: 5 });
    await page.mouse.move(120, 110, { steps: 5 });
    await page.mouse.up();
    expect(await heard('placeLauncher')).toEqual({ edge: 'left', along: expect.closeTo(0.099, 2) });
    await until(async () => (await launcherBox()).x === 12, { message: 'it does not dock' });
    expect(await overlay.find('dialog')).toBeUndefined();
    await page.mouse.move(38, 110);
    await page.mouse.down();
    await page.mouse.move(40, 112);
    await page.mouse.up();
    await overlay.waitFor('dialog', 'Ringside phone');
    await picture('docked-left');
    expect(await stage.done('placeLauncher')).toHaveLength(1);
  });

  test('is moved and opened by keys', async () => {
    const visit = await stage.visit('/white');
    const { page, overlay, launcherBox } = visit;
    await page.focus('#note');
    await page.keyboard.press('Tab');
    for (const key of ['ArrowLeft', 'ArrowUp', 'ArrowUp']) await page.keyboard.press(key);
    expect(await heard('placeLauncher')).toMatchObject({ edge: 'left' });
    await until(async () => (await launcherBox()).x === 12, { message: 'it does not move' });
    await until(async () => (await stage.done('placeLauncher')).length === 3, {
      message: 'not every step is kept',
    });
    await page.keyboard.press('Enter');
    await overlay.waitFor('textbox', 'Number to call');
    await page.keyboard.press('Escape');
    await overlay.waitGone('dialog', 'Ringside phone');
    expect((await overlay.find('button', launcher))?.states['focused']).toBe(true);
  });

  test('says its state in words and counts who is waiting', async () => {
    const { overlay, picture } = await stage.visit('/white');
    await overlay.waitFor('button', 'Ringside phone: ready');
    await stage.lab.set({ line: { state: 'retrying', since: 1_700_000_000_000 } });
    await overlay.waitFor('button', 'Ringside phone: connecting');
    await picture('launcher-connecting');
    await stage.lab.set({ line: { state: 'refused', since: 1_700_000_000_000 } });
    await overlay.waitFor('button', 'Ringside phone: not connected');
    await picture('launcher-off');
    await stage.lab.set({
      line: { state: 'ready', since: 1_700_000_000_000 },
      calls: [aCall(), aCall({ id: 'c2' })],
    });
    await overlay.waitFor('button', 'Ringside phone: incoming call (2)');
    await picture('launcher-ringing');
    await stage.lab.set({ calls: [aCall({ phase: 'live', answeredAt: 1_700_000_000_000 })] });
    await overlay.waitFor('button', 'Ringside phone: in a call');
  });

  test('is hidden on a site by its menu, and is there again when somebody calls', async () => {
    const { page, overlay, picture } = await stage.visit('/white');
    await page.mouse.click(1242, 617, { button: 'right' });
    await overlay.waitFor('menuitem', 'Hide on this site');
    await picture('menu');
    await page.keyboard.press('ArrowDown');
    expect((await overlay.find('menuitem', 'Phone options'))?.states['focused']).toBe(true);
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    expect(await heard('hideLauncher')).toEqual({ on: true });
    const launcherHidden = [new URL(page.url()).origin];
    await stage.lab.set({ settings: { ...emptySlices.settings, launcherHidden } });
    await overlay.waitGone('button', launcher);
    await stage.lab.set({ calls: [aCall()] });
    await overlay.waitFor('button', launcher);
    await stage.lab.set({ calls: [] });
    await overlay.waitGone('button', launcher);
  });
});

describe('the panel', () => {
  test('comes by itself when somebody calls, takes no focus, and goes when they give up', async () => {
    const visit = await stage.visit('/white');
    const { page, overlay, picture } = visit;
    await page.focus('#note');
    await page.keyboard.type('abc');
    await stage.lab.set({ calls: [aCall()] });
    await overlay.waitFor('button', 'Answer Ana Martínez');
    await page.keyboard.type('def');
    expect(await focused(visit)).toBe('note');
    expect(await page.inputValue('#note')).toBe('abcdef');
    await overlay.waitFor('alert');
    await picture('incoming');
    await stage.lab.set({
      calls: [aCall({ phase: 'closed', outcome: { kind: 'missed' }, endedAt: 1_700_000_009_000 })],
    });
    await overlay.waitGone('dialog', 'Ringside phone');
    expect(await focused(visit)).toBe('note');
  });

  test('gives the focus back where the operator was working', async () => {
    const visit = await stage.visit('/white');
    const { page, overlay, openPanel } = visit;
    await page.focus('#note');
    await openPanel();
    await page.keyboard.type('+1786');
    expect(await page.inputValue('#note')).toBe('');
    await page.keyboard.press('Escape');
    await overlay.waitGone('dialog', 'Ringside phone');
    expect(await focused(visit)).toBe('note');
  });

  test('once put away stays away for that call', async () => {
    const visit = await stage.visit('/white');
    const { page, overlay } = visit;
    await page.focus('#note');
    const call = aCall({ phase: 'live', answeredAt: 1_700_000_000_000 });
    await stage.lab.set({ calls: [call] });
    await overlay.click('button', 'Close');
    await overlay.waitGone('dialog', 'Ringside phone');
    expect(await focused(visit)).toBe('note');
    await stage.lab.set({ calls: [{ ...call, muted: true }] });
    await overlay.waitFor('button', 'Ringside phone: in a call');
    expect(await overlay.find('dialog')).toBeUndefined();
    await stage.lab.set({ calls: [call, aCall({ id: 'c2' })] });
    await overlay.waitFor('button', 'Answer Ana Martínez');
  });

  test('is light or dark as the operator chose, whatever the page is', async () => {
    const { overlay, openPanel, picture } = await stage.visit('/white');
    await stage.lab.set({ settings: { ...emptySlices.settings, appearance: 'dark' } });
    await openPanel();
    await picture('dark-panel-on-white');
    const paper = await overlay.evaluate((root) =>
      ['.rs-shell', '.ringside'].map(
        (one) => getComputedStyle(root.querySelector(one) ?? root.host).colorScheme,
      ),
    );
    expect(paper).toEqual(['dark', 'dark']);
  });
});

describe('the connection', () => {
  test('is one for the page, only while the page is alive', async () => {
    const { page, overlay, openPanel } = await stage.visit('/white');
    await openPanel();
    expect(await stage.lab.views()).toBe(1);
    // A tab that Playwright drives is never hidden: our world is told that it is.
    await overlay.evaluate(hideWorld);
    await until(async () => (await stage.lab.views()) === 0, { message: 'a hidden page stays connected' });
    await stage.lab.set({ calls: [aCall()] });
    await overlay.evaluate(showWorld);
    await overlay.waitFor('button', 'Answer Ana Martínez');
    expect(await stage.lab.views()).toBe(1);
    await page.goto('about:blank');
    await until(async () => (await stage.lab.views()) === 0, { message: 'a page that left stays connected' });
  });
});

describe('numbers', () => {
  test.each([undefined, insecureHost])('are copied on any page (host %s)', async (host) => {
    const { page, overlay } = await stage.visit('/watching', { host });
    await page.evaluate(() =>
      addEventListener('copy', (event) => event.clipboardData?.setData('text/plain', 'no'), true),
    );
    await until(() => page.evaluate(() => CSS.highlights.size > 0), { message: 'no number is painted' });
    await page.getByText('+1 786 555 0198').hover();
    await overlay.click('button', 'Copy number');
    await overlay.waitFor('button', 'Copied');
    await page.click('#note');
    await page.keyboard.press('Control+V');
    expect(await page.inputValue('#note')).toBe('+17865550198');
  });

  test('are called by the chip; off where the operator said so', async () => {
    const { page, overlay, picture } = await stage.visit('/white');
    await until(() => page.evaluate(() => CSS.highlights.size > 0), { message: 'no number is painted' });
    await page.getByText('+1 786 555 0198').hover();
    await overlay.waitFor('button', 'Call +1 786 555 0198');
    await picture('chip');
    await overlay.click('button', 'Copy number');
    await overlay.waitFor('button', 'Copied');
    await overlay.hover('button', 'Call +1 786 555 0198');
    expect(await heard('prepare')).toEqual({});
    expect(await stage.done('dial')).toHaveLength(0);
    await overlay.click('button', 'Call +1 786 555 0198');
    expect(await heard('dial')).toEqual({ number: '+17865550198' });
    await stage.lab.set({
      settings: { ...emptySlices.settings, numbersOff: [new URL(page.url()).origin] },
    });
    await until(() => page.evaluate(() => CSS.highlights.size === 0), { message: 'they stay painted' });
  });
});

test('leaves the page quietly when the extension goes', async () => {
  const own = await openStage();
  const { page, openPanel } = await own.visit('/white');
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => complaints.push(message.text()));
  await openPanel();
  await own.lab.reload();
  await until(() => page.evaluate(() => !document.querySelector('ringside-overlay')), {
    message: 'a dead overlay stays on the page',
  });
  expect(await page.evaluate(() => CSS.highlights.size)).toBe(0);
  expect(complaints).toEqual([]);
  await own.close();
});
