/** Who waits. Events only say that something changed; the list itself is always read. */
import { computed, signal, type ReadonlySignal } from '@preact/signals-core';
import type { Party } from '../../call/call.ts';
import type { QueueEntry, QueueSlice, Urgency } from '../../mirror/desk.ts';
import { FaultError, type Fault } from '../../mirror/fault.ts';
import type { Provider, QueueRow } from '../../providers/provider.ts';
import type { Errands } from './errands.ts';
import { faultOf } from './fault-of.ts';
import { createReread } from './reread.ts';

export interface QueueDeps {
  port: NonNullable<Provider['queue']>;
  errands: Errands;
  /** A number as the operator should read it, with the contact's name before the service's. */
  partyFor(party: Party): Party;
  /** Changes when names may have. */
  names: ReadonlySignal<number>;
  /** Calls an AI agent talks in. */
  withAi: ReadonlySignal<ReadonlySet<string>>;
  log(line: string): void;
  /** Our call came of this one of the service's. */
  link(call: string, callUuid: string): void;
}

/** Where a queue has no limit of its own, in ms. */
const usual = { long: 60_000, urgent: 180_000 };
/** How long somebody else's catch stays in sight, in ms. */
const afterglow = 8000;

/** When a wait becomes long and urgent: at half and at four fifths of the queue's own limit. */
const limitsOf = (row: QueueRow) =>
  row.maxWait === undefined ? usual : { long: row.maxWait * 0.5, urgent: row.maxWait * 0.8 };

export function urgencyOf(row: QueueRow, waited: number): Urgency {
  const { long, urgent } = limitsOf(row);
  return waited >= urgent ? 'urgent' : waited >= long ? 'long' : 'fresh';
}

export function createQueue(deps: QueueDeps) {
  const rows = signal<readonly QueueRow[]>([]);
  const read = signal<{ state: QueueSlice['state']; fault?: Fault; readAt?: number }>({ state: 'loading' });
  /** What we are taking now, by entry: a second press joins the first. */
  const taking = signal<ReadonlyMap<string, Promise<{ call: string }>>>(new Map());
  /** Moves when a wait crosses a limit, or a catch has been seen long enough. */
  const tick = signal(Date.now());
  /** When an entry was first seen waiting, and taken. */
  const since = new Map<string, { waiting?: number; taken?: number }>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const reread = createReread(async () => {
    try {
      const list = await deps.port.list();
      see(list);
      rows.value = list;
      read.value = { state: 'ready', readAt: Date.now() };
    } catch (error) {
      read.value = { ...read.peek(), state: 'failed', fault: faultOf(error) };
    }
    look();
  });

  function see(list: readonly QueueRow[]): void {
    const now = Date.now();
    const ids = new Set(list.map((row) => row.id));
    for (const id of since.keys()) if (!ids.has(id)) since.delete(id);
    for (const row of list) {
      const seen = since.get(row.id) ?? {};
      if (row.status === 'waiting') seen.waiting ??= now;
      if (row.status === 'taken') seen.taken ??= now;
      since.set(row.id, seen);
    }
  }

  /** Looks again at the next moment at which something changes by time alone. */
  function look(): void {
    const now = Date.now();
    tick.value = now;
    clearTimeout(timer);
    const moments = rows.peek().flatMap((row) => {
      const taken = since.get(row.id)?.taken;
      if (row.status === 'taken') return taken === undefined ? [] : [taken + afterglow];
      const { long, urgent } = limitsOf(row);
      return [startOf(row, now) + long, startOf(row, now) + urgent];
    });
    const next = Math.min(...moments.filter((at) => at > now));
    if (Number.isFinite(next)) timer = setTimeout(look, next - now);
  }

  const startOf = (row: QueueRow, now: number) =>
    Math.min(row.enteredAt ?? since.get(row.id)?.waiting ?? now, now);

  /** A catch that nobody saw waiting is old news. */
  function inSight(row: QueueRow, now: number): boolean {
    if (row.status !== 'taken') return row.status === 'waiting';
    const seen = since.get(row.id);
    return seen?.waiting !== undefined && seen.taken !== undefined && now - seen.taken < afterglow;
  }

  const entries = computed<readonly QueueEntry[]>(() => {
    const now = tick.value;
    void deps.names.value;
    const [mine, ai] = [taking.value, deps.withAi.value];
    return rows.value
      .filter((row) => inSight(row, now))
      .map((row): QueueEntry => {
        const waitingSince = startOf(row, now);
        const asked = mine.has(row.id);
        return {
          id: row.id,
          callUuid: row.callUuid,
          party: deps.partyFor({ number: row.number, name: row.name }),
          queue: row.queue,
          position: row.position,
          waitingSince,
          urgency: urgencyOf(row, now - waitingSince),
          status: asked ? 'taking' : row.status === 'taken' ? 'taken' : 'waiting',
          takenBy: row.takenBy,
          mine: asked || row.mine,
          withAi: row.callUuid !== undefined && ai.has(row.callUuid),
        };
      })
      .toSorted((a, b) => a.waitingSince - b.waitingSince || (a.position ?? 0) - (b.position ?? 0));
  });

  async function take(id: string): Promise<{ call: string }> {
    const row = rows.peek().find((one) => one.id === id);
    if (!row || row.status === 'over') throw new FaultError('entry-gone');
    if (row.status === 'taken' && !row.mine) throw new FaultError('taken-by', { about: row.takenBy });
    const errand = {
      party: deps.partyFor({ number: row.number, name: row.name }),
      direction: 'incoming' as const,
      numbers: [row.number],
      callUuid: row.callUuid,
    };
    const call = await deps.errands.run(errand, () => deps.port.accept(id));
    if (row.callUuid) deps.link(call, row.callUuid);
    return { call };
  }

  return {
    slice: computed<QueueSlice>(() => ({ ...read.value, entries: entries.value })),
    /** How many wait and are not being taken. */
    waiting: computed(() => entries.value.filter((entry) => entry.status === 'waiting').length),
    poke: () => reread.poke(),
    refresh: () => reread.fresh(),
    accept(id: string): Promise<{ call: string }> {
      const under = taking.peek().get(id);
      if (under) return under;
      const work = take(id);
      taking.value = new Map([...taking.peek(), [id, work]]);
      // Until the list is read again it is as old as before: the entry must not seem to wait once more.
      const settle = async () => {
        await reread.fresh();
        taking.value = new Map([...taking.peek()].filter(([one]) => one !== id));
      };
      work.then(settle, settle).catch((error: unknown) => deps.log(`queue: ${String(error)}`));
      return work;
    },
    stop() {
      clearTimeout(timer);
      reread.stop();
    },
  };
}
