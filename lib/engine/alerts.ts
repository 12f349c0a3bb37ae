/** Notifications of ringing calls: each exists exactly as long as its call rings. */
import { effect, type ReadonlySignal } from '@preact/signals-core';
import type { Call } from '../call/call.ts';
import type { Host } from '../host/host.ts';
import { inTurn } from './in-turn.ts';

/** Keeps one for each call that rings; what an engine before this one has left is taken away first. */
export function keepNotices(
  calls: ReadonlySignal<Call[]>,
  host: Pick<Host, 'showNotice' | 'hideNotice' | 'hideNotices' | 'log'>,
): void {
  const shown = new Set<string>();
  // In order, so that a notice is never shown after it was taken away.
  const then = inTurn((error) => host.log(`notice: ${String(error)}`));
  // No call of an engine that died rings here.
  void then(() => host.hideNotices());
  effect(() => {
    const ringing = calls.value.filter((call) => call.phase === 'offered');
    for (const { id, party } of ringing) {
      if (shown.has(id)) continue;
      shown.add(id);
      void then(() => host.showNotice({ call: id, name: party.name, number: party.display ?? party.number }));
    }
    for (const id of shown) {
      if (ringing.some((call) => call.id === id)) continue;
      shown.delete(id);
      void then(() => host.hideNotice(id));
    }
  });
}
