/** What a tool call costs: the receiver on both databases beside the same route without a store, and beside Express. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hasPostgres, startPostgres } from '../../server/companion/test/support/postgres.ts';
import { readLive } from '../../server/companion/test/support/sse.ts';
import { callOf } from '../../server/companion/test/support/desk.ts';
import { until } from '../support/facts.ts';
import { keep } from './figures.ts';
import { callOnce, latencies, throughput } from './receiver-load.ts';

const PER_SECOND = 200;
const CONNECTIONS = 32;
const OPERATORS = 20;
const LIVE_CALLS = 300;

const KINDS = ['express', 'unstored', 'sqlite', 'postgres'] as const;
type Kind = (typeof KINDS)[number];

const TITLES: Record<Kind, string> = {
  express: 'Express, answers only',
  unstored: 'our route, stores nothing',
  sqlite: 'receiver on SQLite',
  postgres: 'receiver on PostgreSQL',
};

interface Running {
  url: string;
  stop(): Promise<void>;
}

const canPin = spawnSync('taskset', ['-c', '0', 'true']).status === 0;

/** Starts one of the servers, on a core of its own where that can be had. */
async function start(kind: Kind, directory: string, databaseUrl: string | undefined): Promise<Running> {
  const script = fileURLToPath(
    new URL('../../server/companion/test/support/bench-server.ts', import.meta.url),
  );
  const args = [script, kind, directory, ...(kind === 'postgres' && databaseUrl ? [databaseUrl] : [])];
  const [program, before] = canPin ? ['taskset', ['-c', '0', process.execPath]] : [process.execPath, []];
  const child: ChildProcess = spawn(program, [...before, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text));
  const url = await until(() => /listening on (http:\S+)/.exec(output)?.[1], {
    message: `${kind} does not start`,
    timeout: 60_000,
  });
  return {
    url,
    stop: async () => {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? NaN;

interface Row {
  kind: Kind;
  perSecond: number;
  p50: number;
  p99: number;
}

/** From the call going out to its item with each of 20 operators. */
async function deliveries(url: string): Promise<number[]> {
  const readers = await Promise.all(
    Array.from({ length: OPERATORS }, async (_, number) => {
      const headers = { 'x-operator': `operator-${number}@crm.example` };
      const response = await fetch(`${url}/inbox-token`, { method: 'POST', headers });
      const { token } = (await response.json()) as { token: string };
      const cursor = 'none';
      return readLive(url, token, { after: cursor });
    }),
  );
  const sent = new Map<string, number>();
  const took: number[] = [];
  for (const reader of readers) {
    reader.onItem = ({ callId }) => {
      const at = sent.get(callId);
      if (at !== undefined) took.push(performance.now() - at);
    };
  }
  for (let turn = 0; turn < LIVE_CALLS; turn += 1) {
    const call = crypto.randomUUID();
    sent.set(call, performance.now());
    const args = { caller_name: 'Sample', caller_phone: '+13055550100', message: 'Live' };
    await Promise.all([
      callOnce(url, JSON.stringify(callOf('leave_message', args, call))),
      new Promise((resolve) => setTimeout(resolve, 20)),
    ]);
  }
  await until(() => took.length === LIVE_CALLS * OPERATORS, { message: () => `${took.length} have come` });
  for (const reader of readers) reader.close();
  return took;
}

/** Prints and keeps the figures; `seconds` is how long each measurement goes on. */
export async function benchReceiver(seconds: number): Promise<void> {
  const cluster = hasPostgres ? await startPostgres({ durable: true }) : undefined;
  const rows: Row[] = [];
  const live: { kind: Kind; p50: number; p99: number }[] = [];
  console.log(
    `one core for the server: ${canPin ? 'yes' : 'no (taskset is not here)'}; ${CONNECTIONS} connections for the throughput, ${PER_SECOND} calls a second for the times`,
  );
  for (const kind of KINDS) {
    if (kind === 'postgres' && cluster === undefined) {
      console.log('SKIPPED postgres: it is not installed');
      continue;
    }
    // Not in memory: what a flush to the disk costs is the point.
    const directory = mkdtempSync(join(process.env['RINGSIDE_BENCH_DIR'] ?? tmpdir(), 'ringside-bench-'));
    const server = await start(kind, directory, await cluster?.freshUrl());
    await throughput(server.url, CONNECTIONS, Math.min(3, seconds));
    const times = await latencies(server.url, PER_SECOND, seconds);
    const perSecond = await throughput(server.url, CONNECTIONS, seconds);
    rows.push({ kind, perSecond, p50: percentile(times, 0.5), p99: percentile(times, 0.99) });
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
    if (kind !== 'sqlite' && kind !== 'postgres') continue;
    const quiet = mkdtempSync(join(tmpdir(), 'ringside-bench-'));
    const fresh = await start(kind, quiet, await cluster?.freshUrl());
    const took = await deliveries(fresh.url);
    live.push({ kind, p50: percentile(took, 0.5), p99: percentile(took, 0.99) });
    await fresh.stop();
    rmSync(quiet, { recursive: true, force: true });
  }
  await cluster?.stop();
  const base = rows.find(({ kind }) => kind === 'unstored');
  console.log('calls/s, p50 and p99 in ms, throughput beside the same route without a store');
  for (const { kind, perSecond, p50, p99 } of rows) {
    const share = base ? `${(perSecond / base.perSecond).toFixed(2)} ×` : '';
    console.log(
      `${TITLES[kind].padEnd(28)} ${perSecond.toFixed(0).padStart(6)}  ${p50.toFixed(1).padStart(6)}  ${p99.toFixed(1).padStart(6)}  ${share}`,
    );
  }
  console.log(`from the call to the streams of ${OPERATORS} operators, ms`);
  for (const { kind, p50, p99 } of live)
    console.log(`${TITLES[kind].padEnd(28)} p50 ${p50.toFixed(1)}  p99 ${p99.toFixed(1)}`);
  keep('receiver', { rows, live, pinned: canPin });
}
