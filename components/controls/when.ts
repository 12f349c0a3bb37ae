/** Moments in words. The browser's own locale decides 12 or 24 hours; ours decides the words. */
import { t } from '../../lib/text.ts';

const hour = 3_600_000;

const time = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
const day = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const short = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'short' });

/** 14:02 */
export const shortTime = (at: number): string => time.format(at);

/** 14:02 for today, else 24 Nov. */
export const shortWhen = (at: number, now: number): string =>
  new Date(at).toDateString() === new Date(now).toDateString() ? time.format(at) : short.format(at);

const date = new Intl.DateTimeFormat(undefined, { dateStyle: 'long' });

/** 24 November 2026 */
export const dateOf = (at: number): string => date.format(at);

/** Day, date and time, for titles. */
export const fullTime = (at: number): string => full.format(at);

/** "Today", "Yesterday" or "Thursday, 12 November"; `midnight` is the day's first moment. */
export function dayName(midnight: number, now: number): string {
  const today = new Date(now).setHours(0, 0, 0, 0);
  if (midnight === today) return t('today');
  // An hour back from midnight is yesterday, also when the clocks were changed.
  if (midnight === new Date(today - hour).setHours(0, 0, 0, 0)) return t('yesterday');
  return day.format(midnight);
}
