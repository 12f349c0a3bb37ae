import { t } from '../../lib/text.ts';
import { dateOf } from '../controls/when.ts';

/** How far back past calls are read, in days: services keep years of them, and give them all at once. */
const ranges = [30, 90, 365] as const;

/** One of the ranges, or all there is. */
export type HistoryRange = (typeof ranges)[number] | 'all';

/** The first moment of a range, ms since the epoch. */
export const startOf = (range: HistoryRange, now = Date.now()): number => {
  if (range === 'all') return 0;
  const day = new Date(now);
  day.setHours(0, 0, 0, 0);
  return day.setDate(day.getDate() - range);
};

/** The next longer one; all there is comes last. */
export const longer = (range: HistoryRange): HistoryRange =>
  ranges.find((one) => range !== 'all' && one > range) ?? 'all';

interface HistoryEndProps {
  range: HistoryRange;
  widen: () => void;
  /** Files cannot be kept here. */
  noFiles: boolean;
}

/** Where the list of past calls ends, and why; what is exported ends there too. */
export function HistoryEnd({ range, widen, noFiles }: HistoryEndProps) {
  return (
    <div class="list-foot">
      <p>{range === 'all' ? t('historyWhole') : t('historySince', dateOf(startOf(range)))}</p>
      {range !== 'all' && (
        <button type="button" class="link" onClick={widen}>
          {t('historyOlder')}
        </button>
      )}
      {noFiles && <p>{t('exportElsewhere')}</p>}
    </div>
  );
}
