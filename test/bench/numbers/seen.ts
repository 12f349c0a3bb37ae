// How soon numbers are seen: rows that stream in, and pages that load with the shipped extension.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../support/chromium.ts';
import { openPhone } from '../../support/phone.ts';
import { figure, shown, type Figure } from '../figures.ts';
import { numberTable } from './table.ts';

const BATCHES = 30;
const LONGEST_WAIT_MS = 3000;

/** Rows that come 200 at a time, each 100 ms, in a page that is scrolled along: how late the newest number is painted. */
export async function stream(browser: Browser, { page: script, worker }: { page: string; worker: string }) {
  const page = await browser.newPage();
  // Rows so low that those of the last half second are in sight.
  const style = '<style>tbody:last-child{font-size:1px;line-height:1px} td{padding:0}</style>';
  await page.setContent(`<!doctype html><html><head>${style}</head><body>${numberTable(0)}</body></html>`);
  await page.addScriptTag({ content: script });
  const told = await page.evaluate(
    async ([source, batches, longest]) => {
      const long: number[] = [];
      new PerformanceObserver((list) =>
        long.push(...list.getEntries().map(({ duration }) => duration)),
      ).observe({ type: 'longtask' });
      window.startNumbers(source, 'US');
      const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
      const isPainted = (node: Node): boolean =>
        [...(CSS.highlights.get('ringside-number') ?? [])].some(
          ({ startContainer }) => startContainer === node,
        );
      const body = document.querySelector('tbody');
      const lags: Promise<number>[] = [];
      let row = 0;
      for (let batch = 0; batch < batches; batch++) {
        const texts = Array.from(
          { length: 200 },
          () => new Text(`(202) 555-${String(row++).padStart(4, '0')}`),
        );
        body?.append(
          ...texts.map((text) => {
            const line = document.createElement('tr');
            line.append(document.createElement('td'));
            line.firstChild?.appendChild(text);
            return line;
          }),
        );
        const last = texts.at(-1);
        const at = performance.now();
        scrollTo(0, document.documentElement.scrollHeight);
        lags.push(
          (async () => {
            while (last && !isPainted(last) && performance.now() - at < longest) await frame();
            return performance.now() - at;
          })(),
        );
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      const late = await Promise.all(lags);
      return { late, long };
    },
    [worker, BATCHES, LONGEST_WAIT_MS] as const,
  );
  await page.close();
  const late = figure(told.late);
  console.log(
    `streamed rows painted after ${shown(late)} ms, ${late.max.toFixed(0)} at worst; long tasks: ${told.long.length}`,
  );
  return { late, long: told.long };
}

/** How long after its load event a page shows its first numbers, with the shipped extension. */
export async function loads(sizes: readonly number[], rounds: number): Promise<Record<string, Figure>> {
  const pages = new Map(
    sizes.map((rows) => [`/${rows}`, `<!doctype html><title>Rows</title>${numberTable(rows)}`]),
  );
  const server = createServer(({ url }, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(pages.get(url ?? '') ?? '');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const browser = await launchBrowser();
  const told: Record<string, Figure> = {};
  try {
    const phone = await openPhone(browser);
    await phone.do('setSettings', { region: 'US' });
    for (const path of pages.keys()) {
      const values: number[] = [];
      for (let round = -1; round < rounds; round++) {
        const page = await browser.context.newPage();
        await page.addInitScript(() => {
          const look = (): void => {
            if ((CSS.highlights.get('ringside-number')?.size ?? 0) > 0)
              Reflect.set(window, 'paintedAt', performance.now());
            else requestAnimationFrame(look);
          };
          requestAnimationFrame(look);
        });
        await page.goto(site + path);
        await page.waitForFunction(() => Reflect.has(window, 'paintedAt'));
        const ms = await page.evaluate(() => {
          const [entry] = performance.getEntriesByType('navigation');
          const loaded = entry instanceof PerformanceNavigationTiming ? entry.loadEventEnd : NaN;
          return (Reflect.get(window, 'paintedAt') as number) - loaded;
        });
        if (round >= 0) values.push(ms);
        await page.close();
      }
      const one = figure(values);
      told[path] = one;
      console.log(
        `${path.slice(1)} rows: first numbers painted ${shown(one)} ms after load, ${one.max.toFixed(0)} at worst`,
      );
    }
  } finally {
    await browser.close();
    server.close();
  }
  return told;
}
