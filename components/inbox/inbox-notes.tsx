import { useSignal } from '@preact/signals';
import type { InboxEntry } from '../../lib/mirror/inbox.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { Field } from '../controls/field.tsx';
import { fullTime } from '../controls/when.ts';
import { personName } from './inbox-words.ts';

/** What colleagues wrote to it, oldest first, and one more. */
export function InboxNotes({ phone, entry }: { phone: Phone; entry: InboxEntry }) {
  const text = useSignal('');
  const typed = text.value;
  return (
    <section class="inbox-notes" aria-label={t('inboxNotes')}>
      <h3>{t('inboxNotes')}</h3>
      {entry.notes.length > 0 && (
        <ol>
          {entry.notes.map((note) => (
            <li key={note.id}>
              <span class="sub">
                <bdi>{personName(note.by)}</bdi> · <bdi>{fullTime(Date.parse(note.at))}</bdi>
              </span>
              <p class="long-text" dir="auto">
                {note.text}
              </p>
            </li>
          ))}
        </ol>
      )}
      <Field label={t('inboxNoteNew')}>
        {(parts) => (
          <textarea
            {...parts}
            class="input"
            rows={2}
            dir="auto"
            maxLength={10_000}
            value={typed}
            onInput={(event) => {
              text.value = event.currentTarget.value;
            }}
          />
        )}
      </Field>
      <Action
        class="button quiet small"
        off={typed.trim() === ''}
        run={async () => {
          await phone.noteItem({ item: entry.id, text: typed });
          text.value = '';
        }}
      >
        {t('inboxNoteAdd')}
      </Action>
    </section>
  );
}
