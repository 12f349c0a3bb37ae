/**
 * Keeps rows under the pointer. A list that closes up while somebody reaches for Accept gives them the wrong caller, so
 * as long as the pointer is at work rows stay where they are: who left is marked, who came stands at the end.
 */
import type { QueueEntry } from '../../lib/mirror/desk.ts';

/** A row as it stands on screen. */
export interface SteadyRow {
  entry: QueueEntry;
  /** The entry has left the queue; its row only keeps the place. */
  gone: boolean;
}

interface Hold {
  /** The pointer is at work: nothing moves. */
  all: boolean;
  /** Rows with something to read on them: they stay a moment longer. */
  some: ReadonlySet<string>;
}

/** The rows to show after a change, given those shown before it. */
export function steady(
  before: readonly SteadyRow[],
  entries: readonly QueueEntry[],
  hold: Hold,
): SteadyRow[] {
  const now = new Map(entries.map((entry) => [entry.id, entry]));
  const left = (row: SteadyRow) => !now.has(row.entry.id);
  if (hold.all) {
    const known = new Set(before.map(({ entry }) => entry.id));
    const kept = before.map((row) => ({ entry: now.get(row.entry.id) ?? row.entry, gone: left(row) }));
    const fresh = entries.filter(({ id }) => !known.has(id)).map((entry) => ({ entry, gone: false }));
    return [...kept, ...fresh];
  }
  const rows = entries.map((entry) => ({ entry, gone: false }));
  for (const [at, row] of before.entries())
    if (left(row) && hold.some.has(row.entry.id))
      rows.splice(Math.min(at, rows.length), 0, { ...row, gone: true });
  return rows;
}
