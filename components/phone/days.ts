/** Grouping past calls. Pure. */

/** Calls of one day, by its midnight. */
export interface Day<E> {
  midnight: number;
  entries: E[];
}

/** Calls by day, in the order they come. */
export function byDay<E extends { startedAt: number }>(entries: readonly E[]): Day<E>[] {
  const days: Day<E>[] = [];
  for (const entry of entries) {
    const midnight = new Date(entry.startedAt).setHours(0, 0, 0, 0);
    const last = days.at(-1);
    if (last?.midnight === midnight) last.entries.push(entry);
    else days.push({ midnight, entries: [entry] });
  }
  return days;
}
