import type { Tenant } from '../config/tenant.ts';
import { createStreams, type Streams } from '../inbox/stream.ts';
import { openStore, type Store, type StoreOptions } from '../store/store.ts';
import { crmErrand } from '../tools/crm.ts';
import { customErrand, type CustomTool } from '../tools/custom.ts';
import { ERRANDS } from '../tools/directory.ts';
import type { Errand } from '../tools/tool.ts';
import { createOutbox } from './outbox.ts';
import { createReceiver, type Received, SAME_MS } from './receiver.ts';
import { createWatch, type Note, type Watch } from './watch.ts';

/** How often what is old is removed. */
const SWEEP_MS = 10 * 60_000;

export interface ToolCallsOptions extends Pick<StoreOptions, 'databaseUrl' | 'directory'> {
  tenants: readonly Tenant[];
  /** How long items are kept once they are done, in days. */
  retentionDays: number;
  /** Tool calls a minute, by key, on this instance. */
  perKeyPerMinute: number;
  /** What tools do in code, by name; they replace what is built in. */
  tools?: Readonly<Record<string, CustomTool>>;
  /** Told of what goes wrong; without it that goes to the console. */
  log?: (entry: Note & { event: string }) => void;
  /** When a caller is answered at the latest (7000), and what one try of a connector may take of it (4000). */
  budgetMs?: number;
  tryMs?: number;
  /**
   * Of what is done outside: the pause after the first failure (2000), which doubles; what a try in the background may
   * take (15 000); and how much longer a lease is than a try (5000).
   */
  firstPauseMs?: number;
  laterTryMs?: number;
  leaseMoreMs?: number;
}

/** The tool calls of AI agents: what receives them, what keeps them, and what does the rest of the work. */
export interface ToolCalls {
  readonly tenants: readonly Tenant[];
  readonly store: Store;
  readonly streams: Streams;
  readonly watch: Watch;
  /** Signs the Inbox's tokens. */
  readonly tokenSecret: Uint8Array;
  receive(request: Request): Promise<Received>;
  /** Finishes what is under way. What is still to be done stays in the database. */
  stop(): Promise<void>;
}

/** Opens the database and begins to work. Rejects when the database cannot be had. */
export async function openToolCalls(options: ToolCallsOptions): Promise<ToolCalls> {
  const { tenants, databaseUrl, directory, budgetMs = 7000, tryMs = 4000 } = options;
  const { log = (entry) => console.error(JSON.stringify(entry)) } = options;
  const watch = createWatch((event, about) => log({ event, ...about }));
  const store = await openStore({
    databaseUrl,
    directory,
    log: (message) => watch.note('database', { message }),
    written: (size) => watch.written(size),
  });
  const tokenSecret = await store.secret('inbox-token');
  const custom = new Map(Object.entries(options.tools ?? {}));
  const errands = new Map<string, Errand>([...ERRANDS, ['crm', crmErrand], ['custom', customErrand(custom)]]);
  const { firstPauseMs, laterTryMs, leaseMoreMs } = options;
  const outbox = createOutbox({ store, tenants, errands, watch, firstPauseMs, laterTryMs, leaseMoreMs });
  const streams = createStreams(store, (error) => watch.bug('The Inbox could not be read', error));
  const { perKeyPerMinute } = options;
  const receive = createReceiver({
    tenants,
    store,
    outbox,
    watch,
    perKeyPerMinute,
    custom,
    budgetMs,
    tryMs,
  });
  const sweep = async () => {
    const now = Date.now();
    const what = { now, days: options.retentionDays, repliesBefore: now - 2 * SAME_MS };
    const removed = await store.sweep(what);
    if (removed > 0) watch.note('retention', { removed });
  };
  let swept = Promise.resolve();
  const sweepNow = () => {
    swept = sweep().catch((error: unknown) => watch.bug('What is old could not be removed', error));
  };
  const sweeping = setInterval(sweepNow, SWEEP_MS);
  sweepNow();
  outbox.start();
  return {
    tenants,
    store,
    streams,
    watch,
    tokenSecret,
    receive,
    stop: async () => {
      clearInterval(sweeping);
      streams.stop();
      await Promise.all([outbox.stop(), swept]);
      await store.close();
    },
  };
}
