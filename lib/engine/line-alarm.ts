/** Nobody can call while there is no line, and nobody may be looking: the button says so soon, and a notification after a while. */
import { effect, signal, type ReadonlySignal } from '@preact/signals-core';
import type { Host } from '../host/host.ts';
import type { LineSlice } from '../mirror/slices.ts';
import { inTurn } from './in-turn.ts';

/** Most breaks are over by then, in ms. */
const worthSaying = 10_000;
const worthANotice = 60_000;

/** True while the line has been missing for 10 s. What an engine before this one said is taken away. */
export function keepLineAlarm(
  line: ReadonlySignal<LineSlice>,
  host: Pick<Host, 'showNoLine' | 'hideNoLine' | 'log'>,
): ReadonlySignal<boolean> {
  const missing = signal(false);
  let timers: ReturnType<typeof setTimeout>[] = [];
  const then = inTurn((error) => host.log(`notice: ${String(error)}`));
  let wanting: boolean | undefined;
  effect(() => {
    const { state } = line.value;
    const wants = state !== 'ready' && state !== 'none';
    // Connecting, failing and connecting again is one time without a line.
    if (wants === wanting) return;
    wanting = wants;
    for (const timer of timers) clearTimeout(timer);
    timers = [];
    if (wants) {
      timers = [
        setTimeout(() => (missing.value = true), worthSaying),
        setTimeout(() => void then(() => host.showNoLine()), worthANotice),
      ];
    } else {
      missing.value = false;
      void then(() => host.hideNoLine());
    }
  });
  return missing;
}
