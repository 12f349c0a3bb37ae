import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { masked } from './clean.ts';

/** A line for the log: what happened, and what of it may be shown. */
export type Note = Readonly<Record<string, string | number | boolean>>;

/** What is counted and logged. Nothing in it is a number, a name, a key or an argument of a call. */
export interface Watch {
  note(what: string, about: Note): void;
  /** Something that must not happen; the error goes to the log with its stack, numbers and the like masked. */
  bug(what: string, error: unknown): void;
  called(tool: string, status: string, http: number, seconds: number): void;
  tried(errand: string, how: string, seconds: number): void;
  written(size: number): void;
  /** In the text format of Prometheus. */
  metrics(now: { jobs: number; streams: number }): Promise<{ type: string; text: string }>;
}

/** How much of an error is logged. */
const MAX_ERROR = 2000;
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 7.5];

export function createWatch(log: (what: string, about: Note) => void): Watch {
  const registers = [new Registry()] as const;
  const [registry] = registers;
  const calls = new Histogram({
    name: 'ringside_tool_call_seconds',
    help: 'Tool calls answered, and how long it took.',
    labelNames: ['tool', 'status', 'http'],
    buckets: SECONDS,
    registers: [...registers],
  });
  const errands = new Histogram({
    name: 'ringside_errand_seconds',
    help: 'Tries of what is done outside (sms, policy, crm, custom), and how they ended.',
    labelNames: ['errand', 'how'],
    buckets: SECONDS,
    registers: [...registers],
  });
  const batches = new Histogram({
    name: 'ringside_batch_operations',
    help: 'Operations that shared one transaction.',
    buckets: [1, 2, 5, 10, 20, 50, 100],
    registers: [...registers],
  });
  const streams = new Gauge({
    name: 'ringside_inbox_streams',
    help: 'Operators connected to the Inbox.',
    registers: [...registers],
  });
  const outbox = new Gauge({
    name: 'ringside_outbox_jobs',
    help: 'What is still to be done outside.',
    registers: [...registers],
  });
  const bugs = new Counter({
    name: 'ringside_bugs_total',
    help: 'Errors nobody has foreseen.',
    registers: [...registers],
  });
  return {
    note: log,
    bug: (what, error) => {
      bugs.inc();
      // Errors of others may have anything in their words.
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      log('bug', { what, error: masked(text, MAX_ERROR) });
    },
    called: (tool, status, http, seconds) => calls.observe({ tool, status, http }, seconds),
    tried: (errand, how, seconds) => errands.observe({ errand, how }, seconds),
    written: (size) => batches.observe(size),
    metrics: async (now) => {
      outbox.set(now.jobs);
      streams.set(now.streams);
      return { type: registry.contentType, text: await registry.metrics() };
    },
  };
}
