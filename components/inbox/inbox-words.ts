/** An item in words: what came of it, who has it, what its fields are called. Pure. */
import type { InboxEntry, InboxOutcome, Person, RefusedChange } from '../../lib/mirror/inbox.ts';
import { t, type TextKey } from '../../lib/text.ts';
import { fullTime } from '../controls/when.ts';

export const personName = ({ id, name }: Person): string => name || id;

const statusText: Readonly<Record<string, TextKey>> = {
  sent: 'inboxStatusSent',
  created: 'inboxStatusCreated',
  saved: 'inboxStatusSaved',
  scheduled: 'inboxStatusScheduled',
  found: 'inboxStatusFound',
  not_found: 'inboxStatusNotFound',
  noted: 'inboxStatusNoted',
};

/** What came of it, never better than it is; a status nobody knows is shown as its own word. */
export function outcomeOf({ state, status }: InboxOutcome): {
  text: string;
  tone: 'plain' | 'warn' | 'stop';
} {
  if (state === 'pending') return { text: t('inboxPending'), tone: 'warn' };
  if (state === 'failed') return { text: t('inboxFailed'), tone: 'stop' };
  const known = statusText[status];
  return { text: known === undefined ? status : t(known), tone: 'plain' };
}

/** Who has it or did it; undefined while nobody has. */
export function holderOf(entry: InboxEntry, me: Person | undefined): string | undefined {
  const { state, by } = entry;
  const ours = by !== undefined && by.id === me?.id;
  if (state === 'claimed' && !ours) {
    const last = entry.takeovers?.at(-1);
    const fromUs = last !== undefined && last.from.id === me?.id && last.by.id === by?.id;
    return t(fromUs ? 'inboxTookFromYou' : 'inboxTakenBy', nameOr(by));
  }
  if (state === 'claimed') return t('inboxMineNow');
  if (state === 'done') return ours ? t('inboxDoneByYou') : t('inboxDoneBy', nameOr(by));
  return undefined;
}

const nameOr = (by: Person | undefined): string => (by ? personName(by) : t('inboxSomebody'));

export function assigneeOf(
  { assignedTo, assignedBy }: InboxEntry,
  me: Person | undefined,
): string | undefined {
  if (!assignedTo) return undefined;
  if (assignedTo.id !== me?.id) return t('inboxAssignedTo', personName(assignedTo));
  const given = assignedBy !== undefined && assignedBy.id !== me.id;
  return given ? t('inboxAssignedYouBy', personName(assignedBy)) : t('inboxAssignedYou');
}

/** Undefined when it is awake. */
export function sleepOf({ snoozedUntil, state }: InboxEntry, now: number): string | undefined {
  if (snoozedUntil === undefined || state === 'done') return undefined;
  const at = Date.parse(snoozedUntil);
  return at > now ? t('inboxSnoozedUntil', fullTime(at)) : undefined;
}

export function refusalOf({ code, by }: RefusedChange): string {
  if (code === 'taken') return t('inboxRefusedTaken', nameOr(by));
  return t(code === 'not_found' ? 'inboxRefusedGone' : 'inboxRefusedInvalid');
}

/** `policy_number` as people read it. */
export function fieldName(name: string): string {
  const words = name
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/[_-]+/g, ' ')
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What can be pressed in a row: taking what is free, or finishing what is one's own. */
export const nextStep = (entry: InboxEntry, me: Person | undefined): 'claim' | 'done' | undefined => {
  if (entry.state === 'open') return 'claim';
  return entry.state === 'claimed' && entry.by?.id === me?.id ? 'done' : undefined;
};
