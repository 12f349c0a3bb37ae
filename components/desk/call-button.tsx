import type { Party } from '../../lib/call/call.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { PhoneIcon } from '../controls/icons.tsx';
import { prepared } from '../phone/prepared.ts';
import { usePartyName } from '../phone/who.tsx';

interface CallButtonProps {
  phone: Phone;
  party: Party;
  called: () => void;
}

/** Calls a party from a list. */
export function CallButton({ phone, party, called }: CallButtonProps) {
  const name = usePartyName(phone, party);
  const ready = phone.line.value.state === 'ready';
  return (
    <Action
      class="icon-button go"
      likely={prepared(phone)}
      run={() => phone.dial({ number: party.number, name: party.name }).then(called)}
      off={!ready || party.number === ''}
      label={t('callParty', name)}
      title={t('callParty', name)}
    >
      <PhoneIcon />
    </Action>
  );
}
