import { useSignal } from '@preact/signals';
import { useContext } from 'preact/hooks';
import type { Call } from '../../lib/call/call.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { DeskContext, faultOf } from '../controls/desk.ts';
import { HangUpIcon, WarnIcon } from '../controls/icons.tsx';
import { Timer } from '../controls/timer.tsx';
import { CallTiles, takesDigits } from './call-tiles.tsx';
import { serverWords, stateWords, troubleWords } from './call-words.ts';
import { KeyGrid } from './key-grid.tsx';
import { usePartyName, Who } from './who.tsx';

interface CallCardProps {
  phone: Phone;
  call: Call;
}

/** The call in front, from placing to closing. */
export function CallCard({ phone, call }: CallCardProps) {
  const desk = useContext(DeskContext);
  const keypadWanted = useSignal(false);
  const keypadOpen = keypadWanted.value && takesDigits(call);
  const name = usePartyName(phone, call.party);
  const state = stateWords(call);
  const early = call.phase === 'placing' || call.phase === 'ringing-out';

  function tone(digit: string): void {
    if (desk.away) return;
    phone.digits({ call: call.id, tones: digit }).catch((error: unknown) => desk.report(faultOf(error)));
  }

  function type(event: KeyboardEvent): void {
    if (!keypadOpen || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!/^[\d*#]$/.test(event.key)) return;
    event.preventDefault();
    tone(event.key);
  }

  return (
    <section class="card call" aria-label={t('callWith', name)} onKeyDown={type}>
      <Who phone={phone} party={call.party}>
        <span class="time">{call.answeredAt !== undefined && <Timer since={call.answeredAt} />}</span>
      </Who>
      <p class={state.warn ? 'state warn' : 'state'}>{state.text}</p>
      {call.trouble && (
        <p class="trouble">
          <WarnIcon />
          <span>
            {t(troubleWords[call.trouble.kind])} <span class="said">{serverWords(call.trouble)}</span>
          </span>
        </p>
      )}
      <CallTiles
        phone={phone}
        call={call}
        keypadOpen={keypadOpen}
        toggleKeypad={() => {
          keypadWanted.value = !keypadOpen;
        }}
      />
      {keypadOpen && (
        <div class="keypad">
          <output class="sent" aria-label={t('sentDigits')} title={call.digits}>
            <bdi dir="ltr">{call.digits || t('noDigitsYet')}</bdi>
          </output>
          <KeyGrid press={tone} plus={false} off={desk.away} />
        </div>
      )}
      <Action
        class="button stop wide"
        off={call.phase === 'closing'}
        run={() => phone.hangUp({ call: call.id })}
        label={early ? undefined : t('hangUpOn', name)}
      >
        <HangUpIcon />
        {t(early ? 'cancelCall' : 'hangUp')}
      </Action>
    </section>
  );
}
