/** A contact's form while it is filled in, and what is wrong with it before it is sent. */
import type { Contact } from '../../lib/mirror/desk.ts';
import type { TextKey } from '../../lib/text.ts';

/** The fields as they stand in the form. */
export interface ContactDraft {
  name: string;
  number: string;
  email: string;
  notes: string;
}

export type ContactErrors = Partial<Record<keyof ContactDraft, TextKey>>;

/** A saved contact as a form, or an empty one; what was searched for and looks like a number becomes the number. */
export function draftOf(contact: Contact | undefined, searched = ''): ContactDraft {
  const numeric = /^[+\d][\d\s().-]{3,}$/.test(searched.trim());
  return {
    name: contact?.name ?? (numeric ? '' : searched.trim()),
    number: contact?.display ?? contact?.number ?? (numeric ? searched.trim() : ''),
    email: contact?.email ?? '',
    notes: contact?.notes ?? '',
  };
}

/** What can be told without the engine; `dialable` is its judgement of the number, null while it has none. */
export function errorsOf(draft: ContactDraft, dialable: boolean | null): ContactErrors {
  const errors: ContactErrors = {};
  const name = draft.name.trim();
  const email = draft.email.trim();
  if (name === '') errors.name = 'errorContactName';
  else if (name.length > 200) errors.name = 'errorTooLong';
  if (draft.number.trim() !== '' && dialable === false) errors.number = 'errorContactNumber';
  if (email.length > 254) errors.email = 'errorTooLong';
  else if (email !== '' && !/^[^\s@]+@[^\s@]+$/.test(email)) errors.email = 'errorContactEmail';
  if (draft.notes.trim().length > 4000) errors.notes = 'errorTooLong';
  return errors;
}
