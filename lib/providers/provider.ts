/**
 * What a phone service offers, as a set of optional ports (DESIGN §5). An absent port means no button. Ports answer
 * plain rows; merging, order and memory are the engine's business (lib/engine/desk). Every port rejects with FaultErrors.
 */
import type { Fault } from '../mirror/fault.ts';
import type {
  AiNote,
  BlockedNumber,
  NumberTarget,
  PortName,
  PresenceKind,
  TranscriptLine,
} from '../mirror/desk.ts';
import type { PageEvent } from '../mirror/page-words.ts';
import type { DialRule, DtmfMode } from '../mirror/slices.ts';

export type { BlockedNumber, NumberTarget } from '../mirror/desk.ts';

/** All it takes to register and call. Never leaves the engine. */
export interface SipAccess {
  /** WebSocket URLs (RFC 7118), tried in order. */
  servers: string[];
  user: string;
  domain: string;
  authUser: string;
  password: string;
  displayName?: string;
  iceServers: RTCIceServer[];
  dtmf: DtmfMode;
  dialRule: DialRule;
  /** The service takes it back by itself, e.g. after each call, and gives a new one when asked again. */
  passing?: { /** ms since the epoch, where told. */ expiresAt?: number };
}

/** A caller in a queue. Times are ms since the epoch, numbers as the service writes them. */
export interface QueueRow {
  id: string;
  callUuid?: string;
  number: string;
  name?: string;
  queue: string;
  position?: number;
  enteredAt?: number;
  status: 'waiting' | 'taken' | 'over';
  takenBy?: string;
  mine: boolean;
  /** The queue's own limit, in ms. */
  maxWait?: number;
}

export interface ContactRow {
  id: string;
  name: string;
  number?: string;
  email?: string;
  notes?: string;
}

/** What is written of a contact; an empty text empties the field. */
export type ContactFields = Partial<Omit<ContactRow, 'id'>>;

/** What was read of a list. */
export interface Listed<T> {
  rows: T[];
  /** It goes on, but was read no further. */
  cut?: boolean | undefined;
}

/** A call as the service has it. */
export interface CallRow {
  callUuid: string;
  direction: 'incoming' | 'outgoing';
  /** The other side's number. */
  number: string;
  startedAt: number;
  endedAt?: number;
  seconds?: number;
  /** The service's own word. */
  status?: string;
  /** It goes over our own SIP user. */
  ours: boolean;
}

export interface ActiveCall extends CallRow {
  withAi: boolean;
}

export interface PresenceRow {
  id: string;
  name: string;
  status: string;
  mine: boolean;
  /** What to dial to reach them, where the service says it. */
  extension?: string;
}

export interface OwnNumber {
  id: string;
  number: string;
  label?: string;
}

/** Who is in a call of three. */
export interface ConferenceMember {
  id: string;
  ours: boolean;
  /** They have answered; else they are being called. */
  here: boolean;
  /** They are gone for good. */
  over: boolean;
  held: boolean;
}

/** What a service does to a call that runs over its own switch. `callUuid` is the switch's id of it. */
export interface CallControl {
  /** The switch's id of a call of ours with this number. Rejects with `no-such-call`. */
  find(number: string): Promise<string>;
  hold(callUuid: string, on: boolean): Promise<void>;
  hangUp(callUuid: string): Promise<void>;
  /** Gives the call away without asking. `to`: a number, an extension, or a user of the CRM. */
  transfer(callUuid: string, to: string): Promise<void>;
  /** A third person; everybody in the call is in the conference from then on. */
  conference: {
    add(callUuid: string, to: string): Promise<{ id: string; person: string }>;
    members(id: string): Promise<ConferenceMember[]>;
    hold(id: string, member: string, on: boolean): Promise<void>;
    remove(id: string, member: string): Promise<void>;
    end(id: string): Promise<void>;
  };
}

/** What was noted after a call. */
export interface CallNote {
  callUuid?: string;
  /** The other side's number, E.164 where known. */
  number: string;
  note: string;
  disposition?: string;
  endedAt: number;
}

/** What a transcript event says: a piece more of a line, or the whole of it. */
export interface Spoken {
  callUuid: string;
  /** The line it belongs to. */
  line: string;
  who: TranscriptLine['who'];
  text: string;
  final: boolean;
  at?: number;
}

/** Everything a provider tells by itself. Hints may come twice, late, in any order, or not at all: read again. */
export type ProviderEvent =
  | { type: 'sign-in'; state: 'signing-in' | 'signed-in' | 'retrying' | 'needed'; fault?: Fault }
  /** `live` comes after every gap too: anything may have changed meanwhile. */
  | { type: 'link'; state: 'connecting' | 'live' | 'lost' }
  | { type: 'queue' }
  | { type: 'presence' }
  | { type: 'call'; callUuid: string; over: boolean }
  /** Somebody came into a call of three, left it or waits in it. */
  | { type: 'conference'; conference: string }
  | { type: 'spoken'; spoken: Spoken }
  | { type: 'ai-note'; callUuid: string; note: AiNote }
  /** Each event as the service told it, for pages that listen; comes beside what was made of it. */
  | { type: 'realtime'; name: PageEvent; payload: Readonly<Record<string, unknown>> };

/** One operator signed in at one service. */
export interface Provider {
  /** Begins telling; called once, before any port is used. */
  start?(tell: (event: ProviderEvent) => void): void;
  /** Asks for a sign-in once more, after `needed`. */
  signInAgain?(): Promise<void>;
  /** A token somebody offers us, e.g. a page; the newest wins. */
  offerToken?(token: string): Promise<void>;
  /** Lets go of everything without a word to the service; nothing is told afterwards. */
  stop(): void;
  /** Gives back what was lent (SIP access), then stops. Never rejects. */
  signOut(): Promise<void>;

  /** SIP access on demand. */
  lines?: () => Promise<SipAccess>;
  queue?: {
    list(): Promise<QueueRow[]>;
    /** Idempotent. Rejects with `taken-by` or `entry-gone`. The service then calls our line. */
    accept(id: string): Promise<void>;
  };
  contacts?: {
    /** Everybody, page by page. */
    all(page: (rows: ContactRow[]) => void): Promise<void>;
    byNumber(number: string): Promise<ContactRow | undefined>;
    create(fields: ContactFields): Promise<ContactRow>;
    update(id: string, fields: ContactFields): Promise<ContactRow>;
  };
  history?: {
    list(range: { from: number; to?: number }): Promise<Listed<CallRow>>;
    one(callUuid: string): Promise<CallRow | undefined>;
    /** Calls that go on now, whoever has them. */
    active(): Promise<ActiveCall[]>;
  };
  presence?: {
    choices: readonly { value: string; kind: PresenceKind }[];
    /** Statuses only the service itself gives. */
    byItself?: readonly { value: string; kind: PresenceKind }[];
    list(): Promise<PresenceRow[]>;
    set(status: string): Promise<void>;
  };
  transcripts?: {
    read(callUuid: string): Promise<TranscriptLine[]>;
  };
  ai?: {
    /** The service then calls our line. */
    barge(callUuid: string): Promise<void>;
    resume(callUuid: string): Promise<void>;
    codec(callUuid: string): Promise<string | undefined>;
    notes(callUuid: string): Promise<AiNote[]>;
  };
  numbers?: {
    list(): Promise<OwnNumber[]>;
    /** The service calls our line first and then `to`, showing `from`; without one, what it thinks right. */
    call(to: string, from: string | undefined): Promise<{ callUuid?: string }>;
    /** Every call is placed this way, also without a chosen number. */
    always?: boolean;
    /** Who else the leg to us may say it is from. */
    legsFrom?(): string[];
  };
  notes?: {
    /** Idempotent. `no-place`: the service has nowhere to put it. */
    deliver(note: CallNote): Promise<'delivered' | 'no-place'>;
  };
  control?: CallControl;
  /** Callers who are turned away. */
  blocked?: {
    list(): Promise<BlockedNumber[]>;
    /** `number` is E.164. */
    add(number: string, reason: string): Promise<void>;
    remove(id: string): Promise<void>;
  };
  /** What an administrator does; the service may refuse it to others with `service-forbidden`. */
  admin?: {
    /** Signs in as whoever looks after the company's phones; absent where the operator's own rights have to do. */
    signIn?(email: string, password: string): Promise<void>;
    /** Who that is; undefined while it is the operator. */
    signedInAs?(): string | undefined;
    numbers(): Promise<(OwnNumber & { answeredBy?: NumberTarget })[]>;
    targets(): Promise<(NumberTarget & { name: string })[]>;
    assign(id: string, target: NumberTarget): Promise<void>;
    /** Everybody's past calls as they are recorded: columns in order, times in ISO 8601. ms since the epoch. */
    records(range: { from: number; to?: number }): Promise<Listed<Record<string, string | undefined>>>;
  };
}

/** Every port there may be. */
export const portNames: readonly PortName[] = [
  'lines',
  'queue',
  'contacts',
  'history',
  'presence',
  'transcripts',
  'ai',
  'numbers',
  'notes',
  'control',
  'blocked',
  'admin',
];

/** Which ports a provider has. */
export const portsOf = (provider: Provider | undefined): PortName[] =>
  portNames.filter((name) => provider?.[name] !== undefined);
