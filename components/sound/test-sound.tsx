import { useSignal } from '@preact/signals';
import type { RingtoneName } from '../../lib/mirror/slices.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import { Action } from '../controls/action.tsx';
import { ListenIcon } from '../controls/icons.tsx';

interface TestSoundProps {
  phone: Phone;
  role: 'speaker' | 'ringer';
  /** Another ringtone than the chosen one. */
  ringtone?: RingtoneName;
  label: string;
}

/** Plays a sound on the device of a role, so that the operator hears which one it is. */
export function TestSound({ phone, role, ringtone, label }: TestSoundProps) {
  const playing = useSignal(false);

  async function play(): Promise<void> {
    playing.value = true;
    try {
      await phone.testSound({ role, ringtone });
    } finally {
      playing.value = false;
    }
  }

  return (
    <Action
      class={playing.value ? 'icon-button listen on' : 'icon-button listen'}
      run={play}
      label={label}
      title={label}
    >
      <ListenIcon />
    </Action>
  );
}
