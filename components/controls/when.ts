/** Moments in words. The browser's own locale decides 12 or 24 hours; ours decides the words. */
import { t } from '../../lib/text.ts';

const minute = 60_000;
const hour = 60 * minute;

const time = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
const date = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'short' });

/** 14:02 */
export const shortTime = (at: number): string => time.format(at);

/** Day, date and time, for titles. */
export const fullTime = (at: number): string => full.format(at);

/** "now", "5 min ago", "14:02", "Yesterday, 14:02" or "12 Nov, 14:02". */
export function ago(at: number, now: number): string {
  const past = now - at;
  if (past < minute) return t('justNow');
  if (past < hour) return t('minutesAgo', Math.floor(past / minute));
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  if (at >= midnight) return time.format(at);
  if (at >= midnight - 24 * hour) return t('yesterdayAt', time.format(at));
  return `${date.format(at)}, ${time.format(at)}`;
}
