import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Phone } from '../../lib/mirror/phone.ts';
import type { Readings } from '../../lib/mirror/commands.ts';
import { audible } from '../controls/use-levels.ts';

/** The chosen microphone while it is tried. */
export interface TriedMicrophone {
  level: number;
  /** Something was heard since it was opened. */
  heard: boolean;
  fault?: Readings['microphone']['fault'];
}

const silence: TriedMicrophone = { level: 0, heard: false };

/** Opens the chosen microphone while `on`, and only so long. */
export function useMicrophone(phone: Phone, on: boolean): TriedMicrophone {
  const tried = useSignal(silence);
  useEffect(() => {
    tried.value = silence;
    if (!on) return undefined;
    return phone.watch('microphone', ({ level, fault }) => {
      tried.value = { level, fault, heard: tried.peek().heard || level > audible };
    });
  }, [phone, on, tried]);
  return tried.value;
}
