/** Notes and disposition: kept on this computer from the first letter on, delivered when the service is there, never twice. */
import { computed, signal } from '@preact/signals-core';
import type { Call } from '../../call/call.ts';
import type { WrapUp } from '../../mirror/desk.ts';
import { FaultError, type Fault } from '../../mirror/fault.ts';
import type { Provider } from '../../providers/provider.ts';
import type { Database, StoredWrapUp } from '../database.ts';
import { faultOf } from './fault-of.ts';

export interface WrapUpsDeps {
  db: Database;
  /** The account in use; notes go to the service the call was on. */
  account(): string;
  /** The service's id of a call, where it was not known when the call ended. */
  callUuidOf(one: StoredWrapUp): Promise<string | undefined>;
  log(line: string): void;
}

/** How many are kept once they are done, for the history; those not done are all kept. */
const kept = 1000;
/** How long after a failed delivery the next is tried, where no event says so before, in ms. */
const again = 60_000;
/** So long after its call a note that found no place is tried again, in ms: the service may be behind. */
const placeMayCome = 600_000;
/** An open one that nobody wrote into is put away after this, in ms. */
const forgotten = 3_600_000;

export function createWrapUps(deps: WrapUpsDeps) {
  const { db } = deps;
  const all = signal<readonly StoredWrapUp[]>([]);
  const faults = signal<ReadonlyMap<string, Fault>>(new Map());
  let port: Provider['notes'];
  let delivering: Promise<void> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function put(next: StoredWrapUp): Promise<void> {
    const others = all.peek().filter((one) => one.call !== next.call);
    all.value = [...others, next];
    try {
      await db.put('wrapUps', next);
    } catch (error) {
      throw new FaultError('storage-failed', { said: String(error), cause: error });
    }
  }

  async function remove(calls: readonly string[]): Promise<void> {
    all.value = all.peek().filter((one) => !calls.includes(one.call));
    for (const call of calls) await db.delete('wrapUps', call);
  }

  function mustBe(call: string): StoredWrapUp {
    const found = all.peek().find((one) => one.call === call);
    if (!found || found.state === 'delivered') throw new FaultError('no-such-call');
    return found;
  }

  function deliver(): Promise<void> {
    delivering ??= deliverAll().finally(() => {
      delivering = undefined;
    });
    return delivering;
  }

  /** What is to be delivered to the service in use, and was not tried in this round. */
  const next = (tried: ReadonlySet<StoredWrapUp>): StoredWrapUp | undefined =>
    all.peek().find((one) => one.account === deps.account() && !tried.has(one) && isDue(one));

  /** One after the other; the first that cannot be delivered now ends the round. */
  async function deliverAll(): Promise<void> {
    clearTimeout(timer);
    const tried = new Set<StoredWrapUp>();
    for (let one = next(tried); one && port; one = next(tried)) {
      tried.add(one);
      try {
        await deliverOne(one, port, tried);
      } catch (error) {
        const fault = faultOf(error);
        deps.log(`a note waits: ${fault.code} ${fault.said ?? ''}`);
        timer = setTimeout(() => void deliver(), again);
        if (one.state === 'kept') continue;
        faults.value = new Map([...faults.peek(), [one.call, fault]]);
        // One that the service will never take must not hold up the others.
        if (fault.code !== 'service-refused') return;
      }
    }
  }

  async function deliverOne(
    one: StoredWrapUp,
    to: NonNullable<Provider['notes']>,
    tried: Set<StoredWrapUp>,
  ): Promise<void> {
    const callUuid = one.callUuid ?? (await deps.callUuidOf(one));
    const result = await to.deliver({ ...one, callUuid, number: one.party.number });
    const now = all.peek().find(({ call }) => call === one.call);
    faults.value = new Map([...faults.peek()].filter(([call]) => call !== one.call));
    // Written on meanwhile, it has its turn again; gone, it stays gone.
    if (now !== one) return;
    const done: StoredWrapUp = { ...one, callUuid, state: result === 'delivered' ? 'delivered' : 'kept' };
    tried.add(done);
    await put(done);
    if (isDue(done)) timer = setTimeout(() => void deliver(), again);
  }

  return {
    slice: computed<readonly WrapUp[]>(() =>
      all.value
        .filter((one) => one.state !== 'delivered')
        .map(({ call, party, endedAt, note, disposition, state }) => ({
          call,
          party,
          endedAt,
          note,
          disposition,
          state: state === 'delivered' ? 'waiting' : state,
          fault: faults.value.get(call),
        })),
    ),
    /** Every one by call, for the history. */
    byCall: (): ReadonlyMap<string, StoredWrapUp> => new Map(all.peek().map((one) => [one.call, one])),

    async load(): Promise<void> {
      all.value = await db.getAll('wrapUps');
      const now = Date.now();
      const done = all
        .peek()
        .filter((one) => one.state === 'delivered' || one.state === 'kept')
        .toSorted((a, b) => b.endedAt - a.endedAt);
      const empty = all
        .peek()
        .filter((one) => one.state === 'open' && isEmpty(one) && now - one.endedAt > forgotten);
      await remove([...done.slice(kept), ...empty].map((one) => one.call));
    },
    /** The service to deliver to; undefined for one without the port. */
    use(notes: Provider['notes']): void {
      port = notes;
    },
    /** A call that was answered is over. */
    async begin(call: Call, callUuid: string | undefined): Promise<void> {
      if (!port || all.peek().some((one) => one.call === call.id)) return;
      await put({
        call: call.id,
        callUuid,
        account: deps.account(),
        party: call.party,
        endedAt: call.endedAt ?? Date.now(),
        note: '',
        state: 'open',
      });
    },
    async save(call: string, note: string, disposition: string | undefined): Promise<void> {
      const one = mustBe(call);
      await put({ ...one, note, disposition, state: one.state === 'waiting' ? 'waiting' : 'open' });
    },
    async finish(call: string): Promise<void> {
      const one = mustBe(call);
      if (isEmpty(one)) return remove([call]);
      await put({ ...one, state: 'waiting' });
      await deliver();
    },
    deliver,
    /** With the history, the notes of calls that are done go too. */
    async clear(): Promise<void> {
      const done = all.peek().filter((one) => one.state === 'delivered' || one.state === 'kept');
      await remove(done.map((one) => one.call));
    },
    stop(): void {
      clearTimeout(timer);
    },
  };
}

const isEmpty = (one: StoredWrapUp) => one.note.trim() === '' && !one.disposition;

const isDue = (one: StoredWrapUp): boolean =>
  one.state === 'waiting' || (one.state === 'kept' && Date.now() - one.endedAt < placeMayCome);
