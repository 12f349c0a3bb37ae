import type { Signal } from '@preact/signals';
import { useContext, useEffect } from 'preact/hooks';
import type { Fault } from '../../lib/mirror/fault.ts';
import { DeskContext } from './desk.ts';

/** Brings what went wrong outside of any view to where the surface tells of its own failures. */
export function Told({ fault }: { fault: Signal<Fault | undefined> }) {
  const desk = useContext(DeskContext);
  const told = fault.value;
  useEffect(() => {
    if (!told) return;
    desk.report(told);
    fault.value = undefined;
  }, [told, desk, fault]);
  return null;
}
