import * as v from 'valibot';
import { type Item, MAX_TEXT, type Person } from './item.ts';
import { cleanText } from '../receiver/clean.ts';

const MAX_NOTES = 500;
/** Older ones are forgotten. */
const MAX_TAKEOVERS = 50;

const instant = v.pipe(v.string(), v.isoTimestamp());

/** One change by an operator, as the phone sends it (docs/inbox-api.md). */
export const ActionSchema = v.object({
  id: v.pipe(v.string(), v.uuid()),
  item: v.pipe(v.string(), v.maxLength(100)),
  kind: v.picklist(['claim', 'release', 'done', 'reopen', 'snooze', 'assign', 'note']),
  at: instant,
  until: v.optional(instant),
  from: v.optional(v.pipe(v.string(), v.maxLength(320))),
  to: v.optional(v.pipe(v.string(), v.maxLength(320))),
  text: v.optional(v.pipe(v.string(), v.maxLength(MAX_TEXT))),
});

export type Action = v.InferOutput<typeof ActionSchema>;

/** The item as it is then; the same one if nothing changes. Or why not. */
export type Verdict = { item: Item } | { code: 'taken'; by: Person } | { code: 'invalid'; message: string };

/**
 * What an action makes of an item. `now` limits when it can have been done; `findPerson` knows the tenant's operators.
 */
export function act(
  item: Item,
  action: Action,
  by: Person,
  { now, findPerson }: { now: Date; findPerson: (id: string) => Person | undefined },
): Verdict {
  const at = new Date(Math.min(Date.parse(action.at), now.getTime())).toISOString();
  const { by: holder, stateAt: _stateAt, ...open } = item;
  const others = holder !== undefined && holder.id !== by.id ? holder : undefined;
  switch (action.kind) {
    case 'claim':
      if (others) return takeOver(item, others, { from: action.from, by, at });
      return item.state === 'open' ? { item: { ...item, state: 'claimed', by, stateAt: at } } : { item };
    case 'release':
      if (others) return { code: 'taken', by: others };
      if (item.state === 'done') return { code: 'invalid', message: 'It is done already; reopen it.' };
      return item.state === 'open' ? { item } : { item: { ...open, state: 'open', stateAt: at } };
    case 'done':
      if (others) return { code: 'taken', by: others };
      return item.state === 'done' ? { item } : { item: { ...item, state: 'done', by, stateAt: at } };
    case 'reopen':
      return item.state === 'done' ? { item: { ...open, state: 'open', stateAt: at } } : { item };
    case 'snooze': {
      const { snoozedUntil: before, ...awake } = item;
      if (action.until === before) return { item };
      return { item: action.until === undefined ? awake : { ...awake, snoozedUntil: action.until } };
    }
    case 'assign':
      return assign(item, action.to, { by, at, findPerson });
    case 'note': {
      const text = cleanText(action.text ?? '');
      if (text === '') return { code: 'invalid', message: 'A note needs a text.' };
      if (item.notes.length >= MAX_NOTES) return { code: 'invalid', message: 'There are too many notes.' };
      return { item: { ...item, notes: [...item.notes, { id: action.id, by, at, text }] } };
    }
  }
}

/** Takes from this very colleague what they have claimed, and says so in the item; from anybody else it stays theirs. */
function takeOver(
  item: Item,
  holder: Person,
  { from, by, at }: { from: string | undefined; by: Person; at: string },
): Verdict {
  if (item.state !== 'claimed' || from?.toLowerCase() !== holder.id) return { code: 'taken', by: holder };
  const takeovers = [...(item.takeovers ?? []), { from: holder, by, at }].slice(-MAX_TAKEOVERS);
  const theirs = item.assignedTo?.id === holder.id;
  return { item: { ...(theirs ? unassigned(item) : item), by, stateAt: at, takeovers } };
}

/** Whoever gives away what they have claimed hands it over: it waits for that one. */
function assign(
  item: Item,
  to: string | undefined,
  { by, at, findPerson }: { by: Person; at: string; findPerson: (id: string) => Person | undefined },
): Verdict {
  const claimed = item.state === 'claimed';
  if (claimed && item.by !== undefined && item.by.id !== by.id) return { code: 'taken', by: item.by };
  if (to === undefined) return { item: item.assignedTo === undefined ? item : unassigned(item) };
  const person = findPerson(to.toLowerCase());
  if (person === undefined) return { code: 'invalid', message: 'Nobody here has this address.' };
  const same = item.assignedTo?.id === person.id;
  const given = same ? item : { ...item, assignedTo: person, assignedBy: by };
  if (!claimed || person.id === by.id) return { item: given };
  const { by: _holder, ...free } = given;
  return { item: { ...free, state: 'open', stateAt: at, assignedBy: by } };
}

function unassigned({ assignedTo: _to, assignedBy: _by, ...free }: Item): Item {
  return free;
}
