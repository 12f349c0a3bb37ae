/** What the company server sends (docs/inbox-api.md), checked at the border. */
import * as v from 'valibot';
import type { InboxItem, Person } from '../../mirror/inbox.ts';

const longest = 10_000;
const time = v.pipe(
  v.string(),
  v.check((text) => !Number.isNaN(Date.parse(text)), 'is no time'),
);
/** A longer one than was agreed is cut; what is left is still worth reading. */
const text = v.pipe(
  v.string(),
  v.transform((said) => said.slice(0, longest)),
);
const name = v.pipe(
  v.string(),
  v.transform((said) => said.slice(0, 200)),
);
const id = v.pipe(v.string(), v.nonEmpty(), v.maxLength(200));

const person = v.object({ id, name: v.optional(name) });

const item = v.object({
  id,
  rev: v.number(),
  kind: v.picklist(['message', 'lead', 'appointment', 'sms', 'policy', 'summary', 'transfer', 'other']),
  tool: name,
  callId: v.string(),
  at: time,
  urgent: v.boolean(),
  needsReview: v.boolean(),
  number: v.optional(v.pipe(v.string(), v.regex(/^\+\d{5,15}$/))),
  numberAsGiven: v.optional(name),
  name: v.optional(name),
  forPerson: v.optional(name),
  preferredTime: v.optional(name),
  text: v.optional(text),
  appointment: v.optional(
    v.object({
      date: v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\d$/)),
      time: v.optional(v.pipe(v.string(), v.regex(/^\d\d:\d\d$/))),
      timeZone: v.string(),
      minutes: v.optional(v.number()),
    }),
  ),
  fields: v.record(v.string(), text),
  outcome: v.object({
    state: v.picklist(['done', 'pending', 'failed']),
    status: name,
    spoken: text,
    problem: v.optional(text),
  }),
  state: v.picklist(['open', 'claimed', 'done']),
  by: v.optional(person),
  stateAt: v.optional(time),
  assignedTo: v.optional(person),
  assignedBy: v.optional(person),
  takeovers: v.optional(v.array(v.object({ from: person, by: person, at: time }))),
  snoozedUntil: v.optional(time),
  notes: v.array(v.object({ id, by: person, at: time, text })),
});

/** What stands in for a member that does not fit. A number nobody can read is kept as it was given. */
const standIns = (raw: Record<string, unknown>): Omit<InboxItem, 'id'> => ({
  rev: 0,
  kind: 'other',
  tool: '',
  callId: '',
  at: new Date().toISOString(),
  urgent: false,
  needsReview: true,
  ...(typeof raw['number'] === 'string' && { numberAsGiven: raw['number'].slice(0, 200) }),
  fields: {},
  outcome: { state: 'pending', status: '', spoken: '' },
  state: 'open',
  notes: [],
});

export const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * An item that fits, or as much of one as does, marked for review: whoever was promised something must not be lost to a
 * slip in a field. Undefined only where there is not even an id. What does not fit is told by name.
 */
export function readItem(raw: unknown, log: (line: string) => void): InboxItem | undefined {
  const read = v.safeParse(item, raw);
  if (read.success) return read.output;
  if (!isMap(raw)) {
    log('inbox: something came that is no item');
    return undefined;
  }
  const fits: Record<string, unknown> = {};
  const misfits: string[] = [];
  for (const [key, schema] of Object.entries(item.entries)) {
    const one = v.safeParse(schema, raw[key]);
    if (!one.success) misfits.push(key);
    else if (one.output !== undefined) fits[key] = one.output;
  }
  const { id } = fits;
  log(`inbox: item ${typeof id === 'string' ? id : 'without an id'} does not fit in ${misfits.join(', ')}`);
  if (typeof id !== 'string') return undefined;
  // Every member was checked by its own schema, or is a stand-in of the right type.
  return { ...standIns(raw), ...fits, needsReview: true } as InboxItem;
}

/** Items of a list, as many as can be read. */
export const readItems = (raw: readonly unknown[], log: (line: string) => void): InboxItem[] =>
  raw.flatMap((one) => readItem(one, log) ?? []);

/** `POST /inbox-token`. */
export const sessionAnswer = v.object({
  token: v.pipe(v.string(), v.nonEmpty()),
  expiresAt: v.optional(time),
  operator: person,
  tenant: v.string(),
});

/** What events carry. */
export const itemsEvent = v.object({ items: v.array(v.unknown()) });
export const readyEvent = v.object({ cursor: v.string() });
export const goneEvent = v.object({ ids: v.array(v.string()) });

/** `POST /inbox/actions`. */
export const actionsAnswer = v.object({
  results: v.array(
    v.union([
      v.object({ id, ok: v.literal(true), item: v.optional(v.unknown()) }),
      v.object({
        id,
        ok: v.literal(false),
        code: v.fallback(v.picklist(['taken', 'not_found', 'invalid']), 'invalid'),
        by: v.optional(person),
        message: v.optional(v.string()),
        item: v.optional(v.unknown()),
      }),
    ]),
  ),
});

export const searchAnswer = v.object({ items: v.array(v.unknown()), before: v.optional(v.string()) });
export const peopleAnswer: v.GenericSchema<unknown, { people: Person[] }> = v.object({
  people: v.array(person),
});

/** Every error of the company server's; what stands before it has other words. */
export const errorAnswer = v.object({
  error: v.pipe(v.string(), v.regex(/^[a-z_]+$/)),
  message: v.optional(v.string()),
});

/** One change, as it is sent; `at`, `until` are ISO 8601. */
export interface InboxAction {
  id: string;
  item: string;
  kind: 'claim' | 'release' | 'done' | 'reopen' | 'snooze' | 'assign' | 'note';
  at: string;
  until?: string;
  /** With `claim`: from whom it is taken over. */
  from?: string;
  to?: string;
  text?: string;
}
