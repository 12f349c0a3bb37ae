import { useSignal } from '@preact/signals';
import type { Phone } from '../../lib/mirror/phone.ts';
import { t } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { useWritten } from './number.tsx';

/** Turns a caller away from now on, where the service can; asked once more, because they are told nothing. */
export function BlockNumber({ phone, number }: { phone: Phone; number: string }) {
  const state = useSignal<'offered' | 'asking' | 'done'>('offered');
  const written = useWritten(phone, number);
  const now = state.value;
  if (!phone.desk.value.ports.includes('blocked') || !number.startsWith('+')) return null;
  if (now === 'done') return <p class="hint">{t('blockedNow', written)}</p>;
  if (now === 'offered')
    return (
      <button
        type="button"
        class="link block-number"
        onClick={() => {
          state.value = 'asking';
        }}
      >
        {t('blockThis')}
      </button>
    );
  return (
    <div class="account-row">
      <p class="account-text">{t('blockAsk', written)}</p>
      <button
        type="button"
        class="button quiet small"
        onClick={() => {
          state.value = 'offered';
        }}
      >
        {t('cancel')}
      </button>
      <Action
        class="button stop small"
        run={async () => {
          await phone.blockNumber({ number });
          state.value = 'done';
        }}
      >
        {t('block')}
      </Action>
    </div>
  );
}
