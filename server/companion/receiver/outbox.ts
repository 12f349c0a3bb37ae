import { ConnectorFault } from '../connectors/connector.ts';
import type { Tenant } from '../config/tenant.ts';
import type { InboxItem, Item, Outcome } from '../inbox/item.ts';
import type { Lane, Lease } from '../store/jobs.ts';
import type { Job, Reply } from '../store/operations.ts';
import type { Store } from '../store/store.ts';
import { type Errand, languageOf, type Saying, type Told } from '../tools/tool.ts';
import { cut, masked } from './clean.ts';
import type { Watch } from './watch.ts';
import { replyOf, replyWith, SENTENCES } from './replies.ts';
import { speakable } from './speech.ts';

/** How long one try in the background may take. */
const TRY_MS = 15_000;
/** What a lease is longer than the try, so that nobody else takes it up meanwhile. */
const LEASE_MORE_MS = 5000;
/** How often it is looked whether another instance has left something. */
const LOOK_MS = 5000;
/**
 * How many tries are under way in the background at most; and of one kind of one tenant, so that a service that hangs
 * holds up nobody else. Tries that a caller waits for are not among them.
 */
const AT_ONCE = 32;
const AT_ONCE_EACH = 8;
/** How long tries in the background may still take when the companion is stopped. */
const STOP_MS = 2000;
const FIRST_PAUSE_MS = 2000;
/** How long after its signal a try that does not care is given up. */
const CARELESS_MS = 100;

export interface OutboxOptions {
  store: Store;
  tenants: readonly Tenant[];
  errands: ReadonlyMap<string, Errand>;
  watch: Watch;
  /** Other figures than those above. */
  firstPauseMs?: number | undefined;
  leaseMoreMs?: number | undefined;
  laterTryMs?: number | undefined;
}

export interface Outbox {
  /** When a job that is tried now may be tried by others. */
  leaseUntil(errand: string, tryMs: number): number;
  /** Tries a job that is leased to us; resolves with what to tell the caller, once that is kept. */
  attempt(job: Job, item: Item, tryMs: number): Promise<Reply>;
  /** There is something to be done in this lane. */
  wake(lane: Pick<Lane, 'tenant' | 'kind'>): void;
  start(): void;
  /** Begins nothing more, and settles when what is under way is kept. */
  stop(): Promise<void>;
}

/** Does what is to be done outside, again and again with growing pauses, until it is done or given up. */
export function createOutbox(options: OutboxOptions): Outbox {
  const { store, tenants, errands, watch } = options;
  const { firstPauseMs = FIRST_PAUSE_MS, leaseMoreMs = LEASE_MORE_MS, laterTryMs = TRY_MS } = options;
  const underway = new Set<Promise<unknown>>();
  const background = new Set<Job>();
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let lookAt = Infinity;
  let round: Promise<void> | undefined;
  let again = false;
  /** Something is due for which there was no room. */
  let crowded = false;
  let running = false;
  const tryMsOf = (errand: string, tryMs: number) => errands.get(errand)?.tryMs ?? tryMs;

  /** What is to be finished when we stop. */
  function tracked<T>(work: Promise<T>): Promise<T> {
    underway.add(work);
    const over = () => void underway.delete(work);
    work.then(over, over);
    return work;
  }

  async function attempt(job: Job, item: Item, tryMs: number): Promise<Reply> {
    const tenant = tenants.find(({ id }) => id === job.tenant);
    const errand = errands.get(job.kind);
    const startedAt = performance.now();
    const outcome = await tried(job, item, tenant, errand, tryMsOf(job.kind, tryMs));
    watch.tried(job.kind, outcome.how, (performance.now() - startedAt) / 1000);
    await store.write({
      do: 'settle',
      tenant: job.tenant,
      job,
      ...(outcome.againAt !== undefined && { againAt: outcome.againAt, clear: outcome.clear === true }),
      reply: outcome.reply,
      change: (now, replied) => {
        const { spoken } = now.outcome;
        const after = outcome.change(now.outcome);
        // Who was answered already has heard what was said then.
        return { ...now, outcome: replied ? after : { ...after, spoken } };
      },
    });
    if (outcome.againAt !== undefined) plan(outcome.againAt);
    return outcome.reply;
  }

  interface Ended {
    how: 'done' | 'again' | 'failed' | 'bug';
    againAt?: number;
    /** It is known that no try so far has done it. */
    clear?: boolean;
    reply: Reply;
    change: (outcome: Outcome) => Outcome;
  }

  async function tried(
    job: Job,
    item: Item,
    tenant: Tenant | undefined,
    errand: Errand | undefined,
    tryMs: number,
  ): Promise<Ended> {
    try {
      if (!tenant || !errand) throw new ConnectorFault('refused', 'It is not configured here any more.');
      const told = await inTime(tryMs, stopping.signal, (signal) => {
        const { connectors } = tenant;
        const context = { connectors, tenant, item, key: job.id, mayBeDone: mayBeDone(job), signal };
        return errand.run(JSON.parse(job.payload), context);
      });
      return done(told, tenant, errand);
    } catch (error) {
      return fault(error, job, tenant, errand);
    }
  }

  function done(told: Told, tenant: Tenant, errand: Errand): Ended {
    const reply = replyOf(200, told, tenant);
    // What nobody waits for changes nothing of the outcome.
    if (!errand.sayings) return { how: 'done', reply, change: (outcome) => outcome };
    const { status } = told;
    const spoken = speakable(told.spoken) ?? '';
    return { how: 'done', reply, change: () => ({ state: 'done', status, spoken }) };
  }

  function fault(error: unknown, job: Job, tenant: Tenant | undefined, errand: Errand | undefined): Ended {
    const known = error instanceof ConnectorFault;
    if (!known) watch.bug(`The errand "${job.kind}" failed`, error);
    const reason = known ? error.message : 'Something is broken in the companion; its log says what.';
    const problem = cut(`${errand?.problem ?? ''} ${reason}`.trim(), 500);
    const again = known && error.kind === 'again' && errand !== undefined && job.tries < errand.tries;
    watch.note('outbox', {
      errand: job.kind,
      tenant: job.tenant,
      tries: job.tries,
      again,
      reason: masked(reason),
    });
    const saying = again ? errand.sayings?.later : errand?.sayings?.refused;
    const reply = known ? replySaying(saying, tenant) : replyWith(500, 'error', SENTENCES.broken, tenant);
    const spoken = messageOf(reply);
    const status = known ? (saying?.status ?? 'failed') : 'error';
    const change = (before: Outcome): Outcome => {
      if (!errand?.sayings) return again ? before : { ...before, state: 'failed', problem };
      return { state: again ? 'pending' : 'failed', status, spoken, problem };
    };
    if (!again) return { how: known ? 'failed' : 'bug', reply, change };
    const pause = Math.min(firstPauseMs * 2 ** (job.tries - 1), errand.apartMs);
    // Those that failed together do not come back together.
    const wait = Math.max(error.afterMs ?? 0, pause * (0.75 + Math.random() / 2));
    const clear = !error.mayBeDone && !mayBeDone(job);
    return { how: 'again', againAt: Date.now() + Math.round(wait), clear, reply, change };
  }

  /** How many more of a lane there is room for. */
  function roomIn({ tenant, kind }: Pick<Lane, 'tenant' | 'kind'>): number {
    const busy = [...background].filter((job) => job.tenant === tenant && job.kind === kind).length;
    return Math.min(AT_ONCE_EACH - busy, AT_ONCE - background.size);
  }

  async function look(): Promise<void> {
    const now = Date.now();
    const lanes = (await store.lanes()).toSorted((one, other) => one.due - other.due);
    const due = lanes.filter((lane) => lane.due <= now);
    const leases: Lease[] = [];
    let left = AT_ONCE - background.size;
    for (const { tenant, kind } of due) {
      const count = Math.min(roomIn({ tenant, kind }), left);
      if (count <= 0) continue;
      leases.push({ tenant, kind, count, until: now + tryMsOf(kind, laterTryMs) + leaseMoreMs });
      left -= count;
    }
    crowded = leases.length < due.length;
    const jobs = leases.length === 0 ? [] : await store.leaseJobs(now, leases);
    for (const job of jobs) void tracked(take(job));
    // There may be more in a lane, or room for another one.
    if (jobs.length > 0) again = true;
    const next = lanes.find((lane) => lane.due > now)?.due ?? Infinity;
    // Another instance may have left something by then.
    plan(Math.min(Math.max(Date.now() + 10, next), Date.now() + LOOK_MS));
  }

  async function take(job: Job): Promise<void> {
    background.add(job);
    try {
      const item: InboxItem | undefined = await store.readItem(job.tenant, job.item);
      // Removed meanwhile: nobody wants it any more.
      if (item === undefined)
        await store.write({ do: 'settle', tenant: job.tenant, job, change: (one) => one });
      else await attempt(job, item, laterTryMs);
    } catch (error) {
      // Its lease ends, and then it is taken up again.
      watch.bug('What became of an errand could not be kept', error);
    } finally {
      background.delete(job);
      // A look that is under way may have counted us among those who take room.
      if (crowded || round) wake();
    }
  }

  /** Looks at that time or earlier. */
  function plan(at: number): void {
    if (!running || at >= lookAt) return;
    lookAt = at;
    clearTimeout(timer);
    timer = setTimeout(wake, Math.max(0, lookAt - Date.now()));
  }

  function wake(): void {
    if (!running) return;
    if (round) {
      again = true;
      return;
    }
    again = false;
    lookAt = Infinity;
    round = look()
      .catch((error: unknown) => {
        watch.bug('The outbox could not be read', error);
        plan(Date.now() + LOOK_MS);
      })
      .finally(() => {
        round = undefined;
        if (again) wake();
      });
  }

  return {
    leaseUntil: (errand, tryMs) => Date.now() + tryMsOf(errand, tryMs) + leaseMoreMs,
    attempt: (job, item, tryMs) => tracked(attempt(job, item, tryMs)),
    wake: (lane) => {
      // Whoever makes room there looks again.
      if (roomIn(lane) <= 0) crowded = true;
      else wake();
    },
    start: () => {
      running = true;
      wake();
    },
    stop: async () => {
      running = false;
      clearTimeout(timer);
      await round;
      const limit = setTimeout(() => stopping.abort(), STOP_MS);
      await Promise.allSettled(underway);
      clearTimeout(limit);
    },
  };
}

/** Whether a try before this one may have done it: it ended without our knowing how. */
const mayBeDone = ({ clear, tries }: Job): boolean => clear < tries - 1;

const messageOf = ({ body }: Reply): string => (JSON.parse(body) as { message: string }).message;

const replySaying = (saying: Saying | undefined, tenant: Tenant | undefined): Reply =>
  saying === undefined
    ? replyWith(200, 'failed', SENTENCES.refused, tenant)
    : replyOf(
        200,
        { status: saying.status, spoken: saying.spoken[tenant ? languageOf(tenant) : 'en'] },
        tenant,
      );

/** Runs it with a signal that ends it, and gives it up if it does not care. */
async function inTime<T>(
  ms: number,
  stopping: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(ms)]);
  const fault = () => {
    const why = stopping.aborted
      ? 'The companion was stopped meanwhile.'
      : `There was no answer within ${ms / 1000} s.`;
    return new ConnectorFault('again', why, { mayBeDone: true });
  };
  // What is aborted already says so no more.
  if (signal.aborted) throw fault();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => (timer = setTimeout(() => reject(fault()), CARELESS_MS)));
  });
  try {
    return await Promise.race([work(signal), late]);
  } catch (error) {
    if (signal.aborted && !(error instanceof ConnectorFault)) throw fault();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
