/** The desk's part of the command map. A command whose port is absent fails with `not-offered`. */
import * as v from 'valibot';
import type {
  AdminPage,
  BlockedNumber,
  CallDetails,
  Contact,
  ContactPage,
  ExportedFile,
  HistoryPage,
} from './desk.ts';

const id = v.pipe(v.string(), v.nonEmpty(), v.maxLength(200));
const words = (max: number) => v.pipe(v.string(), v.trim(), v.maxLength(max));
const count = (max: number) => v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(max));

const contactFields = {
  name: v.pipe(words(200), v.nonEmpty()),
  /** As the operator typed it; the engine makes E.164 of it, or fails with `not-a-number`. Empty for none. */
  number: v.optional(words(60)),
  email: v.optional(words(254)),
  notes: v.optional(words(4000)),
};

const historyFilter = {
  /** Part of a name or number. */
  query: v.optional(words(120), ''),
  direction: v.optional(v.picklist(['incoming', 'outgoing'])),
  result: v.optional(v.picklist(['answered', 'missed', 'failed'])),
  /** ms since the epoch. Without `from`, the service is asked for the last 30 days. */
  from: v.optional(v.number()),
  to: v.optional(v.number()),
};

export const deskCommands = {
  /** Reads the queue anew; call it when the queue is opened. Several at once are one read. */
  refreshQueue: v.object({}),
  /**
   * Takes a caller out of the queue; resolves with our call, answered, once it is there. A second press joins the first.
   * Faults: `taken-by` (about: who was faster, where known), `entry-gone`, `leg-missing`, those of `answer`.
   */
  acceptEntry: v.object({ entry: id }),

  /** Answers from the engine's own index at once, so it may be asked at every key. An empty query gives everybody by name. */
  searchContacts: v.object({
    query: v.optional(words(120), ''),
    limit: v.optional(count(200), 50),
    offset: v.optional(count(1_000_000), 0),
  }),
  /** Reads the address book anew in the background; call it when contacts are opened. At most once a minute. */
  refreshContacts: v.object({}),
  createContact: v.object(contactFields),
  /** Absent fields stay as they are; an empty one is emptied. */
  updateContact: v.object({ id, ...v.partial(v.object(contactFields)).entries }),

  /** Our own calls and the service's as one list. */
  searchHistory: v.object({
    ...historyFilter,
    limit: v.optional(count(200), 50),
    offset: v.optional(count(1_000_000), 0),
  }),
  /** Transcript and AI notes of a past call of the service's. */
  callDetails: v.object({ callUuid: id }),
  /** Everything the filter lets through, as a file's text. Own pages only. */
  exportHistory: v.object({ ...historyFilter, format: v.picklist(['csv', 'json']) }),

  /** Reads everybody's status anew. */
  refreshPresence: v.object({}),
  /** `status` is one of `presence.choices`. */
  setPresence: v.object({ status: words(60) }),
  /** `id` is one of `callerIds.numbers`; null leaves it to the service. Kept per account. */
  chooseCallerId: v.object({ id: v.nullable(id) }),

  /** Reads an AI call's whole transcript and codec, and keeps up with it until switched off or the call is over. */
  listenIn: v.object({ callUuid: id, on: v.boolean() }),
  /** Brings us into an AI call; resolves with our call, answered. A second press joins the first. */
  bargeIn: v.object({ callUuid: id }),
  /** Gives a call we are in to the AI; our own leg ends. */
  handBack: v.object({ callUuid: id }),

  /** Keeps note and disposition as they stand, on this computer; call it as the operator types. */
  saveWrapUp: v.object({
    call: id,
    note: v.pipe(v.string(), v.maxLength(10_000)),
    disposition: v.optional(words(80)),
  }),
  /** The operator is done: it goes to the service, now or when it is back. An empty one is simply put away. */
  finishWrapUp: v.object({ call: id }),

  /** Takes who was added out of a call of three, or stops calling them; also puts away that they did not come. */
  dropPerson: v.object({}),
  /** Lets one of the two others wait, or back in. */
  holdPerson: v.object({ who: v.picklist(['first', 'added']), on: v.boolean() }),

  /** Callers who are turned away, newest first. */
  listBlocked: v.object({}),
  /** `number` as it stands anywhere; fails with `not-a-number`. */
  blockNumber: v.object({ number: v.pipe(words(60), v.nonEmpty()), reason: v.optional(words(200), '') }),
  unblockNumber: v.object({ id }),
  /** The company's numbers and whom they can be given to. */
  readAdmin: v.object({}),
  /** Signs in as whoever looks after the company's phones, until the engine ends or the service ends it. */
  signInAsAdmin: v.object({
    email: v.pipe(words(320), v.nonEmpty()),
    password: v.pipe(v.string(), v.nonEmpty(), v.maxLength(256)),
  }),
  assignNumber: v.object({
    id,
    target: v.object({
      kind: v.picklist(['extension', 'queue', 'ivr', 'ai_agent', 'voicemail']),
      target: id,
    }),
  }),
  /** Everybody's calls in a range (ms since the epoch), as a file's text. */
  exportRecords: v.object({
    from: v.number(),
    to: v.optional(v.number()),
    format: v.picklist(['csv', 'json']),
  }),

  /** Takes `desk.faults[at]` away; `at` is the fault's own. */
  dismissDeskFault: v.object({ at: v.number() }),
  /** Signs in again after `needed`: asks the sign-in URL, or the page, once more. */
  signInAgain: v.object({}),
} satisfies Record<string, v.GenericSchema>;

/** What the desk's commands answer; those not named answer nothing. */
export interface DeskResults {
  acceptEntry: { call: string };
  searchContacts: ContactPage;
  createContact: Contact;
  updateContact: Contact;
  searchHistory: HistoryPage;
  callDetails: CallDetails;
  exportHistory: ExportedFile;
  listBlocked: BlockedNumber[];
  readAdmin: AdminPage;
  exportRecords: ExportedFile;
  bargeIn: { call: string };
}

/** Desk commands only our own pages may send. */
export const deskOwnPagesOnly = [
  'exportHistory',
  'listBlocked',
  'unblockNumber',
  'readAdmin',
  'signInAsAdmin',
  'assignNumber',
  'exportRecords',
] as const;
