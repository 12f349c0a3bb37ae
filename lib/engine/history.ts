/** Past calls, written when a call begins, so that a call the engine did not survive is still on record. */
import { signal } from '@preact/signals-core';
import type { Call } from '../call/call.ts';
import type { TracePoint } from '../mirror/quality.ts';
import type { HistoryEntry } from '../mirror/slices.ts';
import type { Database, StoredEntry } from './database.ts';
import { matches } from './history-search.ts';
import type { Kept } from './quality.ts';

/** How many are kept, how many the views get, and how many a search finds at most. */
const kept = 1000;
const shown = 100;
const found = 300;

export function createHistory(db: Database, log: (line: string) => void) {
  const entries = signal<HistoryEntry[]>([]);
  /** All that are kept, newest first, without their charts. */
  let all: readonly HistoryEntry[] = [];

  function have(next: readonly HistoryEntry[]): void {
    all = next.slice(0, kept);
    entries.value = all.slice(0, shown);
  }

  /** Writes in order: a call's end must never be overtaken by its beginning. */
  let last: Promise<unknown> = Promise.resolve();

  function write(work: () => Promise<unknown>): Promise<unknown> {
    last = last.then(work).catch((error: unknown) => log(`history: ${String(error)}`));
    return last;
  }

  async function prune(): Promise<void> {
    const surplus = (await db.count('history')) - kept;
    if (surplus <= 0) return;
    let cursor = await db.transaction('history', 'readwrite').store.index('startedAt').openCursor();
    for (let left = surplus; cursor && left > 0; left--) {
      await cursor.delete();
      cursor = await cursor.continue();
    }
  }

  return {
    entries,
    /** Reads what is there; calls that never ended were interrupted, or missed where they only rang. */
    async load(): Promise<void> {
      const saved = await db.getAllFromIndex('history', 'startedAt');
      for (const entry of saved) {
        if (entry.outcome) continue;
        const rang = entry.direction === 'incoming' && entry.answeredAt === undefined;
        entry.outcome = { kind: rang ? 'missed' : 'interrupted' };
        // Nobody knows when; it is news now.
        if (rang) entry.endedAt = Date.now();
        await db.put('history', entry);
      }
      have(saved.toReversed().map(withoutTrace));
    },
    /** `kept` is how it sounded; known at its end. */
    record(call: Call, account: string, kept?: Kept): void {
      const entry: HistoryEntry = {
        id: call.id,
        direction: call.direction,
        party: call.party,
        startedAt: call.startedAt,
        answeredAt: call.answeredAt,
        endedAt: call.endedAt,
        outcome: call.phase === 'closed' ? call.outcome : undefined,
        account,
        quality: kept?.summary,
      };
      have(
        [entry, ...all.filter((one) => one.id !== entry.id)].toSorted((a, b) => b.startedAt - a.startedAt),
      );
      void write(async () => {
        await db.put('history', { ...entry, trace: kept?.trace });
        await prune();
      });
    },
    /** The newest that fit, among all that are kept. */
    find: (text: string): HistoryEntry[] => all.filter((entry) => matches(entry, text)).slice(0, found),
    /** The chart of one call; empty where none was kept. */
    async trace(id: string): Promise<TracePoint[]> {
      await last;
      return (await db.get('history', id))?.trace ?? [];
    },
    async clear(): Promise<void> {
      await write(() => db.clear('history'));
      have([]);
    },
  };
}

function withoutTrace(stored: StoredEntry): HistoryEntry {
  const entry = { ...stored };
  delete entry.trace;
  return entry;
}
