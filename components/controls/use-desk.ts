import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { Fault } from '../../lib/mirror/fault.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import type { Desk } from './desk.ts';

/** The desk of a surface, and the complaint that stands on it. */
export function useDesk(phone: Phone): { desk: Desk; complaint: Fault | null } {
  const complaint = useSignal<Fault | null>(null);
  const away = phone.link.value === 'away';
  const desk = useMemo(
    () => ({
      away,
      report(fault: Fault | undefined) {
        complaint.value = fault ?? null;
      },
    }),
    [away, complaint],
  );
  return { desk, complaint: complaint.value };
}
