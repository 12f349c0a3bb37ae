/**
 * The Inbox as views see it: what AI agents did and promised (docs/inbox-api.md). The slice is small, because every view
 * gets it at every change; whoever looks at the list asks for its rows by `readInbox` whenever `version` has changed.
 */
import type { Fault } from './fault.ts';

/** Somebody at the company; `id` is the e-mail address in lower case. */
export interface Person {
  id: string;
  name?: string;
}

/** What an AI agent did, by the tool it called. */
export type InboxKind =
  'message' | 'lead' | 'appointment' | 'sms' | 'policy' | 'summary' | 'transfer' | 'other';

/** A calendar entry: `date` is YYYY-MM-DD and `time` HH:MM in `timeZone` (IANA). */
export interface Appointment {
  date: string;
  time?: string;
  timeZone: string;
  minutes?: number;
}

/** What came of it. `pending` is tried again by itself. */
export interface InboxOutcome {
  state: 'done' | 'pending' | 'failed';
  /** The status the AI was answered, e.g. `sent`. */
  status: string;
  /** What the caller was told. */
  spoken: string;
  /** What went wrong, in plain words. */
  problem?: string;
}

export interface InboxNote {
  id: string;
  by: Person;
  /** ISO 8601. */
  at: string;
  text: string;
}

/** Somebody took over what a colleague had claimed. */
export interface InboxTakeover {
  from: Person;
  by: Person;
  /** ISO 8601. */
  at: string;
}

/** One item as the company server keeps it. Texts were spoken by a stranger and written by a model: data, never markup. */
export interface InboxItem {
  id: string;
  /** Grows with every change of any item. */
  rev: number;
  kind: InboxKind;
  tool: string;
  callId: string;
  /** Times are ISO 8601. */
  at: string;
  urgent: boolean;
  /** Something could not be understood and is kept as given. */
  needsReview: boolean;
  /** E.164. */
  number?: string;
  numberAsGiven?: string;
  name?: string;
  forPerson?: string;
  preferredTime?: string;
  text?: string;
  appointment?: Appointment;
  /** Everything else that was given, by its argument's name. */
  fields: Readonly<Record<string, string>>;
  outcome: InboxOutcome;
  state: 'open' | 'claimed' | 'done';
  /** Who has it, or did it. */
  by?: Person;
  stateAt?: string;
  assignedTo?: Person;
  /** Who assigned it; absent where no operator did. */
  assignedBy?: Person;
  /** Oldest first. */
  takeovers?: readonly InboxTakeover[];
  snoozedUntil?: string;
  notes: readonly InboxNote[];
}

/** A change of the operator's that the company server did not take. */
export interface RefusedChange {
  id: string;
  kind: InboxChangeKind;
  code: 'taken' | 'not_found' | 'invalid';
  by?: Person;
  /** A note's text, so that it is not lost. */
  text?: string;
}

export type InboxChangeKind = 'claim' | 'release' | 'done' | 'reopen' | 'snooze' | 'assign' | 'note';

/** An item as the operator sees it: with the changes the company server does not have yet. */
export interface InboxEntry extends InboxItem {
  /** Changes of ours that are not delivered yet, in their order. */
  undelivered: readonly InboxChangeKind[];
  refused: readonly RefusedChange[];
  /** The operator's own: claimed by, or assigned to, the one signed in. */
  mine: boolean;
  /** The other items of the same call, oldest first. */
  related?: readonly Pick<InboxItem, 'id' | 'kind' | 'at'>[];
  /** `number` is from another item of the call. */
  numberOfCall?: boolean;
}

/** Which part of the Inbox: `open` is everything not done and not snoozed. */
export type InboxView = 'open' | 'mine' | 'snoozed' | 'done';

export interface InboxSlice {
  state:
    /** The account names no company server. */
    | 'off'
    | 'connecting'
    | 'live'
    /** Out of reach; it connects again by itself. What is known stays; changes are kept and delivered later. */
    | 'lost'
    /** Only the operator or the administrator can mend it: `fault` says what. */
    | 'needed';
  fault?: Fault;
  /** The company server's host, for the words about it. */
  host?: string;
  /** The match pattern the browser must let us ask first, as in `DeskSlice.signIn`. */
  wantsOrigin?: string;
  /** Something is known, from the server or from before: an empty list is an empty list. */
  known: boolean;
  /** Who is signed in there. */
  me?: Person;
  counts: Readonly<Record<InboxView, number>>;
  /** Open, not snoozed, and nobody has it; of these, urgent ones. */
  fresh: number;
  freshUrgent: number;
  /** Changes of ours the company server does not have yet. */
  undelivered: number;
  /** They wait for longer than an answer takes: worth telling. */
  behind: boolean;
  /** Changes somebody else made here: they wait until that one is signed in again. */
  heldBack: number;
  /** Changes whenever an item did. */
  version: number;
  /** What a notification asked for, one item or the list, and when (ms since the epoch). */
  asked?: { item?: string; at: number };
}

/** What `readInbox` answers. */
export interface InboxPage {
  rows: readonly InboxEntry[];
  total: number;
  /** A search: `kept` looked only through what is kept on this computer; `fault` says why. */
  searched?: 'all' | 'kept';
  fault?: Fault;
}

export const emptyInbox: InboxSlice = {
  state: 'off',
  known: false,
  counts: { open: 0, mine: 0, snoozed: 0, done: 0 },
  fresh: 0,
  freshUrgent: 0,
  undelivered: 0,
  behind: false,
  heldBack: 0,
  version: 0,
};
