/** From a change of the engine's state to painted on the page in front, with 1, 10 and 50 tabs that all carry the phone. */
import type { Page } from 'playwright-core';
import { openDesk, type Desk } from '../support/desk.ts';
import { figure, keep, shown, type Figure } from './figures.ts';

const tabCounts = [1, 10, 50];

/** What the page in front notes in the overlay's own world. */
interface Painted {
  paintedAt: number;
}

export async function benchPaint(rounds: number): Promise<void> {
  const desk = await openDesk();
  const results: Record<string, Figure> = {};
  try {
    await desk.signIn();
    const tabs: Page[] = [];
    await desk.phone.do('dial', { number: '602' });
    const call = await desk.phone.call((one) => one.phase === 'live', 'the call is not live');
    for (const count of tabCounts) {
      while (tabs.length < count) {
        const tab = await desk.browser.context.newPage();
        await tab.goto(desk.sandbox.crmUrl);
        tabs.push(tab);
      }
      const front = tabs.at(-1);
      if (!front) throw new Error('no tab');
      await front.bringToFront();
      // Playwright shows every tab, as if each had a window of its own.
      for (const tab of tabs) await show(desk, tab, true);
      results[`${count} shown`] = figure(await muteAndSee(desk, front, call.id, rounds));
      if (count === 1) continue;
      for (const tab of tabs) await show(desk, tab, tab === front);
      results[`${count}, one of them shown`] = figure(await muteAndSee(desk, front, call.id, rounds));
    }
    await desk.phone.do('hangUp', { call: call.id });
  } finally {
    await desk.close();
  }
  console.log('ms from the command to the frame after the change, median (middle half)');
  console.table(
    Object.fromEntries(
      Object.entries(results).map(([name, one]) => [
        name,
        { n: one.n, ms: shown(one, 1), max: one.max.toFixed(1) },
      ]),
    ),
  );
  keep('paint', results);
}

/** Has our script in the tab believe that the tab is shown, or that it is not. */
async function show({ browser }: Desk, tab: Page, on: boolean): Promise<void> {
  const overlay = browser.overlay(tab);
  await overlay.waitFor('button', undefined, 30_000);
  await overlay.evaluate(
    on
      ? () => {
          Object.defineProperty(document, 'visibilityState', { value: 'visible', configurable: true });
          document.dispatchEvent(new Event('visibilitychange'));
        }
      : () => {
          Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
          document.dispatchEvent(new Event('visibilitychange'));
        },
  );
}

/** The command's own way to the engine is in the figure: one more port than the change needs. */
async function muteAndSee(
  { browser, phone }: Desk,
  front: Page,
  call: string,
  rounds: number,
): Promise<number[]> {
  await front.bringToFront();
  const overlay = browser.overlay(front);
  await overlay.waitFor('button', /^mute/i);
  await overlay.evaluate((root) => {
    const noted = globalThis as unknown as Painted;
    const seen = new MutationObserver(() => {
      requestAnimationFrame(() => {
        // A task after the frame's callbacks runs when it has been painted.
        const { port1, port2 } = new MessageChannel();
        port1.addEventListener('message', () => {
          noted.paintedAt ||= performance.timeOrigin + performance.now();
        });
        port1.start();
        port2.postMessage(0);
      });
    });
    seen.observe(root, { subtree: true, attributes: true, attributeFilter: ['aria-pressed'] });
  });
  const taken: number[] = [];
  for (let round = -2; round < rounds; round++) {
    await overlay.evaluate(() => {
      (globalThis as unknown as Painted).paintedAt = 0;
    });
    const sent = await phone.page.evaluate(
      async ([id, on]) => {
        const at = performance.timeOrigin + performance.now();
        const { kept } = globalThis as unknown as {
          kept: { run(name: string, input: unknown): Promise<unknown> };
        };
        await kept.run('mute', { call: id, on });
        return at;
      },
      [call, round % 2 === 0] as const,
    );
    let painted = 0;
    while (painted === 0)
      painted = await overlay.evaluate(() => (globalThis as unknown as Painted).paintedAt);
    if (round >= 0) taken.push(painted - sent);
  }
  return taken;
}
