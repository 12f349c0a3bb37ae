import { useSignal } from '@preact/signals';
import { useContext, useEffect } from 'preact/hooks';
import type { InboxEntry, Person } from '../../lib/mirror/inbox.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { DeskContext, send } from '../controls/desk.ts';
import { SelectField } from '../controls/field.tsx';
import { personName } from './inbox-words.ts';

/** Whose item it is to do; nobody's is everybody's. */
export function Assign({ phone, entry }: { phone: Phone; entry: InboxEntry }) {
  const desk = useContext(DeskContext);
  const people = useSignal<readonly Person[]>([]);
  const { me } = phone.inbox.value;
  const { id: item, assignedTo } = entry;
  useEffect(() => {
    // Without them it stays with whoever has it; the list comes with the connection.
    phone.readColleagues({}).then(
      (known) => {
        people.value = known;
      },
      () => undefined,
    );
  }, [phone, people]);
  const known = people.value;
  const missing = [me, assignedTo].filter(
    (one): one is Person => one !== undefined && !known.some(({ id }) => id === one.id),
  );
  const all = [...known, ...missing.filter((one, at) => missing.findIndex(({ id }) => id === one.id) === at)];
  return (
    <SelectField
      label={t('inboxAssignTo')}
      value={assignedTo?.id ?? ''}
      options={[
        { value: '', text: t('inboxNobody') },
        ...all.map((one) => ({
          value: one.id,
          text: one.id === me?.id ? t('inboxYou', personName(one)) : personName(one),
        })),
      ]}
      change={(to) => send(desk, phone.assignItem({ item, to: to === '' ? null : to }))}
    />
  );
}
