import { t } from '../../lib/text.ts';
import { ChevronIcon } from '../controls/icons.tsx';

interface QueueFilterProps {
  queues: readonly string[];
  /** Empty for all. */
  chosen: string;
  choose: (queue: string) => void;
}

/** Which queue's callers are shown. */
export function QueueFilter({ queues, chosen, choose }: QueueFilterProps) {
  return (
    <label class="quick-select">
      <span class="unseen">{t('queueFilter')}</span>
      <select value={chosen} onChange={(event) => choose(event.currentTarget.value)}>
        <option value="">{t('queueAll')}</option>
        {queues.map((queue) => (
          <option key={queue} value={queue}>
            {queue}
          </option>
        ))}
      </select>
      <ChevronIcon />
    </label>
  );
}
