// What a page of 1,000 and 10,000 rows pays: the scan beside the bare tree walk, a naive pattern on every text and
// libphonenumber-js in the page; and how soon numbers are seen. Counted in processor time of the page's own thread, so that a busy machine does not
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

/** Processor time of the page's own thread: all of it, and what of it was running scripts. */
interface Cost {
  all: number;
  script: number;
}

async function spent(session: CDPSession): Promise<Cost> {
  const { metrics } = await session.send('Performance.getMetrics');
  const ms = (wanted: string): number => (metrics.find(({ name }) => name === wanted)?.value ?? 0) * 1000;
  return { all: ms('TaskDuration'), script: ms('ScriptDuration') };
}

/** What something that happens in the page costs beyond what the page costs by itself. */
async function cost(
  session: CDPSession,
  happening: () => Promise<unknown>,
  idle: Cost = { all: 0, script: 0 },
): Promise<Cost> {
  const before = await spent(session);
  await happening();
  const after = await spent(session);
  return { all: after.all - before.all - idle.all, script: after.script - before.script - idle.script };
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
    const start = (): Promise<Cost> =>
      cost(
        session,
        async () => {
          await page.evaluate((source) => void window.startNumbers(source, 'US'), worker);
          await wait(page);
        },
        idle,
      );
    const again = (): Promise<Cost> =>
      cost(
        session,
        async () => {
          await page.evaluate(() => window.numbersBench.numbers.again());
          await wait(page);
        },
        idle,
      );
    const cold = await start();
    const rescans = [await again(), await again(), await again()].toSorted((a, b) => a.all - b.all);
    await page.evaluate(() => window.numbersBench.stop());
    const warm = await start();
    await page.evaluate(() => window.numbersBench.stop());
    await walk(page, 'walkBare', 1);
    const bare = (await cost(session, () => walk(page, 'walkBare', WALKS))).all / WALKS;
    const naive = (await cost(session, () => walk(page, 'walkNaive', WALKS))).all / WALKS;
    const { all: byLibrary } = await cost(session, () => walk(page, 'walkLibrary', 1));
    const ratio = (ms: number): string => `${ms.toFixed(1)} ms = ${(ms / bare).toFixed(1)} ×`;
    const show = ({ all, script: ours }: Cost): string =>
      `${ratio(ours)} (with the browser's own painting and collecting ${ratio(all)})`;
    console.log(
      `${rows} rows: bare walk ${bare.toFixed(1)} ms; naive pattern ${ratio(naive)}; library in page ${ratio(byLibrary)}; ` +
        `ours cold ${show(cold)}, warm ${show(warm)}${rescans[0] ? `, rescan ${show(rescans[0])}` : ''}`,
    );
    await page.close();
  }
}
await stream();
await browser.close();

/** Rows that come 200 at a time, each 100 ms: how late their numbers are known, and whether anything blocks the page. */
async function stream(): Promise<void> {
  const page = await browser.newPage();
  await page.setContent(`<!doctype html><html><body>${table(25)}</body></html>`);
  await page.addScriptTag({ content: script });
  const told = await page.evaluate(async (source) => {
    const long: number[] = [];
    new PerformanceObserver((list) =>
      long.push(...list.getEntries().map(({ duration }) => duration)),
    ).observe({
      type: 'longtask',
    });
    const from = performance.now();
    const { answered } = window.startNumbers(source, 'US');
    const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
    while (!CSS.highlights.get('ringside-number')?.size) await frame();
    const firstPaint = performance.now() - from;
    const body = document.querySelector('tbody');
    const lags: number[] = [];
    let row = 0;
    for (let batch = 0; batch < 30; batch++) {
      const added = Array.from({ length: 200 }, () => {
        const line = document.createElement('tr');
        line.append(document.createElement('td'));
        if (line.firstChild) line.firstChild.textContent = `(202) 555-${String(row++).padStart(4, '0')}`;
        return line;
      });
      body?.append(...added);
      const at = performance.now();
      const last = `+1202555${String(row - 1).padStart(4, '0')}`;
      void (async () => {
        while (!answered.has(last)) await new Promise((resolve) => setTimeout(resolve, 20));
        lags.push(performance.now() - at);
      })();
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    while (lags.length < 30) await frame();
    return { firstPaint, worst: Math.max(...lags), long };
  }, worker);
  console.log(
    `first painted after ${told.firstPaint.toFixed(0)} ms; streamed rows known after ${told.worst.toFixed(0)} ms at worst; ` +
      `long tasks: ${told.long.map((ms) => ms.toFixed(0)).join(', ') || 'none'}`,
  );
  await page.close();
}
