// Pages without measure, in real Chromium: what is looked at is bounded, and it is said when something was left out.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { bundle } from '../bench/numbers/bundle.ts';
import { launchPlain } from '../support/chromium/plain.ts';

let browser: Browser;
let page: Page;
let script: string;
let worker: string;

beforeAll(async () => {
  [script, worker] = await Promise.all([bundle('page.ts'), bundle('worker.ts')]);
  browser = await launchPlain();
});
afterAll(() => browser.close());

beforeEach(async () => {
  page = await browser.newPage({ viewport: { width: 1000, height: 700 } });
  return () => page.close();
});

async function open(html: string): Promise<void> {
  await page.setContent(`<!doctype html><html><body>${html}</body></html>`);
  await page.addScriptTag({ content: script });
}

const watch = (): Promise<void> => page.evaluate((source) => void window.startNumbers(source, 'US'), worker);
const painted = (): Promise<string[]> =>
  page.evaluate(() =>
    [...(CSS.highlights.get('ringside-number') ?? [])]
      .map(({ startContainer, startOffset, endOffset }) =>
        (startContainer.nodeValue ?? '').slice(startOffset, endOffset),
      )
      .toSorted(),
  );
const listed = (most: number): Promise<string[]> =>
  page.evaluate(
    (count) => window.numbersBench.numbers.numbers(count).then((all) => all.map(({ number }) => number)),
    most,
  );
const shortfall = (): Promise<string | undefined> =>
  page.evaluate(() => window.numbersBench.numbers.shortfall);

/** What the page's scripts hold when everything that can go is gone, MB. */
async function held(): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize / 1_000_000;
}

it('a page with 100 MB of text: what is on top is found, the rest is left, and it is said', async () => {
  await open('<p>Call (201) 555-0123</p><main></main>');
  await page.evaluate(() => {
    const line = (at: number): string =>
      `2026-03-15 10:30:11 line ${at} took 118 ms, order 2015550${at % 1000}\n`;
    const text = Array.from({ length: 20_000 }, (_, at) => line(at)).join('');
    const copies = Math.ceil(100_000_000 / text.length);
    for (let part = 0; part < copies; part++) {
      const block = document.createElement('pre');
      // The browser itself does not lay out what nobody sees.
      block.style.cssText = 'content-visibility:auto;contain-intrinsic-size:1000px 300000px';
      block.textContent = `Part ${part}: (201) 555-${String(1000 + part)}\n${text}`;
      document.querySelector('main')?.append(block);
    }
  });
  const before = await held();
  await watch();
  await expect.poll(shortfall, { timeout: 60_000 }).toBe('large');
  expect(await listed(2)).toEqual(['+12015550123', '+12015551000']);
  expect(await painted()).toContain('(201) 555-0123');
  expect((await held()) - before).toBeLessThan(30);
}, 120_000);

it('a megabyte in one text that changes while it is read leaves nothing stale', async () => {
  await open('<pre id="log"></pre>');
  await page.evaluate(() => {
    const text = (from: number): string =>
      Array.from(
        { length: 20_000 },
        (_, at) => `entry (201) 555-${String(from + (at % 1000))} was called`,
      ).join('\n');
    const log = document.querySelector('#log');
    log?.append(text(1000));
    Reflect.set(window, 'change', () => {
      if (log?.firstChild) log.firstChild.nodeValue = text(7000);
    });
  });
  await watch();
  await expect.poll(async () => (await painted()).length).toBeGreaterThan(0);
  await page.evaluate(() => Reflect.get(window, 'change')());
  await expect.poll(async () => (await painted()).length).toBeGreaterThan(0);
  for (const text of await painted()) expect(text).toMatch(/^\(201\) 555-7\d{3}$/);
  expect(await listed(1)).toEqual(['+12015557000']);
});

it('a log of 50,000 lines that never stops: memory stays, the newest line is found', async () => {
  await open('<main style="height:600px;overflow:auto"></main>');
  await page.evaluate(() => {
    const log = document.querySelector('main');
    let count = 0;
    // A thousand lines a block: the browser lays out only the blocks that are seen.
    const addBlock = (): void => {
      const block = document.createElement('section');
      block.style.cssText = 'content-visibility:auto;contain-intrinsic-size:500px 18000px';
      for (let line = 0; line < 1000; line++) {
        const row = document.createElement('div');
        row.textContent = `10:30:11.118 caller (201) 555-${String(count++ % 10_000).padStart(4, '0')} waits`;
        block.append(row);
      }
      log?.append(block);
      if ((log?.childElementCount ?? 0) > 50) log?.firstElementChild?.remove();
      log?.scrollTo(0, 1e9);
    };
    for (let block = 0; block < 50; block++) addBlock();
    Reflect.set(window, 'run', async (blocks: number) => {
      for (let block = 0; block < blocks; block++) {
        addBlock();
        await new Promise(requestAnimationFrame);
      }
      return `(201) 555-${String((count - 1) % 10_000).padStart(4, '0')}`;
    });
  });
  const before = await held();
  await watch();
  const run = (blocks: number): Promise<string> =>
    page.evaluate((count) => Reflect.get(window, 'run')(count), blocks);
  // All that was there at first has been pushed out once.
  await run(60);
  const first = await held();
  const last = await run(60);
  // A block has its height only when it is seen: the end is where it is after that.
  const newest = async (): Promise<string[]> => {
    await page.evaluate(() => document.querySelector('main')?.scrollTo(0, 1e9));
    return painted();
  };
  await expect.poll(newest, { timeout: 20_000 }).toContain(last);
  const second = await held();
  // Every line holds a number here; what is remembered of 50,000 places is the price, and it does not grow.
  expect(first - before).toBeLessThan(60);
  expect(second - first).toBeLessThan(10);
}, 120_000);

it('finds what components put into shadow roots that they attach late', async () => {
  await open('<x-late></x-late><div id="plain"></div>');
  await watch();
  await page.evaluate(async () => {
    // After the first look, without any change that could be observed.
    for (let frame = 0; frame < 5; frame++) await new Promise(requestAnimationFrame);
    const root = document.querySelector('x-late')?.attachShadow({ mode: 'open' });
    if (root) root.innerHTML = '<p>(201) 555-0140</p>';
  });
  await expect.poll(painted, { timeout: 15_000 }).toEqual(['(201) 555-0140']);
  await page.evaluate(() => {
    const root = document.querySelector('#plain')?.attachShadow({ mode: 'open' });
    if (root) root.innerHTML = '<p style="margin:0">(201) 555-0141</p>';
  });
  // One that is no component of its own is met by the pointer.
  const box = await page.locator('#plain p').boundingBox();
  await page.mouse.move((box?.x ?? 0) + 5, (box?.y ?? 0) + 5);
  await page.mouse.move((box?.x ?? 0) + 9, (box?.y ?? 0) + 6);
  await expect.poll(painted).toEqual(['(201) 555-0140', '(201) 555-0141']);
});

it('reads the heads and the countries of grids that are made of roles', async () => {
  const cell = (column: number, text: string): string =>
    `<div role="gridcell" aria-colindex="${column}">${text}</div>`;
  await open(`<div role="grid">
    <div role="row"><div role="columnheader" aria-colindex="1">Order</div><div role="columnheader" aria-colindex="4">Phone</div>
      <div role="columnheader" aria-colindex="7">Country</div></div>
    <div role="row">${cell(1, '2015550150')}${cell(4, '(123) 456-7890')}${cell(7, 'United States')}</div>
    <div role="row">${cell(1, '2015550151')}${cell(4, '030 901821')}${cell(7, 'Germany')}</div></div>`);
  await watch();
  await expect.poll(painted).toEqual(['(123) 456-7890', '030 901821']);
  expect(await listed(9)).toEqual(['+11234567890', '+4930901821']);
});

it('believes a link whose number its text writes, and asks about one that says something else', async () => {
  await open(`<p><a href="tel:+442079460018">7946 0018</a> <a href="https://wa.me/442079460019">0019 or 7946 0019</a>
    <a href="tel:+442079460020">(201) 555-0160</a></p>`);
  await watch();
  await expect.poll(painted).toEqual(['(201) 555-0160', '7946 0018']);
  expect(await listed(9)).toEqual(['+442079460018', '+12015550160']);
});
