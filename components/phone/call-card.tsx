import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useContext } from 'preact/hooks';
import type { Call } from '../../lib/call/call.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { DeskContext, faultOf } from '../controls/desk.ts';
import { AddPersonIcon, HangUpIcon, TransferIcon, WarnIcon } from '../controls/icons.tsx';
import { Timer } from '../controls/timer.tsx';
import { SoundMenu } from '../sound/sound-menu.tsx';
import { CallTiles, takesDigits, type Fold } from './call-tiles.tsx';
import { saidOf, serverWords, troubleWords } from './call-words.ts';
import { HandOverTo, type HandOver } from './hand-over.tsx';
import { KeyGrid } from './key-grid.tsx';
import { QualityNews } from './quality-news.tsx';
import { QualityPill } from './quality-pill.tsx';
import { ThreeWay } from './three-way.tsx';
import { usePartyName, Who } from './who.tsx';

interface CallCardProps {
  phone: Phone;
  call: Call;
  /** What else belongs to this call, while nothing is unfolded. */
  children?: ComponentChildren;
}

/** The call in front, from placing to closing. */
export function CallCard({ phone, call, children }: CallCardProps) {
  const desk = useContext(DeskContext);
  const wanted = useSignal<Fold | null>(null);
  const handing = useSignal<HandOver | null>(null);
  const unfolded = wanted.value === 'keypad' && !takesDigits(call) ? null : wanted.value;
  const giving = call.phase === 'live' ? handing.value : null;
  const keypadOpen = unfolded === 'keypad';
  const quality = phone.quality.value.find((one) => one.call === call.id);
  const name = usePartyName(phone, call.party);
  const complaint = quality?.complaints[0];
  const state = saidOf(call, phone.line.value, complaint);
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
        <span class="time">
          {call.answeredAt !== undefined && <Timer since={call.answeredAt} />}
          {call.answeredAt !== undefined && <QualityPill quality={quality} />}
        </span>
      </Who>
      <p class={state.warn ? 'state warn' : 'state'}>{state.text}</p>
      {call.site !== undefined && <p class="sub by-site">{t('calledBySite', new URL(call.site).host)}</p>}
      <QualityNews complaint={complaint} />
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
        unfolded={unfolded}
        toggle={(fold) => {
          wanted.value = unfolded === fold ? null : fold;
          handing.value = null;
        }}
      />
      <Others
        phone={phone}
        call={call}
        open={giving}
        toggle={(what) => {
          handing.value = giving === what ? null : what;
          wanted.value = null;
        }}
      />
      {giving && (
        <HandOverTo
          key={giving}
          phone={phone}
          call={call}
          what={giving}
          close={() => {
            handing.value = null;
          }}
        />
      )}
      <ThreeWay phone={phone} call={call} />
      {keypadOpen && (
        <div class="keypad">
          <output class="sent" aria-label={t('sentDigits')} title={call.digits}>
            <bdi dir="ltr">{call.digits || t('noDigitsYet')}</bdi>
          </output>
          <KeyGrid press={tone} plus={false} off={desk.away} />
        </div>
      )}
      {unfolded === 'sound' && <SoundMenu phone={phone} live={call.phase === 'live'} />}
      {unfolded === null && giving === null && children}
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

interface OthersProps {
  phone: Phone;
  call: Call;
  open: HandOver | null;
  toggle: (what: HandOver) => void;
}

/** Bringing others in: giving the call away, and where the service can, a third person. */
function Others({ phone, call, open, toggle }: OthersProps) {
  const adds = phone.desk.value.ports.includes('control');
  const off = call.phase !== 'live' || call.transfer !== undefined;
  return (
    <div class={adds ? 'pair others' : 'others'}>
      <Action
        class={open === 'transfer' ? 'button quiet small on' : 'button quiet small'}
        pressed={open === 'transfer'}
        local
        off={off}
        title={t('transferHelp')}
        run={() => toggle('transfer')}
      >
        <TransferIcon />
        {t('transfer')}
      </Action>
      {adds && (
        <Action
          class={open === 'add' ? 'button quiet small on' : 'button quiet small'}
          pressed={open === 'add'}
          local
          off={off || phone.threeWay.value !== null}
          title={t('addPersonHelp')}
          run={() => toggle('add')}
        >
          <AddPersonIcon />
          {t('addPerson')}
        </Action>
      )}
    </div>
  );
}
