import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { t } from '../../lib/text.ts';
import { Action } from '../controls/action.tsx';
import { shortTime } from '../controls/when.ts';
import { SnoozeIcon } from './inbox-icons.tsx';

interface SnoozeProps {
  /** It sleeps now. */
  asleep: boolean;
  /** ms since the epoch; null wakes it. */
  until: (at: number | null) => Promise<unknown>;
}

const hour = 3_600_000;

/** Nine in the morning of the day after. */
export function tomorrowMorning(now: number): number {
  const day = new Date(now);
  day.setDate(day.getDate() + 1);
  return day.setHours(9, 0, 0, 0);
}

/** As the browser's own field for a date and a time writes it. */
export function localInput(at: number): string {
  const here = new Date(at - new Date(at).getTimezoneOffset() * 60_000);
  return here.toISOString().slice(0, 16);
}

/** Out of sight for an hour, until tomorrow morning, or until any time. */
export function Snooze({ asleep, until }: SnoozeProps) {
  const unfolded = useSignal(false);
  const picked = useSignal('');
  const id = useId();
  const open = unfolded.value;
  const typed = picked.value;
  const at = typed === '' ? Number.NaN : new Date(typed).getTime();
  const close = async (when: number | null) => {
    await until(when);
    unfolded.value = false;
  };
  if (asleep) {
    return (
      <Action class="button quiet small" run={() => until(null)}>
        <SnoozeIcon />
        {t('inboxWake')}
      </Action>
    );
  }
  return (
    <>
      <button
        type="button"
        class="button quiet small"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => {
          unfolded.value = !open;
          picked.value = localInput(Date.now() + 2 * hour);
        }}
      >
        <SnoozeIcon />
        {t('inboxSnooze')}
      </button>
      <div class="unfolded" id={id} hidden={!open}>
        <Action class="button quiet small" run={() => close(Date.now() + hour)}>
          {t('inboxSnoozeHour')}
        </Action>
        <Action class="button quiet small" run={() => close(tomorrowMorning(Date.now()))}>
          {t('inboxSnoozeTomorrow', shortTime(tomorrowMorning(Date.now())))}
        </Action>
        <label class="snooze-pick">
          <span>{t('inboxSnoozePick')}</span>
          <input
            class="input"
            type="datetime-local"
            value={typed}
            min={localInput(Date.now())}
            onInput={(event) => {
              picked.value = event.currentTarget.value;
            }}
          />
        </label>
        <Action class="button quiet small" off={!(at > Date.now())} run={() => close(at)}>
          {t('inboxSnoozeSet')}
        </Action>
      </div>
    </>
  );
}
