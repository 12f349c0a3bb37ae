/** What a page without a number pays for the phone: bytes of script, time on its thread, memory. With and without, by turns. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { launchBrowser, type RunningBrowser } from '../support/chromium.ts';
import { figure, keep, shown } from './figures.ts';

const build = '.output/chrome-mv3';
/** What is put into every page; the panel comes when something happens. */
const files = ['overlay.js', 'numbers.js', 'page-api.js', 'page-partner.js', 'assets/marks.css'];
const metricNames = [
  'ScriptDuration',
  'TaskDuration',
  'JSHeapUsedSize',
  'Nodes',
  'JSEventListeners',
] as const;
type Cost = Record<(typeof metricNames)[number], number>;

const text = '<p>The quick brown fox jumps over the lazy dog, and nobody is called for it.</p>';

export async function benchPageCost(rounds: number): Promise<void> {
  const bytes = Object.fromEntries(
    files.map((name) => {
      const file = readFileSync(join(build, name));
      return [name, { bytes: file.length, gzipped: gzipSync(file).length }];
    }),
  );
  const sum = (what: 'bytes' | 'gzipped') => Object.values(bytes).reduce((all, one) => all + one[what], 0);
  const all = { bytes: sum('bytes'), gzipped: sum('gzipped') };
  console.table({ ...bytes, all });
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(`<!doctype html><title>Words</title><body>${text.repeat(500)}`);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const site = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const phone = await launchBrowser();
  const plain = await launchBrowser({ extension: false });
  const costs: Record<'without' | 'with', Cost[]> = { without: [], with: [] };
  try {
    for (let round = -1; round < rounds; round++) {
      const [without, withPhone] = [await load(plain, site), await load(phone, site)];
      if (round < 0) continue;
      costs.without.push(without);
      costs.with.push(withPhone);
    }
  } finally {
    await phone.close();
    await plain.close();
    server.close();
  }
  const unit = {
    ScriptDuration: 1000,
    TaskDuration: 1000,
    JSHeapUsedSize: 1 / 1024,
    Nodes: 1,
    JSEventListeners: 1,
  };
  const figures = Object.fromEntries(
    metricNames.map((name) => {
      const of = (all: Cost[]) => figure(all.map((cost) => cost[name] * unit[name]));
      const [without, withPhone] = [of(costs.without), of(costs.with)];
      return [name, { without, with: withPhone, more: withPhone.median - without.median }];
    }),
  );
  console.log('ms and kB of one load, median (middle half)');
  console.table(
    Object.fromEntries(
      Object.entries(figures).map(([name, one]) => [
        name,
        {
          n: one.with.n,
          without: shown(one.without, 1),
          with: shown(one.with, 1),
          more: one.more.toFixed(1),
        },
      ]),
    ),
  );
  keep('page-cost', { bytes, all, figures });
}

/** Loads the page in a fresh tab, lets it come to rest, and reads what it cost; the heap after a collection. */
async function load({ context }: RunningBrowser, site: string): Promise<Cost> {
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.goto(site);
  // The page scripts come at document_idle and look at the page in slices of idle time.
  await page.waitForTimeout(1500);
  const read = async () =>
    new Map((await cdp.send('Performance.getMetrics')).metrics.map((m) => [m.name, m.value]));
  const times = await read();
  await cdp.send('HeapProfiler.collectGarbage');
  const rest = await read();
  await page.close();
  const after = (name: string) => (name.endsWith('Duration') ? times : rest).get(name) ?? NaN;
  return Object.fromEntries(metricNames.map((name) => [name, after(name)])) as Cost;
}
