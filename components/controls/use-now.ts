/** One clock for every timer on a surface; it stands still while no timer is mounted. */
import { computed, signal, type ReadonlySignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

/** Short enough that no timer skips a second. */
const tick = 250;

const now = signal(0);
/** The clock itself, for text that ticks without its component. Somebody must hold it going: see `useTicking`. */
export const ticking: ReadonlySignal<number> = now;
const minute = computed(() => Math.floor(now.value / 60_000));
let watching = 0;
let timer: ReturnType<typeof setInterval> | undefined;

function attach(): () => void {
  watching += 1;
  timer ??= setInterval(() => {
    now.value = Date.now();
  }, tick);
  return () => {
    watching -= 1;
    if (watching > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** Keeps the clock going while a component stands, without drawing it at every tick. */
export function useTicking(): void {
  useEffect(attach, []);
}

/** Milliseconds since the epoch, fresh on every tick. */
export function useNow(): number {
  useEffect(attach, []);
  return Math.max(now.value, Date.now());
}

/** The same, but fresh only once a minute: for lists, whose rows say "5 min ago". */
export function useMinute(): number {
  useEffect(attach, []);
  return Math.max(minute.value * 60_000, Date.now());
}
