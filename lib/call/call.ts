/** What a call is: a phase and a few facets (DESIGN §4). Types only; the rules stand in transitions.ts. */

/**
 * Where a call stands between its first and its last message.
 * - `placing`: we asked the server for the call, nobody rings yet.
 * - `ringing-out`: the far end rings (18x received).
 * - `offered`: somebody calls us and we ring.
 * - `answering`: we said yes (or hold another call first) and media is not confirmed yet.
 * - `live`: both ends agreed; whether audio is held is the hold facet's business.
 * - `recovering`: the media path is lost and we try to bring it back.
 * - `closing`: it is over for us, the server has not confirmed yet.
 * - `closed`: over, with an outcome.
 */
export type Phase =
  'placing' | 'ringing-out' | 'offered' | 'answering' | 'live' | 'recovering' | 'closing' | 'closed';

export const phases: readonly Phase[] = [
  'placing',
  'ringing-out',
  'offered',
  'answering',
  'live',
  'recovering',
  'closing',
  'closed',
];

/** Hold of either side. Ours is believed only when the far end confirmed it with a 2xx. */
export interface Hold {
  ours: 'off' | 'asking' | 'on' | 'releasing';
  theirs: boolean;
}

/** The other end. `number` is E.164 where it could be read, else what the server called it. */
export interface Party {
  number: string;
  /** The number as people read it at home; absent where it is no public number. */
  display?: string;
  /** The caller's own display name, as the server sent it. */
  name?: string;
}

/** We give the call away (RFC 3515, RFC 5589): the far end is asked to call `to`, and tells how that goes. */
export interface Transfer {
  to: Party;
  /** Our own call with them, whose place the far end takes (RFC 3891); absent when nobody was asked first. */
  consult?: string;
  /** `going`: the far end took it on. Until it succeeded the call is ours. */
  state: 'asking' | 'going';
}

/** How a call ended. The words on screen come from `kind`; `code` and `said` are the server's. */
export interface Outcome {
  kind: OutcomeKind;
  /** SIP status code (RFC 3261 §21) where one was received. */
  code?: number;
  /** The server's own reason phrase or Reason header text. */
  said?: string;
  /** Who has the caller now, of a `transferred` call. */
  to?: Party;
}

export type OutcomeKind =
  /** Answered and then ended by either side. */
  | 'completed'
  /** Answered and then given to somebody else. */
  | 'transferred'
  | 'busy'
  | 'no-answer'
  | 'declined'
  /** We gave up before they answered. */
  | 'cancelled'
  /** They gave up before we answered. */
  | 'missed'
  /** Another phone of ours took it. */
  | 'answered-elsewhere'
  | 'not-found'
  /** The number exists, its phone is not there. */
  | 'unreachable'
  /** The server does not let us. */
  | 'forbidden'
  /** No common media format. */
  | 'incompatible'
  /** The server failed. */
  | 'server-failed'
  /** Our microphone could not be opened. */
  | 'no-microphone'
  /** There was no line to place the call on. */
  | 'no-line'
  /** The engine went away in the middle of it. */
  | 'interrupted'
  /** The media path broke and did not come back. */
  | 'lost'
  | 'failed';

/** A complaint about a call that goes on, e.g. a refused hold. */
export interface CallTrouble {
  kind: 'hold-refused' | 'resume-refused' | 'digits-refused' | 'transfer-refused';
  code?: number;
  said?: string;
}

export interface Call {
  /** Our own id, stable for the call's whole life. */
  id: string;
  direction: 'outgoing' | 'incoming';
  phase: Phase;
  party: Party;
  /** The site whose page placed it (`https://crm.example`); absent where the operator did. */
  site?: string;
  /** Far-end audio flows before the answer (RFC 3960). */
  earlyMedia: boolean;
  muted: boolean;
  hold: Hold;
  /** Digits sent in this call so far. */
  digits: string;
  transfer?: Transfer;
  /** Milliseconds since the epoch. */
  startedAt: number;
  answeredAt?: number;
  endedAt?: number;
  outcome?: Outcome;
  trouble?: CallTrouble;
}

/** What may happen to a call. The first group is asked by the operator, the second is told by the leg. */
export type CallEvent = { at: number } & (
  | { type: 'answer' }
  | { type: 'decline'; /** Do not disturb: nobody declined, nobody was asked. */ busy?: boolean }
  | { type: 'hang-up' }
  | { type: 'hold' }
  | { type: 'resume' }
  | { type: 'mute' }
  | { type: 'unmute' }
  | { type: 'digits'; tones: string }
  /** `dial` is the number as this account writes it on the wire. */
  | { type: 'transfer'; to: Party; dial: string; consult?: string }
  | { type: 'ringing' }
  | { type: 'early-media' }
  | { type: 'connected' }
  | { type: 'refused'; code: number; said?: string }
  | { type: 'withdrawn'; elsewhere: boolean; said?: string }
  | { type: 'far-hang-up'; said?: string }
  | { type: 'hold-confirmed' }
  | { type: 'hold-refused'; code?: number; said?: string }
  | { type: 'resume-confirmed' }
  | { type: 'resume-refused'; code?: number; said?: string }
  | { type: 'transfer-going' }
  | { type: 'transfer-done'; said?: string }
  | { type: 'transfer-refused'; code?: number; said?: string }
  | { type: 'far-hold' }
  | { type: 'far-resume' }
  | { type: 'media-lost' }
  | { type: 'media-back' }
  | { type: 'failed'; kind: OutcomeKind; said?: string }
  | { type: 'released' }
);

export type EventType = CallEvent['type'];

export const eventTypes: readonly EventType[] = [
  'answer',
  'decline',
  'hang-up',
  'hold',
  'resume',
  'mute',
  'unmute',
  'digits',
  'transfer',
  'ringing',
  'early-media',
  'connected',
  'refused',
  'withdrawn',
  'far-hang-up',
  'hold-confirmed',
  'hold-refused',
  'resume-confirmed',
  'resume-refused',
  'transfer-going',
  'transfer-done',
  'transfer-refused',
  'far-hold',
  'far-resume',
  'media-lost',
  'media-back',
  'failed',
  'released',
];

/** What the interpreter must do on the wire because of a transition. */
export type Effect =
  | { do: 'accept' }
  | { do: 'reject'; busy: boolean }
  | { do: 'cancel' }
  | { do: 'bye' }
  | { do: 'hold' }
  | { do: 'resume' }
  | { do: 'mute'; on: boolean }
  | { do: 'digits'; tones: string }
  /** To a number, or to the far end of our call `consult`. */
  | { do: 'transfer'; to: string; dial: string; consult?: string }
  /** Let the leg go without another message: it is over already. */
  | { do: 'drop' };
