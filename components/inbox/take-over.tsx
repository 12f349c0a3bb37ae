import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import type { Person } from '../../lib/mirror/inbox.ts';
import { t } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { TakeIcon } from './inbox-icons.tsx';
import { personName } from './inbox-words.ts';

interface TakeOverProps {
  holder: Person;
  run: () => Promise<unknown>;
}

/** What a colleague has claimed is taken from them only after one more press. */
export function TakeOver({ holder, run }: TakeOverProps) {
  const unfolded = useSignal(false);
  const id = useId();
  const open = unfolded.value;
  const who = personName(holder);
  return (
    <>
      <button
        type="button"
        class="button quiet small"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => {
          unfolded.value = !open;
        }}
      >
        <TakeIcon />
        {t('inboxTakeOver')}
      </button>
      <div class="unfolded take-over" id={id} hidden={!open}>
        <p>
          <bdi>{t('inboxTakeOverAsk', who)}</bdi>
        </p>
        <Action class="button quiet small" run={run}>
          <bdi>{t('inboxTakeOverFrom', who)}</bdi>
        </Action>
        <button
          type="button"
          class="button quiet small"
          onClick={() => {
            unfolded.value = false;
          }}
        >
          {t('cancel')}
        </button>
      </div>
    </>
  );
}
