/** Calling back from the Inbox: whoever is too late is told who has it before anybody is rung. */
import { useSignal } from '@preact/signals';
import { FaultError } from '../../lib/mirror/fault.ts';
import type { InboxEntry } from '../../lib/mirror/inbox.ts';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';

interface CallBack {
  /** Who has the item, after a call that was not made for that. */
  taken: string | undefined;
  call: (anyway?: boolean) => Promise<void>;
}

export function useCallBack(phone: Phone, { id, state, by }: InboxEntry, called: () => void): CallBack {
  const taken = useSignal<string | undefined>(undefined);
  const { me } = phone.inbox.value;
  const ours = state !== 'claimed' || by?.id === me?.id;

  async function call(anyway = false): Promise<void> {
    try {
      await phone.callBack({ item: id, ...(anyway && { anyway }) });
      taken.value = undefined;
      called();
    } catch (error) {
      if (!(error instanceof FaultError) || error.fault.code !== 'taken-by') throw error;
      taken.value = error.fault.about ?? t('inboxSomebody');
    }
  }

  return { taken: ours ? undefined : taken.value, call };
}

/** Who has it, and the call all the same. */
export function NotCalled({ taken, call }: CallBack) {
  if (taken === undefined) return null;
  return (
    <p class="inbox-told not-called" role="alert">
      <bdi>{t('inboxNotCalled', taken)}</bdi>{' '}
      <Action class="link" run={() => call(true)}>
        {t('inboxCallAnyway')}
      </Action>
    </p>
  );
}
