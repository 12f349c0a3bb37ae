import type { Contact } from '../../lib/mirror/desk.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { Face } from '../phone/face.tsx';
import { CallButton } from './call-button.tsx';

interface ContactRowProps {
  phone: Phone;
  contact: Contact;
  open: () => void;
  called: () => void;
}

/** One person: the name leads to the rest, the handset calls. */
export function ContactRow({ phone, contact, open, called }: ContactRowProps) {
  const { name, number, display } = contact;
  return (
    <li class="list-row contact-row">
      <button type="button" class="row-open" onClick={open}>
        <Face name={name} />
        <span class="row-text">
          <b title={name}>
            <bdi>{name}</bdi>
          </b>
          <span class="sub">
            {number === undefined ? t('contactNoNumber') : <bdi dir="ltr">{display ?? number}</bdi>}
          </span>
        </span>
      </button>
      {number !== undefined && <CallButton phone={phone} party={{ number, name }} called={called} />}
    </li>
  );
}
