import type { Call } from '../../lib/call/call.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { HangUpIcon, PhoneIcon } from '../controls/icons.tsx';
import { usePartyName, Who } from './who.tsx';

interface IncomingCardProps {
  phone: Phone;
  call: Call;
  /** Another call goes on and will be held. */
  holdsAnother: boolean;
}

/** Somebody calls: who it is, answer or decline. */
export function IncomingCard({ phone, call, holdsAnother }: IncomingCardProps) {
  const name = usePartyName(phone, call.party);
  return (
    <section class="card incoming" aria-label={t('incomingFrom', name)}>
      <Who phone={phone} party={call.party}>
        <span class="pill go ring">
          <span class="dot" />
          {t('stateOffered')}
        </span>
      </Who>
      <div class="pair">
        <Action
          class="button stop"
          run={() => phone.decline({ call: call.id })}
          label={t('declineFrom', name)}
        >
          <HangUpIcon />
          {t('decline')}
        </Action>
        <Action class="button go" run={() => phone.answer({ call: call.id })} label={t('answerFrom', name)}>
          <PhoneIcon />
          {t('answer')}
        </Action>
      </div>
      {holdsAnother && <p class="hint">{t('answerHolds')}</p>}
    </section>
  );
}
