import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Readings } from '../../lib/mirror/commands.ts';
import type { Phone } from '../../lib/mirror/phone.ts';

type Levels = Readings['levels'];

/** Louder than the noise of an open line, as RMS of full scale. */
export const audible = 0.01;

/** The levels now, and whether anything was heard on either side since it began. */
export interface HeardLevels extends Levels {
  heard: { microphone: boolean; far: boolean };
}

const silence: HeardLevels = { microphone: 0, far: 0, heard: { microphone: false, far: false } };

/** Watches the levels while `on`; readings flow only as long as somebody looks. */
export function useLevels(phone: Phone, on: boolean): HeardLevels {
  const levels = useSignal(silence);
  useEffect(() => {
    if (!on) return undefined;
    levels.value = silence;
    return phone.watch('levels', ({ microphone, far }) => {
      const { heard } = levels.peek();
      levels.value = {
        microphone,
        far,
        heard: { microphone: heard.microphone || microphone > audible, far: heard.far || far > audible },
      };
    });
  }, [phone, on, levels]);
  return levels.value;
}
