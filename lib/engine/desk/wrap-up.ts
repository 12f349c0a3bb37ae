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
  log(line: string): void;
}

/** How many are kept once they are done, for the history; those not done are all kept. */
const kept = 1000;
/** How long after a failed delivery the next is tried, where no event says so before, in ms. */
const again = 60_000;
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

  /** One after the other; the first that cannot be delivered now ends the round. */
  async function deliverAll(): Promise<void> {
    clearTimeout(timer);
    for (const one of all.peek()) {
      if (!port || one.state !== 'waiting' || one.account !== deps.account()) continue;
      try {
        const result = await port.deliver({ ...one, number: one.party.number });
        await put({ ...one, state: result === 'delivered' ? 'delivered' : 'kept' });
        faults.value = new Map([...faults.peek()].filter(([call]) => call !== one.call));
      } catch (error) {
        const fault = faultOf(error);
        faults.value = new Map([...faults.peek(), [one.call, fault]]);
        deps.log(`a note waits: ${fault.code} ${fault.said ?? ''}`);
        timer = setTimeout(() => void deliver(), again);
        // One that the service will never take must not hold up the others.
        if (fault.code !== 'service-refused') return;
      }
    }
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
