import { useSignal, type ReadonlySignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { FaultError, type Fault } from '../../lib/mirror/fault.ts';
import type { QueueEntry } from '../../lib/mirror/desk.ts';
import type { Phone } from '../../lib/mirror/phone.ts';

/** Long enough to read who was faster, in ms. */
const readFor = 5000;

/** Faults that are about the row: they are told there, and nothing is left to be put away. */
const onTheRow: readonly Fault['code'][] = ['taken-by', 'entry-gone'];

/** Accepting a caller, and what it says on a row for a moment when somebody was faster. */
export function useRowNotes(
  phone: Phone,
  taken: () => void,
): { notes: ReadonlySignal<ReadonlyMap<string, Fault>>; accept: (entry: QueueEntry) => Promise<void> } {
  const notes = useSignal<ReadonlyMap<string, Fault>>(new Map());
  const timers = useRef(new Set<ReturnType<typeof setTimeout>>());
  useEffect(
    () => () => {
      for (const timer of timers.current) clearTimeout(timer);
    },
    [],
  );

  function put(id: string, fault: Fault | undefined): void {
    const changed = new Map(notes.peek());
    if (fault) changed.set(id, fault);
    else changed.delete(id);
    notes.value = changed;
  }

  async function accept({ id }: QueueEntry): Promise<void> {
    try {
      await phone.acceptEntry({ entry: id });
      taken();
    } catch (error) {
      if (!(error instanceof FaultError) || !onTheRow.includes(error.fault.code)) throw error;
      put(id, error.fault);
      const timer = setTimeout(() => {
        timers.current.delete(timer);
        put(id, undefined);
      }, readFor);
      timers.current.add(timer);
    }
  }

  return { notes, accept };
}
