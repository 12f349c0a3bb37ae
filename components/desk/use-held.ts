import { useSignal, type ReadonlySignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';

/** How long after its last move a resting pointer still counts as reaching for something, in ms. */
const rest = 4000;

/** Whether the pointer is at work on an element; give it the handlers. */
export function useHeld(): {
  held: ReadonlySignal<boolean>;
  handlers: { onPointerMove: () => void; onPointerLeave: () => void };
} {
  const held = useSignal(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const release = () => {
    clearTimeout(timer.current);
    held.value = false;
  };
  const hold = () => {
    held.value = true;
    clearTimeout(timer.current);
    timer.current = setTimeout(release, rest);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  return { held, handlers: { onPointerMove: hold, onPointerLeave: release } };
}
