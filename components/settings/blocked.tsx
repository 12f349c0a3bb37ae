import { useSignal } from '@preact/signals';
import type { BlockedNumber } from '../../lib/mirror/desk.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { PlusIcon } from '../controls/icons.tsx';
import { TextField } from '../controls/field.tsx';
import { fullTime } from '../controls/when.ts';
import { EmptyList, ListFault, LoadingRows } from '../desk/list-state.tsx';
import { NumberText } from '../phone/number.tsx';
import { useRead } from './use-read.ts';

/** Callers who are turned away: who, why, since when, and letting them in again. */
export function Blocked({ phone }: { phone: Phone }) {
  const { read, again } = useRead(() => phone.listBlocked({}), [phone]);
  const number = useSignal('');
  const reason = useSignal('');
  async function block(): Promise<void> {
    await phone.blockNumber({ number: number.peek(), reason: reason.peek() });
    number.value = '';
    reason.value = '';
    await again();
  }
  const typed = number.value.trim();
  return (
    <>
      <form class="form" onSubmit={(event) => event.preventDefault()}>
        <div class="two">
          <TextField
            label={t('blockedNumber')}
            inputMode="tel"
            value={number.value}
            change={(value) => {
              number.value = value;
            }}
          />
          <TextField
            label={t('blockedReason')}
            value={reason.value}
            change={(value) => {
              reason.value = value;
            }}
          />
        </div>
        <div class="form-end">
          <Action class="button quiet" type="submit" off={typed === ''} run={block}>
            <PlusIcon />
            {t('block')}
          </Action>
        </div>
      </form>
      {read.fault && <ListFault fault={read.fault} again={again} />}
      {!read.value && !read.fault && <LoadingRows text={t('blockedLoading')} count={2} />}
      {read.value?.length === 0 && <EmptyList title={t('blockedNone')} text={t('blockedNoneHelp')} />}
      {read.value && read.value.length > 0 && (
        <ul class="rows">
          {read.value.map((one) => (
            <BlockedRow key={one.id} phone={phone} one={one} again={again} />
          ))}
        </ul>
      )}
    </>
  );
}

function BlockedRow({ phone, one, again }: { phone: Phone; one: BlockedNumber; again: () => Promise<void> }) {
  const facts = [one.reason, one.since === undefined ? undefined : fullTime(one.since)].filter(Boolean);
  return (
    <li class="row-item">
      <div class="account-row">
        <div class="account-text">
          <b>
            <NumberText phone={phone} number={one.number} class="number" />
          </b>
          <span class="sub">{facts.join(' · ')}</span>
        </div>
        <Action
          class="button quiet small"
          label={t('unblockNumber', one.number)}
          run={async () => {
            await phone.unblockNumber({ id: one.id });
            await again();
          }}
        >
          {t('unblock')}
        </Action>
      </div>
    </li>
  );
}
