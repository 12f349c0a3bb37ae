import { useNow } from './use-now.ts';

const two = (value: number) => String(value).padStart(2, '0');

/** `2:07` as 02:07, and 1:02:07 from the first hour on. */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const tail = `${two(minutes % 60)}:${two(seconds % 60)}`;
  return hours > 0 ? `${hours}:${tail}` : tail;
}

/** The time since a moment, counting. Not announced: it would never stop talking. */
export function Timer({ since }: { since: number }) {
  const now = useNow();
  return (
    <span class="tabular" role="timer" aria-live="off">
      {clock(now - since)}
    </span>
  );
}
