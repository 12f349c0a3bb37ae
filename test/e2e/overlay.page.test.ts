/** The overlay on pages that are unlike ours, or against us. The shipped scripts, with a phone that does as told. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../support/facts.ts';
import { aCall } from '../support/pages/lab.ts';
import { launcher, openStage, type Stage, type Visit } from '../support/pages/stage.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());
afterEach(() => stage.clear());

/** Waits until our host stands in such an element. */
const hostIn = ({ page }: Visit, parent: string) =>
  until(
    () =>
      page.evaluate(
        (parent) => document.querySelector('ringside-overlay')?.parentElement?.nodeName === parent,
        parent,
      ),
    { message: `our element does not come into ${parent}` },
  );

const showModal = ({ page }: Visit) =>
  page.evaluate(() => document.querySelector<HTMLDialogElement>('#modal')?.showModal());

describe('looks the same on a page that', () => {
  test.each(['white', 'dark', 'root-40px', 'hostile-css', 'csp', 'zoomed', 'transformed', 'filtered'])(
    'is %s',
    async (name) => {
      const { page, overlay, openPanel, picture, typed, launcherBox } = await stage.visit(`/${name}`);
      expect(await launcherBox()).toMatchObject({ x: 1216, width: 52, height: 52 });
      await openPanel();
      await page.keyboard.type('+1 786');
      expect(await typed()).toBe('+1 786');
      await picture(name);
      const look = await overlay.evaluate((root) => {
        const panel = root.querySelector('.rs-panel');
        if (!panel) return undefined;
        const { fontFamily, fontSize, letterSpacing } = getComputedStyle(panel);
        return { width: panel.getBoundingClientRect().width, fontFamily, fontSize, letterSpacing };
      });
      expect(look).toMatchObject({ width: 360, fontSize: '13px', letterSpacing: 'normal' });
      expect(look?.fontFamily).toContain('system-ui');
    },
  );

  test('is 320 px wide and short', async () => {
    const { page, overlay, openPanel, picture } = await stage.visit('/white', { width: 320, height: 300 });
    await openPanel();
    await picture('320');
    const { box } = await overlay.waitFor('dialog', 'Ringside phone');
    if (!box) throw new Error('the panel has no box');
    expect(box.x).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width).toBeLessThanOrEqual(320);
    expect(box.height).toBeLessThanOrEqual(300);
    // What does not fit is reached by scrolling inside.
    await page.mouse.move(160, 150);
    await page.mouse.wheel(0, 2000);
    await overlay.hover('button', 'Call');
  });
});

describe('can be seen and clicked over', () => {
  test('a modal dialog, which makes everything outside it inert', async () => {
    const visit = await stage.visit('/dialog');
    const { page, overlay, openPanel, picture, typed, launcherBox } = visit;
    await showModal(visit);
    await hostIn(visit, 'DIALOG');
    await openPanel();
    await page.keyboard.type('42');
    expect(await typed()).toBe('42');
    expect((await launcherBox()).width).toBe(52);
    await picture('modal');
    // Our Escape is ours: the dialog stays.
    await page.keyboard.press('Escape');
    await overlay.waitGone('dialog', 'Ringside phone');
    expect(await page.locator('#modal').evaluate((dialog: HTMLDialogElement) => dialog.open)).toBe(true);
    await page.locator('#modal').evaluate((dialog: HTMLDialogElement) => dialog.close());
    await hostIn(visit, 'HTML');
    await openPanel();
  });

  test("a modal dialog inside a component's closed shadow root", async () => {
    const visit = await stage.visit('/dialog');
    const { page, overlay, picture, typed } = visit;
    await page.evaluate('component.showModal()');
    await until(() => page.evaluate('component.lastElementChild?.nodeName === "RINGSIDE-OVERLAY"'), {
      message: 'we do not follow into the component',
    });
    // Where we are now nothing finds us by name; the place of the launcher is known.
    await page.mouse.click(1242, 617);
    await until(
      () =>
        page.evaluate('component.getRootNode().elementFromPoint(1000, 600).nodeName === "RINGSIDE-OVERLAY"'),
      { message: 'the panel does not come' },
    );
    await page.keyboard.type('4242');
    await page.evaluate('component.close()');
    await hostIn(visit, 'HTML');
    expect(await typed()).toBe('4242');
    await picture('after-modal-component');
    await overlay.click('button', 'Close');
  });

  test('a modal dialog that opens while a number is typed', async () => {
    const visit = await stage.visit('/dialog');
    await visit.openPanel();
    await visit.page.keyboard.type('42');
    await showModal(visit);
    await hostIn(visit, 'DIALOG');
    expect(await visit.typed()).toBe('42');
    await visit.overlay.type('textbox', 'Number to call', '1');
    expect(await visit.typed()).toBe('421');
  });

  test('a popover over the whole page', async () => {
    const { page, openPanel, picture } = await stage.visit('/popover');
    await page.locator('#cover').evaluate((cover: HTMLElement) => cover.showPopover());
    await openPanel();
    await picture('popover');
  });

  test('a full-screen element, when somebody calls; until then it is left alone', async () => {
    const visit = await stage.visit('/popover');
    const { page, overlay, picture } = visit;
    await page.click('#note');
    await page.locator('#stage').evaluate((film) => film.requestFullscreen());
    await overlay.waitGone('button', launcher);
    await stage.lab.set({ calls: [aCall()] });
    await overlay.waitFor('button', 'Answer Ana Martínez');
    await picture('fullscreen');
    await overlay.click('button', 'Answer Ana Martínez');
    await until(async () => (await stage.done('answer')).length === 1, {
      message: 'the click did not arrive',
    });
    await page.evaluate(() => document.exitFullscreen());
    await hostIn(visit, 'HTML');
  });
});

describe('comes back after', () => {
  test.each([
    ['body is emptied', 'document.body.innerHTML = ""'],
    ['the root is emptied', 'document.documentElement.replaceChildren()'],
    ['our element is removed', 'document.querySelector("ringside-overlay").remove()'],
    ['the document is written anew', 'document.open(); document.write("<body>anew"); document.close()'],
  ])('%s', async (_name, wreck) => {
    const visit = await stage.visit('/white');
    const { page, overlay, openPanel } = visit;
    await page.evaluate(wreck);
    await hostIn(visit, 'HTML');
    await openPanel();
    await page.keyboard.press('Escape');
    await overlay.waitGone('dialog', 'Ringside phone');
    // It still follows what enters the top layer.
    await page.evaluate(() => {
      const over = document.createElement('dialog');
      over.id = 'modal';
      document.documentElement.append(over);
    });
    await showModal(visit);
    await hostIn(visit, 'DIALOG');
    await openPanel();
  });

  test('the dialog it stands in is removed', async () => {
    const visit = await stage.visit('/dialog');
    await showModal(visit);
    await hostIn(visit, 'DIALOG');
    await visit.page.locator('#modal').evaluate((dialog) => dialog.remove());
    await hostIn(visit, 'HTML');
    await visit.openPanel();
  });

  test('being removed again and again, but not for ever', async () => {
    const { page } = await stage.visit('/removes-us', { launcher: false });
    const removed = () => page.evaluate<number>('removed');
    let last = 0;
    await until(
      async () => {
        const before = last;
        last = await removed();
        return last > 5 && last === before;
      },
      { every: 500, message: 'it never gives up' },
    );
    expect(last).toBeLessThan(30);
  });
});

describe('keeps to itself', () => {
  test('the page sees one element of ours and nothing in it', async () => {
    const { page, openPanel } = await stage.visit('/white');
    await openPanel();
    const found = await page.evaluate(() => {
      const host = document.querySelector('ringside-overlay');
      return {
        inside: [host?.shadowRoot, host?.firstChild],
        attributes: host?.getAttributeNames(),
        hit: document.elementFromPoint(1240, 617)?.nodeName,
        active: document.activeElement?.nodeName,
        names: Object.getOwnPropertyNames(window).filter((name) => /ringside/i.test(name)),
        symbols: Object.getOwnPropertySymbols(window).map(String),
      };
    });
    expect(found).toEqual({
      inside: [null, null],
      attributes: ['popover'],
      hit: 'RINGSIDE-OVERLAY',
      active: 'RINGSIDE-OVERLAY',
      names: [],
      symbols: [],
    });
  });

  test('a page that claims our tag name and forbids popovers gets nothing', async () => {
    const { page, openPanel } = await stage.visit('/claims-our-name');
    await openPanel();
    const loot = await page.evaluate<string[]>(`loot.map((one) => one.shadowRoot ? 'our root' : 'nothing')`);
    expect(loot.length).toBeGreaterThan(0);
    expect(loot).not.toContain('our root');
  });

  test('keys, clicks, wheel and focus do not bubble to the page, and nothing else in it changes', async () => {
    const { page, overlay, openPanel } = await stage.visit('/watching');
    await openPanel();
    await page.keyboard.type('/42');
    await page.mouse.wheel(0, 100);
    await overlay.click('button', 'Close');
    const seen = await page.evaluate<{
      bubble: string[];
      capture: string[];
      nodes: string[];
      messages: number;
    }>('seen');
    // On its way to the launcher the pointer crossed the page.
    expect(seen.bubble.filter((type) => type !== 'pointermove')).toEqual([]);
    expect(seen.messages).toBe(0);
    expect(seen.nodes).toEqual(['childList HTML +RINGSIDE-OVERLAY']);
    // What cannot be prevented (docs/limitations.md): capture listeners on window come before everything in a shadow root.
    expect(seen.capture).toContain('keydown RINGSIDE-OVERLAY');
  });

  test('clicks and keys made by a script do nothing, even from inside the root', async () => {
    const { page, overlay } = await stage.visit('/white');
    await page.evaluate(() => {
      const host = document.querySelector<HTMLElement>('ringside-overlay');
      host?.click();
      host?.dispatchEvent(
        new MouseEvent('click', { bubbles: true, composed: true, clientX: 1240, clientY: 617 }),
      );
    });
    await stage.lab.set({ calls: [aCall()] });
    await overlay.waitFor('button', 'Answer Ana Martínez');
    await overlay.evaluate((root) => {
      for (const control of root.querySelectorAll<HTMLElement>('button, input, form')) {
        control.click();
        for (const type of ['pointerdown', 'pointerup', 'click', 'contextmenu'])
          control.dispatchEvent(new PointerEvent(type, { bubbles: true, composed: true }));
        for (const key of ['ArrowUp', 'Enter', 'Escape'])
          control.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true }));
        control.dispatchEvent(new KeyboardEvent('keyup', { key: 'ArrowUp', bubbles: true, composed: true }));
      }
    });
    // A real one passes, and is the first the phone hears of.
    await overlay.click('button', 'Decline Ana Martínez');
    await until(async () => (await stage.done('decline')).length === 1, {
      message: 'the real click did not pass',
    });
    const acts = (await stage.lab.done()).filter((one) => !/^(find|describe)/.test(one.name));
    expect(acts.map((one) => one.name)).toEqual(['decline']);
  });
});
