import type { Contact } from '../../lib/mirror/desk.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { PhoneIcon } from '../controls/icons.tsx';
import { Face } from '../phone/face.tsx';
import { BackHead } from './back-head.tsx';

interface ContactViewProps {
  phone: Phone;
  contact: Contact;
  back: () => void;
  edit: () => void;
  called: () => void;
}

/** One person in full. */
export function ContactView({ phone, contact, back, edit, called }: ContactViewProps) {
  const { name, number, display, email, notes } = contact;
  const ready = phone.line.value.state === 'ready';
  return (
    <section class="detail" aria-label={name}>
      <BackHead to={t('tabContacts')} back={back}>
        <button type="button" class="link" onClick={edit}>
          {t('edit')}
        </button>
      </BackHead>
      <div class="detail-body">
        <div class="who">
          <Face name={name} />
          <div class="who-text">
            <h2 class="name whole">
              <bdi>{name}</bdi>
            </h2>
            <span class="sub">
              {number === undefined ? t('contactNoNumber') : <bdi dir="ltr">{display ?? number}</bdi>}
            </span>
          </div>
        </div>
        {number !== undefined && (
          <Action
            class="button go wide"
            off={!ready}
            run={() => phone.dial({ number, name }).then(called)}
            label={t('callParty', name)}
          >
            <PhoneIcon />
            {t('call')}
          </Action>
        )}
        {(email || notes) && (
          <dl class="detail-facts">
            {email && (
              <div>
                <dt>{t('contactEmail')}</dt>
                <dd>
                  <bdi>{email}</bdi>
                </dd>
              </div>
            )}
            {notes && (
              <div>
                <dt>{t('contactNotes')}</dt>
                <dd class="long-text">{notes}</dd>
              </div>
            )}
          </dl>
        )}
      </div>
    </section>
  );
}
