/** The calls in little, above whatever tab is shown: a call is never out of reach. */
import type { Call } from '../../lib/call/call.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { HangUpIcon, MicIcon, MicOffIcon, PhoneIcon } from '../controls/icons.tsx';
import { Timer } from '../controls/timer.tsx';
import type { Arrangement } from '../phone/arrange.ts';
import { stateWords } from '../phone/call-words.ts';
import { HeldBar } from '../phone/held-bar.tsx';
import { NumberText } from '../phone/number.tsx';
import { usePartyName } from '../phone/who.tsx';

interface CallBarsProps {
  phone: Phone;
  places: Arrangement;
  /** Leads to the whole call. */
  open: () => void;
}

/** Every call that rings or goes on, a line each. */
export function CallBars({ phone, places, open }: CallBarsProps) {
  const { offers, front, others } = places;
  if (offers.length === 0 && !front && others.length === 0) return null;
  return (
    <div class="call-bars">
      {offers.map((call) => (
        <OfferBar key={call.id} phone={phone} call={call} open={open} />
      ))}
      {front && <FrontBar key={front.id} phone={phone} call={front} open={open} />}
      {others.map((call) => (
        <HeldBar key={call.id} phone={phone} call={call} />
      ))}
    </div>
  );
}

interface BarProps {
  phone: Phone;
  call: Call;
  open: () => void;
}

function OfferBar({ phone, call, open }: BarProps) {
  const name = usePartyName(phone, call.party);
  return (
    <section class="call-bar offer ring" aria-label={t('incomingFrom', name)}>
      <span class="dot" />
      <div class="call-bar-text">
        <b title={name}>
          <bdi>{name}</bdi>
        </b>
        {call.party.name ? (
          <NumberText phone={phone} number={call.party.number} class="sub" />
        ) : (
          <span class="sub">{t('stateOffered')}</span>
        )}
      </div>
      <Action
        class="round-button stop"
        run={() => phone.decline({ call: call.id })}
        label={t('declineFrom', name)}
        title={t('decline')}
      >
        <HangUpIcon />
      </Action>
      <Action
        class="button go small"
        run={() => phone.answer({ call: call.id }).then(open)}
        label={t('answerFrom', name)}
      >
        <PhoneIcon />
        {t('answer')}
      </Action>
    </section>
  );
}

function FrontBar({ phone, call, open }: BarProps) {
  const name = usePartyName(phone, call.party);
  const state = stateWords(call);
  return (
    <section class="call-bar" aria-label={t('callWith', name)}>
      <button type="button" class="call-bar-text" onClick={open} title={t('showCall')}>
        <b>
          <bdi>{name}</bdi>
        </b>
        <span class={state.warn ? 'sub warn' : 'sub'}>{state.text}</span>
      </button>
      <span class="time">{call.answeredAt !== undefined && <Timer since={call.answeredAt} />}</span>
      <Action
        class={call.muted ? 'icon-button on' : 'icon-button'}
        pressed={call.muted}
        off={call.phase === 'closing'}
        run={() => phone.mute({ call: call.id, on: !call.muted })}
        label={t(call.muted ? 'unmuteHelp' : 'muteHelp')}
        title={t(call.muted ? 'unmuteHelp' : 'muteHelp')}
      >
        {call.muted ? <MicOffIcon /> : <MicIcon />}
      </Action>
      <Action
        class="round-button stop"
        off={call.phase === 'closing'}
        run={() => phone.hangUp({ call: call.id })}
        label={t('hangUpOn', name)}
        title={t('hangUp')}
      >
        <HangUpIcon />
      </Action>
    </section>
  );
}
