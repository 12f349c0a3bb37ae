import { useSignal } from '@preact/signals';
import type { InboxEntry, InboxNote, InboxTakeover } from '../../lib/mirror/inbox.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { Field } from '../controls/field.tsx';
import { fullTime } from '../controls/when.ts';
import { personName } from './inbox-words.ts';

/** What colleagues wrote to it and who took it from whom, oldest first, and one more note. */
export function InboxNotes({ phone, entry }: { phone: Phone; entry: InboxEntry }) {
  const text = useSignal('');
  const typed = text.value;
  const told: (InboxNote | InboxTakeover)[] = [...entry.notes, ...(entry.takeovers ?? [])].toSorted(
    (a, b) => Date.parse(a.at) - Date.parse(b.at),
  );
  return (
    <section class="inbox-notes" aria-label={t('inboxNotes')}>
      <h3>{t('inboxNotes')}</h3>
      {told.length > 0 && (
        <ol>
          {told.map((one) => (
            <li key={'id' in one ? one.id : one.at}>
              <span class="sub">
                <bdi>
                  {'from' in one
                    ? t('inboxTookFrom', personName(one.by), personName(one.from))
                    : personName(one.by)}
                </bdi>{' '}
                · <bdi>{fullTime(Date.parse(one.at))}</bdi>
              </span>
              {'text' in one && (
                <p class="long-text" dir="auto">
                  {one.text}
                </p>
              )}
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
