import type { Call } from '../../lib/call/call.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { CloseIcon, PhoneIcon } from '../controls/icons.tsx';
import { clock } from '../controls/timer.tsx';
import { BlockNumber } from './block-number.tsx';
import { OutcomeText } from './outcome-text.tsx';
import { technical, wordsOf } from './outcome-words.ts';
import { prepared } from './prepared.ts';
import { usePartyName, Who } from './who.tsx';

interface EndedProps {
  phone: Phone;
  call: Call;
}

const lasted = (call: Call): string | undefined =>
  call.answeredAt === undefined ? undefined : clock((call.endedAt ?? call.answeredAt) - call.answeredAt);

/** A call that is over: how it ended, in words; the server's own beside them; call again or put away. */
export function EndedCard({ phone, call }: EndedProps) {
  const name = usePartyName(phone, call.party);
  const words = wordsOf(call);
  // While a note on it is written, finishing that is what puts the call away.
  const noted = phone.wrapUp.value.some((one) => one.call === call.id && one.state === 'open');
  const wide = noted ? ' wide' : '';
  const redial = () =>
    phone
      .dial({ number: call.party.number, name: call.party.name })
      .then(() => phone.dismiss({ call: call.id }));
  const again = t(call.direction === 'incoming' ? 'callBack' : 'callAgain');
  // Nothing went wrong and the note is what matters now: the call needs no more than its name.
  if (noted && words.tone === 'calm') {
    return (
      <section class="card ended" aria-label={t('callWith', name)}>
        <Who phone={phone} party={call.party}>
          <div class="ended-briefly">
            <b class="tabular">{lasted(call)}</b>
            <span class="sub">{t(words.title)}</span>
          </div>
          <Action
            class="icon-button go"
            likely={prepared(phone)}
            run={redial}
            off={call.party.number === ''}
            label={again}
            title={again}
          >
            <PhoneIcon />
          </Action>
        </Who>
      </section>
    );
  }
  return (
    <section class="card ended" aria-label={t('callWith', name)}>
      <Who phone={phone} party={call.party}>
        <span class="time">
          <span class="tabular">{lasted(call)}</span>
        </span>
      </Who>
      <OutcomeText call={call} />
      {call.outcome && technical.has(call.outcome.kind) && (
        <Action class="link" run={() => phone.openOptions({ section: 'diagnostics' })}>
          {t('findCause')}
        </Action>
      )}
      {call.direction === 'incoming' && <BlockNumber phone={phone} number={call.party.number} />}
      <div class={noted ? undefined : 'pair'}>
        {!noted && (
          <Action class="button quiet" run={() => phone.dismiss({ call: call.id })}>
            {t('dismiss')}
          </Action>
        )}
        {call.outcome?.kind === 'no-microphone' ? (
          <Action class={`button accent${wide}`} run={() => phone.openOptions({ section: 'sound' })}>
            {t('allowMicrophone')}
          </Action>
        ) : (
          <Action
            class={words.tone === 'calm' ? 'button quiet' : `button go${wide}`}
            likely={prepared(phone)}
            run={redial}
            off={call.party.number === ''}
          >
            <PhoneIcon />
            {again}
          </Action>
        )}
      </div>
    </section>
  );
}

/** The same in one line, while another call needs the room. */
export function EndedRow({ phone, call }: EndedProps) {
  const name = usePartyName(phone, call.party);
  const text = `${name} · ${t(wordsOf(call).title)}`;
  return (
    <div class="ended-row">
      <span class="ended-name" title={text}>
        {text}
      </span>
      <Action
        class="icon-button small"
        run={() => phone.dismiss({ call: call.id })}
        label={t('dismissCall', name)}
        title={t('dismiss')}
      >
        <CloseIcon />
      </Action>
    </div>
  );
}
