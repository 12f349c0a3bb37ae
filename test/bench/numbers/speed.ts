/**
 * What a page of 1,000 and 10,000 rows pays for its numbers, beside the bare walk over its texts (every text node is met and its
 * data's length read), a naive pattern on every text and libphonenumber-js in the page, by turns in one page; and how soon numbers
 * are painted. Script is counted in processor time of the page's own thread, so that a busy machine does not blur it.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { figure, keep, shown, type Figure } from '../figures.ts';
import { launchPlain } from '../../support/chromium/plain.ts';
import { bundle } from './bundle.ts';
import { loads, stream } from './seen.ts';
import { numberTable } from './table.ts';

const SIZES = [1000, 10_000];
/** The first starts in a page are not counted as warm ones: the browser translates what it runs often. */
const WARMING = 4;
const WALKS = 5;
const SETTLE_MS = 400;
const COLD_PAGES = 6;
const LIBRARY_ROUNDS = 3;
const STARTS_TRACED = 4;
const WAYS = ['bare', 'naive', 'library'] as const;
type Way = (typeof WAYS)[number];

interface Scripts {
  page: string;
  worker: string;
  library: string;
}

/** All of it, `rounds` times. */
export async function benchNumbers(rounds: number): Promise<void> {
  const [page, worker, library] = await Promise.all(['page.ts', 'worker.ts', 'library.ts'].map(bundle));
  const scripts: Scripts = { page: page ?? '', worker: worker ?? '', library: library ?? '' };
  const browser = await launchPlain();
  const results: Record<string, unknown> = {};
  try {
    for (const rows of SIZES) {
      const cold = await coldly(browser, scripts, rows);
      const slices = await sliced(browser, scripts, rows);
      results[`${rows} rows`] = { ...(await warmly(browser, scripts, rows, rounds)), ...cold, slices };
    }
    results['streamed'] = await stream(browser, scripts);
  } finally {
    await browser.close();
  }
  results['loaded'] = await loads(SIZES, rounds);
  const file = readFileSync(join('.output/chrome-mv3', 'numbers.js'));
  results['bytes'] = { bytes: file.length, gzipped: gzipSync(file).length };
  console.log('numbers.js', results['bytes']);
  keep('numbers', results);
}

async function tablePage(browser: Browser, { page: script, worker, library }: Scripts, rows: number) {
  const page = await browser.newPage();
  await page.setContent(`<!doctype html><html><body>${numberTable(rows)}</body></html>`);
  await page.addScriptTag({ content: library });
  await page.addScriptTag({ content: script });
  await page.evaluate((source) => window.startFinder(source), worker);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  await settled(page);
  return { page, session };
}

const start = (page: Page, worker: string): Promise<void> =>
  page.evaluate((source) => void window.startNumbers(source, 'US'), worker);
const stop = (page: Page): Promise<void> => page.evaluate(() => window.numbersBench.stop());
/** A part that is told again that it may be looked at is looked at again, with everything in it. */
const rescan = (page: Page): Promise<void> =>
  page.evaluate(() => document.body.setAttribute('data-ringside', 'on'));
/** Until the page has nothing more to do. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(
    (ms) =>
      new Promise<void>((resolve) =>
        setTimeout(() => requestIdleCallback(() => resolve(), { timeout: 500 }), ms),
      ),
    SETTLE_MS,
  );
}

async function spent(session: CDPSession): Promise<{ script: number; all: number }> {
  const { metrics } = await session.send('Performance.getMetrics');
  const ms = (wanted: string): number => (metrics.find(({ name }) => name === wanted)?.value ?? 0) * 1000;
  return { script: ms('ScriptDuration'), all: ms('TaskDuration') };
}

/** Processor time of the page's thread: scripts, and all of it. */
async function cost(session: CDPSession, happening: () => Promise<unknown>) {
  const before = await spent(session);
  await happening();
  const after = await spent(session);
  return { script: after.script - before.script, all: after.all - before.all };
}

/** In a task of the page's own: what is run for the debugger is not counted as its script. */
async function walk(page: Page, way: Way, times: number): Promise<void> {
  await page.evaluate(
    ([which, rounds]) =>
      new Promise<number>((resolve) =>
        setTimeout(() => {
          let seen = 0;
          for (let round = 0; round < rounds; round++) {
            const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            for (let node = walker.nextNode(); node; node = walker.nextNode()) {
              const text = node.nodeValue ?? '';
              if (which === 'bare') seen += text.length;
              else if (which === 'naive') seen += /(?:\+|\(?\d)[\d\s().-]{5,}\d/.test(text) ? 1 : 0;
              else seen += window.findInPage(text);
            }
          }
          resolve(seen);
        }),
      ),
    [way, times] as const,
  );
}

/** The first scan in a fresh page beside the first walk in another. */
async function coldly(browser: Browser, scripts: Scripts, rows: number) {
  const series: Record<Way | 'ours' | 'times', number[]> = {
    bare: [],
    naive: [],
    library: [],
    ours: [],
    times: [],
  };
  for (let round = 0; round < COLD_PAGES; round++) {
    for (const way of ['bare', 'naive', 'library', 'ours'] as const) {
      if (way === 'library' && round >= LIBRARY_ROUNDS) continue;
      const { page, session } = await tablePage(browser, scripts, rows);
      const { script } = await cost(session, async () => {
        await (way === 'ours' ? start(page, scripts.worker) : walk(page, way, 1));
        await settled(page);
      });
      series[way].push(script);
      await page.close();
    }
    series.times.push((series.ours.at(-1) ?? NaN) / (series.bare.at(-1) ?? NaN));
  }
  return tell(`${rows} rows, cold`, series);
}

/** Starts and rescans in one page, by turns with the walks. */
async function warmly(browser: Browser, scripts: Scripts, rows: number, rounds: number) {
  const { page, session } = await tablePage(browser, scripts, rows);
  const series: Record<string, number[]> = {};
  const add = (name: string, value: number) => (series[name] ??= []).push(value);
  const measured = (does: () => Promise<void>) =>
    cost(session, async () => {
      await does();
      await settled(page);
    });
  for (let round = -WARMING; round < rounds; round++) {
    // All in the same step: what the browser puts away while the page rests, each of them finds put away.
    const { script: rest } = await measured(() => Promise.resolve());
    const bare = (await measured(() => walk(page, 'bare', 1))).script - rest;
    const naive = (await measured(() => walk(page, 'naive', 1))).script - rest;
    const row = (await cost(session, () => walk(page, 'bare', WALKS))).script / WALKS;
    await settled(page);
    const ours = await measured(() => start(page, scripts.worker));
    const again = await measured(() => rescan(page));
    await stop(page);
    if (round < 0) continue;
    add('bare', bare);
    add('bare, five in a row', row);
    add('naive', naive);
    if (round < LIBRARY_ROUNDS) add('library', (await cost(session, () => walk(page, 'library', 1))).script);
    add('ours', ours.script - rest);
    add('ours with painting', ours.all);
    add('rescan', again.script - rest);
    add('naive ÷ bare', naive / bare);
    add('ours ÷ bare', (ours.script - rest) / bare);
    add('rescan ÷ bare', (again.script - rest) / bare);
    add('ours ÷ bare, five in a row', (ours.script - rest) / row);
    add('rescan ÷ bare, five in a row', (again.script - rest) / row);
  }
  await page.close();
  return tell(`${rows} rows, warm`, series);
}

/** How long our slices take: starts and rescans in fresh pages, in processor time and on the clock, as the browser traces them. */
async function sliced(browser: Browser, scripts: Scripts, rows: number) {
  const [busy, wall]: [number[], number[]] = [[], []];
  for (let round = 0; round < COLD_PAGES; round++) {
    const { page } = await tablePage(browser, scripts, rows);
    await browser.startTracing(page, { categories: ['-*', 'devtools.timeline'] });
    for (let again = 0; again < STARTS_TRACED; again++) {
      await start(page, scripts.worker);
      await settled(page);
      await rescan(page);
      await settled(page);
      await stop(page);
    }
    const { traceEvents }: { traceEvents: { name: string; dur?: number; tdur?: number }[] } = JSON.parse(
      (await browser.stopTracing()).toString(),
    );
    for (const { name, dur, tdur } of traceEvents) {
      if (name !== 'RunPostTaskCallback') continue;
      if (dur !== undefined) wall.push(dur / 1000);
      if (tdur !== undefined) busy.push(tdur / 1000);
    }
    await page.close();
  }
  const told = { 'processor time': spread(busy), 'on the clock': spread(wall) };
  console.log(`${rows} rows, slices in ms`);
  console.table(told);
  return told;
}

function spread(values: readonly number[]) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => Number((sorted[Math.floor((sorted.length - 1) * share)] ?? NaN).toFixed(2));
  return {
    n: sorted.length,
    median: at(0.5),
    p95: at(0.95),
    max: at(1),
    'over 16 ms': sorted.filter((ms) => ms > 16).length,
  };
}

function tell(name: string, series: Record<string, number[]>): Record<string, Record<string, Figure>> {
  const figures = Object.fromEntries(
    Object.entries(series)
      .filter(([, values]) => values.length > 0)
      .map(([what, values]) => [what, figure(values)]),
  );
  console.log(`${name}: ms of script, or times the bare walk; median (middle half)`);
  console.table(
    Object.fromEntries(
      Object.entries(figures).map(([what, one]) => [
        what,
        { n: one.n, value: shown(one, 2), max: one.max.toFixed(2) },
      ]),
    ),
  );
  return { [name]: figures };
}
