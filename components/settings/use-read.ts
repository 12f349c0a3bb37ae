import { useSignal } from '@preact/signals';
import { useCallback, useEffect } from 'preact/hooks';
import type { Fault } from '../../lib/mirror/fault.ts';
import { faultOf } from '../controls/desk.ts';

/** What a command answers, read when the view comes and again when asked; the last answer stays beside a fault. */
export function useRead<T>(
  ask: () => Promise<T>,
  deps: readonly unknown[],
): { read: { value?: T; fault?: Fault }; again: () => Promise<void> } {
  const state = useSignal<{ value?: T; fault?: Fault }>({});
  const again = useCallback(async () => {
    try {
      state.value = { value: await ask() };
    } catch (error) {
      state.value = { value: state.peek().value, fault: faultOf(error) };
    }
  }, deps);
  useEffect(() => void again(), [again]);
  return { read: state.value, again };
}
