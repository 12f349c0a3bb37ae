/** An operator's status in words. The service has its own; those everybody uses are said in the operator's language. */
import type { PresenceKind, PresenceStatus } from '../../lib/mirror/desk.ts';
import { t, type TextKey } from '../../lib/text.ts';
import { humanised } from './ai-words.ts';

const kinds: Readonly<Record<Exclude<PresenceKind, 'unknown'>, TextKey>> = {
  available: 'presenceAvailable',
  busy: 'presenceBusy',
  away: 'presenceAway',
  offline: 'presenceOffline',
};

/** Service words that mean more than their kind. */
const special: Readonly<Record<string, TextKey>> = {
  on_call: 'presenceOnCall',
  in_call: 'presenceOnCall',
  on_break: 'presenceOnBreak',
  break: 'presenceOnBreak',
  do_not_disturb: 'presenceDoNotDisturb',
  dnd: 'presenceDoNotDisturb',
  wrap_up: 'presenceWrapUp',
  logged_out: 'presenceLoggedOut',
  available_on_demand: 'presenceOnDemand',
};

/** Of a kind that has several statuses, all but the plain one are called as the service calls them. */
export function presenceWords(status: PresenceStatus, choices: readonly PresenceStatus[] = []): string {
  const value = status.value.toLowerCase();
  if (Object.hasOwn(special, value)) return t(special[value] ?? 'presenceBusy');
  if (status.kind === 'unknown') return humanised(status.value);
  const alone = choices.filter(({ kind }) => kind === status.kind).length < 2;
  return alone || value === status.kind ? t(kinds[status.kind]) : humanised(status.value);
}
