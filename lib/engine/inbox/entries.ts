/** What the operator sees of the Inbox: items with the changes that are still on their way, in order, counted. Pure. */
import type { InboxEntry, InboxItem, InboxSlice, InboxView, Person } from '../../mirror/inbox.ts';
import type { InboxAction } from '../../providers/companion/shapes.ts';
import type { StoredChange } from '../database.ts';
import { folded } from '../desk/contact-index.ts';

/** An item as it will be once the company server has our change; what the server will not take is left as it is. */
export function withAction(item: InboxItem, action: InboxAction, me: Person): InboxItem {
  const others = item.state !== 'open' && item.by !== undefined && item.by.id !== me.id;
  const at = action.at;
  switch (action.kind) {
    case 'claim':
      if (item.state === 'done') return item;
      if (!others) return { ...item, state: 'claimed', by: me, stateAt: at };
      return item.by !== undefined && item.by.id === action.from ? takenOver(item, item.by, me, at) : item;
    case 'release':
      return others || item.state !== 'claimed'
        ? item
        : { ...item, state: 'open', by: undefined, stateAt: at };
    case 'done':
      return others ? item : { ...item, state: 'done', by: me, stateAt: at };
    case 'reopen':
      return item.state === 'done' ? { ...item, state: 'open', by: undefined, stateAt: at } : item;
    case 'snooze':
      return { ...item, snoozedUntil: action.until };
    case 'assign':
      return others && item.state === 'claimed' ? item : assigned(item, action.to, me, at);
    case 'note':
      return { ...item, notes: [...item.notes, { id: action.id, by: me, at, text: action.text ?? '' }] };
  }
}

function takenOver(item: InboxItem, from: Person, by: Person, at: string): InboxItem {
  const takeovers = [...(item.takeovers ?? []), { from, by, at }];
  const free =
    item.assignedTo?.id === from.id ? { ...item, assignedTo: undefined, assignedBy: undefined } : item;
  return { ...free, state: 'claimed', by, stateAt: at, takeovers };
}

/** What is one's own and goes to somebody else is handed over: it waits for them. */
function assigned(item: InboxItem, to: string | undefined, me: Person, at: string): InboxItem {
  if (to === undefined) return { ...item, assignedTo: undefined, assignedBy: undefined };
  const given = { ...item, assignedTo: { id: to }, assignedBy: me };
  if (item.state !== 'claimed' || to === me.id) return given;
  return { ...given, state: 'open', by: undefined, stateAt: at };
}

export interface Ours {
  /** Changes not delivered yet, and those refused, in their order. */
  changes: readonly StoredChange[];
  me?: Person;
  people: readonly Person[];
}

export function entryOf(item: InboxItem, { changes, me, people }: Ours): InboxEntry {
  const own = changes.filter((one) => one.action.item === item.id);
  const waiting = own.filter((one) => one.refused === undefined);
  let seen = item;
  for (const { action } of waiting) if (me) seen = withAction(seen, action, me);
  const assigned = seen.assignedTo;
  if (assigned !== undefined && assigned.name === undefined)
    seen = { ...seen, assignedTo: people.find(({ id }) => id === assigned.id) ?? assigned };
  return {
    ...seen,
    undelivered: waiting.map(({ action }) => action.kind),
    refused: own.flatMap(({ action, refused }) =>
      refused ? [{ id: action.id, kind: action.kind, text: action.text, ...refused }] : [],
    ),
    mine:
      me !== undefined &&
      ((seen.state === 'claimed' && seen.by?.id === me.id) || seen.assignedTo?.id === me.id),
  };
}

export const isSnoozed = (item: InboxItem, now: number): boolean =>
  item.snoozedUntil !== undefined && Date.parse(item.snoozedUntil) > now;

/** Nobody has it, and it is not somebody else's to take: it waits for the operator. */
export const isFresh = (item: InboxItem, now: number, me: Person | undefined): boolean =>
  item.state === 'open' &&
  !isSnoozed(item, now) &&
  (item.assignedTo === undefined || item.assignedTo.id === me?.id);

export function isIn(view: InboxView, entry: InboxEntry, now: number): boolean {
  if (view === 'done') return entry.state === 'done';
  if (entry.state === 'done') return false;
  if (view === 'snoozed') return isSnoozed(entry, now);
  return !isSnoozed(entry, now) && (view === 'open' || entry.mine);
}

/** When it began to wait: as it came in, or as it woke up. */
const waitsSince = (item: InboxItem): number =>
  Math.max(Date.parse(item.at), item.snoozedUntil === undefined ? 0 : Date.parse(item.snoozedUntil));

/**
 * Urgent first, then newest; what was asleep counts as new from the moment it woke. Whoever claims an item does not move
 * it: lists keep their place. Sleepers stand by when they wake, done ones by when they were.
 */
export function inOrder(view: InboxView, entries: readonly InboxEntry[]): InboxEntry[] {
  if (view === 'snoozed') return entries.toSorted((a, b) => waitsSince(a) - waitsSince(b));
  if (view === 'done') return entries.toSorted((a, b) => doneAt(b) - doneAt(a));
  return entries.toSorted(
    (a, b) => Number(b.urgent) - Number(a.urgent) || waitsSince(b) - waitsSince(a) || b.rev - a.rev,
  );
}

const doneAt = (item: InboxItem): number => Date.parse(item.stateAt ?? item.at);

/** What the slice counts. */
export function countsOf(
  entries: readonly InboxEntry[],
  now: number,
  me: Person | undefined,
): Pick<InboxSlice, 'counts' | 'fresh' | 'freshUrgent'> {
  const counts = { open: 0, mine: 0, snoozed: 0, done: 0 };
  let [fresh, freshUrgent] = [0, 0];
  for (const entry of entries) {
    for (const view of ['open', 'mine', 'snoozed', 'done'] as const)
      if (isIn(view, entry, now)) counts[view] += 1;
    if (!isFresh(entry, now, me)) continue;
    fresh += 1;
    if (entry.urgent) freshUrgent += 1;
  }
  return { counts, fresh, freshUrgent };
}

/** The next moment at which an item wakes up; undefined where none sleeps. */
export function nextWaking(entries: readonly InboxEntry[], now: number): number | undefined {
  let next: number | undefined;
  for (const { snoozedUntil } of entries) {
    const at = snoozedUntil === undefined ? 0 : Date.parse(snoozedUntil);
    if (at > now && at < (next ?? Infinity)) next = at;
  }
  return next;
}

/** Whether an item is looked for: by words in any of its texts, or by digits of its number. */
export function matches(item: InboxItem, query: string): boolean {
  const wanted = folded(query.trim());
  if (wanted === '') return true;
  const digits = /^[\d\s()+./-]+$/.test(wanted) ? wanted.replaceAll(/\D/g, '').replace(/^0+/, '') : '';
  const numbers = `${item.number ?? ''} ${item.numberAsGiven ?? ''}`.replaceAll(/[^\d ]/g, '');
  if (digits !== '' && numbers.includes(digits)) return true;
  const texts = [
    item.name,
    item.forPerson,
    item.text,
    item.preferredTime,
    item.numberAsGiven,
    ...Object.values(item.fields),
    ...item.notes.map(({ text }) => text),
  ];
  const all = folded(texts.filter(Boolean).join(' '));
  return wanted.split(/\s+/).every((word) => all.includes(word));
}
