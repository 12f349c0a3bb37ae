/**
 * The operator's desk as views see it: what the service offers, who waits, who is there, what is said. Each slice is
 * empty while its port is absent (`desk.ports`): then there is no button for it.
 */
import type { Call, Party } from '../call/call.ts';
import type { Fault } from './fault.ts';
import type { HistoryEntry } from './slices.ts';

/** What a service may offer (DESIGN §5). */
export type PortName =
  | 'lines'
  | 'queue'
  | 'contacts'
  | 'history'
  | 'presence'
  | 'transcripts'
  | 'ai'
  | 'numbers'
  | 'notes'
  | 'control'
  | 'blocked'
  | 'admin';

/** What the account in use offers, and how the operator stands with its service. */
export interface DeskSlice {
  /** A port that is not here has no button. Never changes while the account stays the same. */
  ports: readonly PortName[];
  signIn: {
    state:
      /** No account, or one whose service knows no sign-in (a plain SIP account). */
      | 'none'
      | 'signing-in'
      | 'signed-in'
      /** The sign-in address does not answer; it is tried again by itself. `fault` says why. */
      | 'retrying'
      /** Only the operator can mend it: `fault` is `sign-in-needed` or `site-permission-needed`. Calls go on. */
      | 'needed';
    fault?: Fault;
    /**
     * The match pattern the options page must ask the browser for (`https://crm.example/*`), before the engine can
     * call the sign-in URL with the operator's cookies. Present as long as the permission is missing.
     */
    wantsOrigin?: string;
  };
  /** Whether the service tells us what happens. While `lost`, lists are as old as their `readAt`; they mend by themselves. */
  live: 'off' | 'connecting' | 'live' | 'lost';
  /** What went wrong in the background and no command could tell; newest first, at most 5. Put away by `dismissDeskFault`. */
  faults: readonly Fault[];
}

/** How pressing a wait is, by the queue's own limit where it has one, else by 60 s and 180 s. */
export type Urgency = 'fresh' | 'long' | 'urgent';

/** One caller in a queue. */
export interface QueueEntry {
  id: string;
  /** As `Party`: number, display, name (from the contacts, else as the service names them). */
  party: Party;
  /** The queue's name; empty where the service names none. Filter by this. */
  queue: string;
  /** 1-based place in its queue, where the service tells it. */
  position?: number;
  /** ms since the epoch, never in the future: the waiting time is `now - waitingSince`, ticked by the view. */
  waitingSince: number;
  /** Kept up to date by the engine as time passes. */
  urgency: Urgency;
  status:
    | 'waiting'
    /** We asked for it and our leg is on its way. */
    | 'taking'
    /** Somebody has it: `takenBy`, or us when `mine`. It leaves the list soon. */
    | 'taken';
  /** The colleague's name, where the service tells it. */
  takenBy?: string;
  mine: boolean;
  /** An AI agent talks to the caller meanwhile; `aiCalls` has the transcript under the same `callUuid`. */
  withAi: boolean;
  /** The service's id of the call. */
  callUuid?: string;
}

/** Who waits, longest wait first. */
export interface QueueSlice {
  state: 'loading' | 'ready' | 'failed';
  entries: readonly QueueEntry[];
  /** Why it `failed`; the entries stay as they were last known. */
  fault?: Fault;
  /** When the entries were last right, ms since the epoch. */
  readAt?: number;
}

/** What a status means, whatever the service calls it. Words and colours go by this; `unknown` shows the service's own word. */
export type PresenceKind = 'available' | 'busy' | 'away' | 'offline' | 'unknown';

/** A status an operator may have. `value` is the service's own word, e.g. `on_break`. */
export interface PresenceStatus {
  value: string;
  kind: PresenceKind;
}

export interface PresenceSlice {
  state: 'loading' | 'ready' | 'failed';
  /** Absent until known. */
  own?: PresenceStatus;
  /** Our own name, where the service tells it. */
  ownName?: string;
  /** The status asked for and not confirmed yet. */
  asked?: string;
  /** Everybody but us, by name. */
  colleagues: readonly { id: string; name: string; status: PresenceStatus; extension?: string }[];
  /** What `setPresence` takes. */
  choices: readonly PresenceStatus[];
  fault?: Fault;
}

/** Numbers that may be shown to those we call. */
export interface CallerIdsSlice {
  state: 'loading' | 'ready' | 'failed';
  numbers: readonly { id: string; number: string; display: string; label?: string }[];
  /** The id of the one in use; null leaves it to the service. */
  chosen: string | null;
  fault?: Fault;
}

/** One thing said. Lines keep their id and place while their text grows. */
export interface TranscriptLine {
  id: string;
  /** `unknown`: the service named a role we do not know. */
  who: 'caller' | 'operator' | 'ai' | 'unknown';
  text: string;
  /** False while the words are still coming. */
  final: boolean;
  /** ms since the epoch, where told. */
  at?: number;
}

/** Something the AI agent did (looked up, booked, failed), told by the service. */
export interface AiNote {
  id: string;
  /** The service's own word for it. */
  type: string;
  text: string;
  at: number;
}

/** A call that an AI agent handles now. */
export interface AiCall {
  callUuid: string;
  party: Party;
  /** When it began, ms since the epoch. */
  startedAt: number;
  /** The last 5 lines; the last 200 while `listening`. */
  lines: readonly TranscriptLine[];
  /** Oldest first, the last 50. */
  notes: readonly AiNote[];
  /** `listenIn` is on. */
  listening: boolean;
  /** What the call is encoded with, once listened to: `OPUS`. */
  codec?: string;
  state:
    /** The AI agent has it. Barge in may be pressed. */
    | 'ai'
    /** We asked to barge in and our leg is on its way. */
    | 'barging'
    /** We are in it; `call` is our own call's id. Hand back may be pressed. */
    | 'ours'
    /** We asked to hand it back. */
    | 'handing-back';
  call?: string;
}

/** What is said in our own current calls, by our call's id; the last 200 lines each. Gone when the call leaves `calls`. */
export type TranscriptsSlice = Readonly<Record<Call['id'], readonly TranscriptLine[]>>;

/** Notes and disposition of a call: begun when a call ends, kept on this computer until the service has them. */
export interface WrapUp {
  /** Our call's id. */
  call: string;
  party: Party;
  endedAt: number;
  note: string;
  disposition?: string;
  state:
    /** The operator has not finished it. */
    | 'open'
    /** Finished, on its way to the service or waiting for it to be back. */
    | 'waiting'
    /** The service takes no notes, or has no place for this one: it stays with the call in our own history. */
    | 'kept';
  /** Why the last delivery failed, while `waiting`. */
  fault?: Fault;
}

/** A person in the service's address book. */
export interface Contact {
  id: string;
  name: string;
  /** E.164. */
  number?: string;
  display?: string;
  email?: string;
  notes?: string;
}

/** What `searchContacts` answers. */
export interface ContactPage {
  contacts: readonly Contact[];
  /** How many match. */
  total: number;
  /** How many are known at all. */
  known: number;
  /** `loading`: more are still coming; ask again. `failed`: `fault` says why; what is known is answered. */
  state: 'loading' | 'ready' | 'failed';
  fault?: Fault;
}

/** One past call, ours or one of the service's. */
export interface HistoryRow extends Omit<HistoryEntry, 'account'> {
  /** The service's id of the call, for `callDetails`. */
  callUuid?: string;
  note?: string;
  disposition?: string;
}

/** What `searchHistory` answers, newest first. */
export interface HistoryPage {
  rows: readonly HistoryRow[];
  total: number;
  /** `failed`: only what this computer knows; `fault` says why. `ready` also where the service has no history. */
  service: 'ready' | 'failed';
  fault?: Fault;
  /** The service has more calls of that time than were read. */
  cut?: boolean;
}

/** What `callDetails` answers. */
export interface CallDetails {
  lines: readonly TranscriptLine[];
  notes: readonly AiNote[];
}

/** A file for the view to save. */
export interface ExportedFile {
  name: string;
  /** `text/csv` or `application/json`. */
  type: string;
  text: string;
  /** It ends after this many rows, and there are more. */
  cut?: number;
}

/** A caller who is turned away. */
export interface BlockedNumber {
  id: string;
  number: string;
  reason?: string;
  /** ms since the epoch, where told. */
  since?: number;
}

/** Who answers a number of the company's. `target` is an extension, an AI agent's slug, or an id. */
export interface NumberTarget {
  kind: 'extension' | 'queue' | 'ivr' | 'ai_agent' | 'voicemail';
  target: string;
}

/** One of the company's numbers, as its administrator sees it. */
export interface AdminNumber {
  id: string;
  number: string;
  display: string;
  label?: string;
  /** Absent where nobody is named, or in a way we do not know. */
  answeredBy?: NumberTarget;
}

/** What `readAdmin` answers. */
export interface AdminPage {
  numbers: readonly AdminNumber[];
  /** Whom a number can be given to. */
  targets: readonly (NumberTarget & { name: string })[];
  /** Who is signed in for this; null while it is only the operator; absent where there is no such sign-in. */
  administrator?: string | null;
}

/** A call of three, from the moment a third is called. */
export interface ThreeWaySlice {
  /** Our own call's id. */
  call: string;
  /** Who was added. */
  person: Party;
  state:
    /** They are being called; the other one waits and hears music. */
    | 'dialing'
    /** One of the two waits. */
    | 'holding'
    /** All three talk. */
    | 'active';
  /** Who waits: the one we talked to first, or the one who was added. */
  waits: { first: boolean; added: boolean };
  /** When all three began to talk, ms since the epoch; no timer runs before. */
  since?: number;
  /** Something is on its way and not confirmed yet. */
  asking: boolean;
  fault?: Fault;
}

/** The desk's slices by name. */
export interface DeskSlices {
  desk: DeskSlice;
  queue: QueueSlice;
  presence: PresenceSlice;
  callerIds: CallerIdsSlice;
  aiCalls: readonly AiCall[];
  transcripts: TranscriptsSlice;
  wrapUp: readonly WrapUp[];
  /** Null while no call of ours has a third person. */
  threeWay: ThreeWaySlice | null;
}

/** What a view shows before the engine has answered, and for an account without the port. */
export const emptyDesk: DeskSlices = {
  desk: { ports: [], signIn: { state: 'none' }, live: 'off', faults: [] },
  queue: { state: 'loading', entries: [] },
  presence: { state: 'loading', colleagues: [], choices: [] },
  callerIds: { state: 'loading', numbers: [], chosen: null },
  aiCalls: [],
  transcripts: {},
  wrapUp: [],
  threeWay: null,
};
