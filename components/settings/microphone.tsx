import { useSignal } from '@preact/signals';
import type { Phone } from '../../lib/mirror/phone.ts';
import type { DevicesSlice } from '../../lib/mirror/devices.ts';
import { t, type TextKey } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { CheckIcon, MicIcon, WarnIcon } from '../controls/icons.tsx';
import type { BrowserSide, MicrophoneAnswer } from './browser-side.ts';

/** How the microphone stands, by what the operator can do next. */
type Standing = 'granted' | 'ask' | 'dismissed' | 'blocked' | 'missing' | 'busy';

const words: Readonly<Record<Standing, { title: TextKey; explain: TextKey }>> = {
  granted: { title: 'micGranted', explain: 'micGrantedExplain' },
  ask: { title: 'micAsk', explain: 'micAskExplain' },
  dismissed: { title: 'micDismissed', explain: 'micDismissedExplain' },
  blocked: { title: 'micBlocked', explain: 'micBlockedExplain' },
  missing: { title: 'micMissing', explain: 'micMissingExplain' },
  busy: { title: 'micBusy', explain: 'micBusyExplain' },
};

/** The engine's reading tells what holds now; the last answer tells why a question led nowhere. */
export function standingOf(
  microphone: DevicesSlice['microphone'],
  answer: MicrophoneAnswer | null,
): Standing {
  if (microphone === 'granted') return answer === 'missing' || answer === 'busy' ? answer : 'granted';
  if (answer !== null) return answer;
  if (microphone === 'denied') return 'blocked';
  return microphone === 'missing' ? 'missing' : 'ask';
}

interface MicrophoneProps {
  phone: Phone;
  browser: Pick<BrowserSide, 'requestMicrophone'>;
}

/** Whether the microphone may be used, and the way to it: the browser's question can only be asked on a page of ours. */
export function Microphone({ phone, browser }: MicrophoneProps) {
  const answer = useSignal<MicrophoneAnswer | null>(null);
  const standing = standingOf(phone.devices.value.microphone, answer.value);
  const good = standing === 'granted';
  const bad = standing !== 'granted' && standing !== 'ask';

  async function grant(): Promise<void> {
    answer.value = await browser.requestMicrophone();
    await phone.readMicrophone({});
  }

  return (
    <div class="mic" aria-live="polite">
      <span class={`badge ${good ? 'go' : bad ? 'warn' : ''}`}>
        {good ? <CheckIcon /> : bad ? <WarnIcon /> : <MicIcon />}
      </span>
      <div class="mic-text">
        <b>{t(words[standing].title)}</b>
        <p>{t(words[standing].explain)}</p>
        {standing === 'blocked' && (
          <ol class="numbered">
            <li>{t('unblock1')}</li>
            <li>{t('unblock2')}</li>
            <li>{t('unblock3')}</li>
          </ol>
        )}
      </div>
      {!good && (
        <Action class={standing === 'ask' ? 'button accent' : 'button quiet'} local run={grant}>
          {t(standing === 'ask' ? 'allowMicrophone' : 'askAgain')}
        </Action>
      )}
    </div>
  );
}
