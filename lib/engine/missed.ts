/** Calls missed and not yet seen. */
import { computed, signal, type ReadonlySignal } from '@preact/signals-core';
import * as v from 'valibot';
import type { Host } from '../host/host.ts';
import type { HistoryEntry } from '../mirror/slices.ts';
import { stored } from './stored.ts';

export function createMissed(host: Host, entries: ReadonlySignal<HistoryEntry[]>) {
  const file = stored({
    store: host.local,
    key: 'missedSeen',
    version: 1,
    schema: v.number(),
    fallback: 0,
    log: (line) => host.log(line),
  });
  /** Up to when they were seen, ms since the epoch. */
  const seen = signal(0);
  return {
    count: computed(
      () =>
        // Who looked while it rang has not seen that it was missed.
        entries.value.filter(
          ({ outcome, endedAt, startedAt }) =>
            outcome?.kind === 'missed' && (endedAt ?? startedAt) > seen.value,
        ).length,
    ),
    async load(): Promise<void> {
      seen.value = await file.load();
    },
    /** The operator has looked at the recent calls. */
    async see(): Promise<void> {
      const now = Date.now();
      seen.value = now;
      await file.save(now);
    },
  };
}
