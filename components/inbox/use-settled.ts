import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

/** How long nothing was typed when typing counts as done, in ms. */
const pause = 250;

/** What is typed, once the typing rests; emptied at once. */
export function useSettled(typed: string): string {
  const settled = useSignal(typed);
  useEffect(() => {
    if (typed === '') settled.value = '';
    const timer = setTimeout(() => {
      settled.value = typed;
    }, pause);
    return () => clearTimeout(timer);
  }, [typed, settled]);
  return settled.value;
}
