// What a page of 1,000 and 10,000 rows pays: the scan beside the bare tree walk, a naive pattern on every text and
// libphonenumber-js in the page. Run: node test/bench/numbers/speed.ts
import { chromium, type Page } from 'playwright-core';
import { bundle } from './bundle.ts';

interface Figures {
  bareMs: number;
  naiveMs: number;
  libraryMs: number;
  coldMs: number;
  warmMs: number;
  rescanMs: number;
  slices: number;
  p95Ms: number;
  longestMs: number;
}

const ATTEMPTS = 3;

/** A table as CRMs have them: six cells a row, one of them a telephone number in three rows of ten. */
function table(rows: number): string {
  const lines = Array.from({ length: rows }, (_, row) => {
    const phone = row % 10 < 3 ? `(201) 555-${String(row % 10_000).padStart(4, '0')}` : '';
    const cells = [
      `Person ${row}`,
      `p${row}@example.com`,
      phone,
      `2026-0${1 + (row % 9)}-1${row % 10}`,
      `${row % 997}.50 €`,
      `Offer ${row % 100}`,
    ];
    return `<tr><td>${cells.join('</td><td>')}</td></tr>`;
  });
  return `<table><tr><th>Name<th>Mail<th>Phone<th>Since<th>Sum<th>Next</tr>${lines.join('')}</table>`;
}

async function measure(page: Page, source: string): Promise<Figures> {
  return page.evaluate(async (worker): Promise<Figures> => {
    const middle = (values: number[]): number =>
      values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
    const timed = (work: (text: string) => unknown): number =>
      middle(
        Array.from({ length: 9 }, () => {
          const from = performance.now();
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) work(node.nodeValue ?? '');
          return performance.now() - from;
        }),
      );
    let length = 0;
    const bareMs = timed((text) => (length += text.length));
    const naiveMs = timed((text) => /(?:\+|\(?\d)[\d\s().-]{5,}\d/.test(text));
    const from = performance.now();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      window.findInPage(node.nodeValue ?? '');
    const libraryMs = performance.now() - from;

    let tasks: number[] = [];
    let last = 0;
    const post = scheduler.postTask.bind(scheduler);
    scheduler.postTask = (callback, options) =>
      post(() => {
        const begin = performance.now();
        callback();
        last = performance.now();
        tasks.push(last - begin);
      }, options);
    const quiet = async (): Promise<number[]> => {
      last = performance.now();
      while (performance.now() - last < 300) await new Promise((resolve) => setTimeout(resolve, 50));
      const done = tasks;
      tasks = [];
      return done;
    };
    const sum = (values: number[]): number => values.reduce((all, each) => all + each, 0);
    const cold = window.startNumbers(worker, 'US');
    const slices = await quiet();
    cold.stop();
    const warm = window.startNumbers(worker, 'US');
    const again = await quiet();
    // The table is taken out and put back: every text is looked at again.
    const whole = document.querySelector('table');
    const rescans: number[] = [];
    for (let round = 0; round < 3; round++) {
      if (whole) document.body.append(whole);
      rescans.push(sum(await quiet()));
    }
    warm.stop();
    const sorted = [...slices, ...again].toSorted((a, b) => a - b);
    return {
      bareMs,
      naiveMs,
      libraryMs,
      coldMs: sum(slices),
      warmMs: sum(again),
      rescanMs: middle(rescans),
      slices: slices.length,
      p95Ms: sorted[Math.floor(sorted.length * 0.95)] ?? 0,
      longestMs: sorted.at(-1) ?? 0,
    };
  }, source);
}

const [script, worker, library] = await Promise.all([
  bundle('page.ts'),
  bundle('worker.ts'),
  bundle('library.ts'),
]);
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
for (const rows of [1000, 10_000]) {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const page = await browser.newPage();
    await page.setContent(`<!doctype html><html><body>${table(rows)}</body></html>`);
    await page.addScriptTag({ content: library });
    await page.addScriptTag({ content: script });
    const figures = await measure(page, worker);
    const ratio = (ms: number): string => `${ms.toFixed(1)} ms = ${(ms / figures.bareMs).toFixed(1)} ×`;
    console.log(
      `${rows} rows: bare walk ${figures.bareMs.toFixed(1)} ms; naive pattern ${ratio(figures.naiveMs)}; library in page ${ratio(figures.libraryMs)}; ` +
        `ours cold ${ratio(figures.coldMs)}, warm ${ratio(figures.warmMs)}, rescan ${ratio(figures.rescanMs)}; ` +
        `${figures.slices} slices, p95 ${figures.p95Ms.toFixed(1)} ms, longest ${figures.longestMs.toFixed(1)} ms`,
    );
    await page.close();
  }
}
await browser.close();
