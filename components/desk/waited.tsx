import { computed } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { clock } from '../controls/timer.tsx';
import { ticking } from '../controls/use-now.ts';

/** A waiting time that ticks without drawing its row again; the list around it keeps the clock going. */
export function Waited({ since }: { since: number }) {
  const text = useMemo(() => computed(() => clock(Math.max(ticking.value, Date.now()) - since)), [since]);
  return (
    <span class="tabular" role="timer" aria-live="off">
      {text}
    </span>
  );
}
