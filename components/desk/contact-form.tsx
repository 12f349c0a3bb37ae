import { useComputed, useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { Contact } from '../../lib/mirror/desk.ts';
import { FaultError } from '../../lib/mirror/fault.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { Field, TextField } from '../controls/field.tsx';
import { useDescription } from '../phone/use-description.ts';
import { BackHead } from './back-head.tsx';
import { draftOf, errorsOf, type ContactDraft, type ContactErrors } from './contact-draft.ts';

interface ContactFormProps {
  phone: Phone;
  /** The contact to change; absent for a new one. */
  contact?: Contact;
  /** What was searched for: the beginning of a new one. */
  name?: string;
  saved: (contact: Contact) => void;
  cancel: () => void;
}

/** A new contact, or changes to one. Each field says what is wrong with it once it was left. */
export function ContactForm({ phone, contact, name, saved, cancel }: ContactFormProps) {
  const draft = useSignal<ContactDraft>(draftOf(contact, name));
  const left = useSignal<ReadonlySet<keyof ContactDraft>>(new Set());
  const refused = useSignal(false);
  const form = useRef<HTMLFormElement>(null);
  const number = useComputed(() => draft.value.number);
  const described = useDescription(phone, number).value;
  const now = draft.value;
  const dialable = described?.input === now.number ? described.dialable : null;
  const all: ContactErrors = {
    ...errorsOf(now, dialable),
    ...(refused.value && { number: 'errorContactNumber' as const }),
  };
  const seen = left.value;

  const set = (changed: Partial<ContactDraft>) => {
    if ('number' in changed) refused.value = false;
    draft.value = { ...draft.peek(), ...changed };
  };
  const leave = (field: keyof ContactDraft) => () => {
    left.value = new Set([...left.peek(), field]);
  };
  const error = (field: keyof ContactDraft) => {
    const key = seen.has(field) ? all[field] : undefined;
    return key === undefined ? undefined : t(key);
  };

  async function submit(): Promise<void> {
    left.value = new Set(['name', 'number', 'email', 'notes']);
    if (Object.keys(all).length > 0) return toFirstError();
    const { name, number, email, notes } = draft.peek();
    try {
      const input = { name, number, email, notes };
      saved(await (contact ? phone.updateContact({ id: contact.id, ...input }) : phone.createContact(input)));
    } catch (error) {
      if (!(error instanceof FaultError) || error.fault.code !== 'not-a-number') throw error;
      refused.value = true;
      toFirstError();
    }
  }

  function toFirstError(): void {
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus());
  }

  return (
    <section class="detail" aria-label={t(contact ? 'contactEdit' : 'contactNew')}>
      <BackHead to={contact ? contact.name : t('tabContacts')} back={cancel} />
      <form class="detail-body" ref={form} noValidate onSubmit={(event) => event.preventDefault()}>
        <h2 class="detail-title">{t(contact ? 'contactEdit' : 'contactNew')}</h2>
        <TextField
          label={t('contactName')}
          error={error('name')}
          value={now.name}
          change={(value) => set({ name: value })}
          leave={leave('name')}
        />
        <TextField
          label={t('contactNumber')}
          error={error('number')}
          inputMode="tel"
          value={now.number}
          change={(value) => set({ number: value })}
          leave={leave('number')}
        />
        <TextField
          label={t('contactEmail')}
          error={error('email')}
          value={now.email}
          change={(value) => set({ email: value })}
          leave={leave('email')}
        />
        <Field label={t('contactNotes')} error={error('notes')}>
          {(parts) => (
            <textarea
              {...parts}
              class="input"
              rows={3}
              dir="auto"
              value={now.notes}
              onInput={(event) => set({ notes: event.currentTarget.value })}
              onBlur={leave('notes')}
            />
          )}
        </Field>
        <div class="pair">
          <button type="button" class="button quiet" onClick={cancel}>
            {t('cancel')}
          </button>
          <Action class="button accent" type="submit" run={submit}>
            {t('save')}
          </Action>
        </div>
      </form>
    </section>
  );
}
