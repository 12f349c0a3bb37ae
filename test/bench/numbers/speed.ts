// What a page of 1,000 and 10,000 rows pays: the scan beside the bare tree walk, a naive pattern on every text and
// libphonenumber-js in the page. Counted in processor time of the page's own thread, so that a busy machine does not
// blur it. Run: node test/bench/numbers/speed.ts
import { chromium, type CDPSession, type Page } from 'playwright-core';
import { bundle } from './bundle.ts';

const ATTEMPTS = 3;
const WALKS = 9;
/** Long enough for the slices of any round to be over. */
const SETTLE_MS = 3000;

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

async function processorMs(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000;
}

/** Processor time of the page's thread while something happens in it. */
async function cost(session: CDPSession, happening: () => Promise<unknown>): Promise<number> {
  const before = await processorMs(session);
  await happening();
  return (await processorMs(session)) - before;
}

type Way = 'walkBare' | 'walkNaive' | 'walkLibrary';

/** Walks all texts `rounds` times and does to each what a detector would. */
async function walk(page: Page, way: Way, rounds: number): Promise<void> {
  await page.evaluate(
    ([which, times]) => {
      let seen = 0;
      for (let round = 0; round < times; round++) {
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          const text = node.nodeValue ?? '';
          if (which === 'walkBare') seen += text.length;
          else if (which === 'walkNaive') seen += /(?:\+|\(?\d)[\d\s().-]{5,}\d/.test(text) ? 1 : 0;
          else seen += window.findInPage(text);
        }
      }
      return seen;
    },
    [way, rounds] as const,
  );
}

const wait = (page: Page): Promise<void> =>
  page.evaluate((ms) => new Promise<void>((resolve) => setTimeout(resolve, ms)), SETTLE_MS);

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
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    const idle = await cost(session, () => wait(page));
    const start = (): Promise<number> =>
      cost(session, async () => {
        await page.evaluate((source) => void window.startNumbers(source, 'US'), worker);
        await wait(page);
      });
    const again = (): Promise<number> =>
      cost(session, async () => {
        await page.evaluate(() => window.ringside.numbers.again());
        await wait(page);
      });
    const cold = (await start()) - idle;
    const rescans = [await again(), await again(), await again()].map((ms) => ms - idle);
    await page.evaluate(() => window.ringside.stop());
    const warm = (await start()) - idle;
    await page.evaluate(() => window.ringside.stop());
    await walk(page, 'walkBare', 1);
    const bare = (await cost(session, () => walk(page, 'walkBare', WALKS))) / WALKS;
    const naive = (await cost(session, () => walk(page, 'walkNaive', WALKS))) / WALKS;
    const byLibrary = await cost(session, () => walk(page, 'walkLibrary', 1));
    const show = (ms: number): string => `${ms.toFixed(1)} ms = ${(ms / bare).toFixed(1)} ×`;
    console.log(
      `${rows} rows: bare walk ${bare.toFixed(1)} ms; naive pattern ${show(naive)}; library in page ${show(byLibrary)}; ` +
        `ours cold ${show(cold)}, warm ${show(warm)}, rescan ${show(Math.min(...rescans))}`,
    );
    await page.close();
  }
}
await browser.close();
