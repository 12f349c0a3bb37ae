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
import { figure, keep, shown } from './figures.ts';
import { callOnce, latencies, throughput } from './receiver-load.ts';

const PER_SECOND = 200;
const CONNECTIONS = 32;
const OPERATORS = 20;
const LIVE_CALLS = 300;
const ROUNDS = 5;

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

/** Starts one of the servers, on a core of its own where that can be had, with its data on the disk. */
async function start(kind: Kind, databaseUrl: string | undefined): Promise<Running> {
  const directory = mkdtempSync(join(tmpdir(), 'ringside-bench-'));
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
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? NaN;

interface Measured {
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
      return readLive(url, token);
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

/**
 * Prints and keeps the figures. The servers take turns, `ROUNDS` of them, and the medians count: what else the machine
 * does falls on all alike. `seconds` is how long one measurement goes on.
 */
export async function benchReceiver(seconds: number): Promise<void> {
  const cluster = hasPostgres ? await startPostgres({ durable: true }) : undefined;
  if (cluster === undefined) console.log('SKIPPED postgres: it is not installed');
  const kinds = KINDS.filter((kind) => kind !== 'postgres' || cluster !== undefined);
  const servers = new Map<Kind, Running>();
  for (const kind of kinds) servers.set(kind, await start(kind, await cluster?.freshUrl()));
  for (const { url } of servers.values()) await throughput(url, CONNECTIONS, 3);
  const measured = new Map<Kind, Measured[]>(kinds.map((kind) => [kind, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [kind, { url }] of servers) {
      const times = await latencies(url, PER_SECOND, seconds);
      const perSecond = await throughput(url, CONNECTIONS, seconds);
      measured.get(kind)?.push({ perSecond, p50: percentile(times, 0.5), p99: percentile(times, 0.99) });
    }
  }
  const live: { kind: Kind; p50: number; p99: number }[] = [];
  for (const kind of ['sqlite', 'postgres'] as const) {
    if (!servers.has(kind)) continue;
    // A fresh one: what the streams are told is what is measured, not how much there is.
    const fresh = await start(kind, await cluster?.freshUrl());
    const took = await deliveries(fresh.url);
    live.push({ kind, p50: percentile(took, 0.5), p99: percentile(took, 0.99) });
    await fresh.stop();
  }
  for (const server of servers.values()) await server.stop();
  await cluster?.stop();
  report(measured, live);
}

function report(
  measured: ReadonlyMap<Kind, readonly Measured[]>,
  live: readonly { kind: Kind; p50: number; p99: number }[],
): void {
  console.log(
    `the server on one core: ${canPin ? 'yes' : 'no (taskset is not here)'}; medians of ${ROUNDS} rounds; ` +
      `p50 and p99 (ms) at ${PER_SECOND} calls/s, the most calls/s over ${CONNECTIONS} connections`,
  );
  const middle = (kind: Kind, what: keyof Measured) =>
    figure((measured.get(kind) ?? []).map((one) => one[what]));
  const base = middle('unstored', 'perSecond').median;
  for (const kind of measured.keys()) {
    const most = middle(kind, 'perSecond');
    const [p50, p99] = [middle(kind, 'p50'), middle(kind, 'p99')];
    console.log(
      `${TITLES[kind].padEnd(26)} p50 ${shown(p50, 1)}  p99 ${shown(p99, 1)}  calls/s ${shown(most)}  ` +
        `${(most.median / base).toFixed(2)} × of our route without a store`,
    );
  }
  console.log(`from the call to the streams of ${OPERATORS} operators, ms`);
  for (const { kind, p50, p99 } of live)
    console.log(`${TITLES[kind].padEnd(26)} p50 ${p50.toFixed(1)}  p99 ${p99.toFixed(1)}`);
  keep('receiver', { measured: Object.fromEntries(measured), live, pinned: canPin });
}
