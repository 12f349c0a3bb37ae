import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { faultWords } from '../controls/fault-words.ts';
import { Meter } from '../controls/meter.tsx';
import { useMicrophone } from '../sound/use-microphone.ts';

/** Tries the microphone: it is open from the press of the button until the next one, or until the page is out of sight. */
export function MicrophoneMeter({ phone }: { phone: Phone }) {
  const on = useSignal(false);
  const trying = on.value;
  const { level, heard, fault } = useMicrophone(phone, trying);

  useEffect(() => {
    const look = () => {
      if (document.visibilityState === 'hidden') on.value = false;
    };
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [on]);

  return (
    <div class="try">
      <Action
        class="button quiet small"
        pressed={trying}
        run={() => {
          on.value = !trying;
        }}
      >
        {t(trying ? 'stopMicrophone' : 'tryMicrophone')}
      </Action>
      <Meter slim label={t('meterMicrophone')} level={level} />
      <p class="help" aria-live="polite">
        {fault
          ? t(faultWords[fault].title)
          : t(trying ? (heard ? 'microphoneHears' : 'microphoneSpeak') : 'tryMicrophoneHelp')}
      </p>
    </div>
  );
}
