/**
 * Types of `window.ringside`, the page API of the Ringside extension (docs/page-api.md). Copy this file into your project;
 * it declares the global, which is undefined where the extension is not installed or not allowed on the site.
 */

/** Why something came to nothing. `code` is for programs, `message` for developers. */
export interface RingsideError extends Error {
  readonly name: 'RingsideError';
  readonly code: RingsideErrorCode;
}

export type RingsideErrorCode =
  /** The operator has not answered the question, or put it off. Try again later, best after a click. */
  | 'consent-needed'
  /** The operator said never. */
  | 'consent-denied'
  | 'rate-limited'
  | 'bad-input'
  /** A call is going on. */
  | 'busy'
  /** Ringside is not in this page any more (updated, switched off). Reload the page. */
  | 'unavailable'
  /** The connection went while it was under way: it may have been done or not. */
  | 'interrupted'
  | 'no-account'
  | 'line-not-ready'
  | 'not-a-number'
  | 'no-such-call'
  | 'not-offered'
  /** There are more, and there will be others. */
  | (string & {});

/** One caller in a queue. Times are ISO 8601, here and below. */
export interface RingsideQueueEntry {
  id: string;
  callUuid: string | null;
  queueName: string;
  status: 'waiting' | 'accepted';
  /** 1-based, where the service tells it. */
  position: number | null;
  fromNumber: string;
  callerName: string | null;
  enteredAt: string;
}

/** One of the operator's own calls. */
export interface RingsideCall {
  /** Ringside's own id. */
  id: string;
  /** The service's id where it is known, else the same as `id`. */
  callUuid: string;
  direction: 'inbound' | 'outbound';
  /** E.164 where it is a public number. The operator's own side is null. */
  fromNumber: string | null;
  toNumber: string | null;
  contactName: string | null;
  status: 'initiated' | 'ringing' | 'answered' | 'completed';
  startedAt: string;
  answeredAt: string | null;
  endedAt: string | null;
  held: boolean;
  muted: boolean;
}

/** One call as the service knows it, with what was said; or one of the operator's own where the service does not. */
export interface RingsideCallDetails extends Partial<Omit<RingsideCall, 'status'>> {
  /** The service's own word. */
  status?: string;
  callUuid: string;
  direction: 'inbound' | 'outbound';
  fromNumber: string | null;
  toNumber: string | null;
  durationSeconds?: number | null;
  transcript?: {
    role: 'caller' | 'operator' | 'ai' | 'unknown';
    content: string;
    occurredAt: string | null;
  }[];
}

/** Sippet's realtime events, by their own names. */
export type RingsideEvent =
  | 'incoming_call'
  | 'call_answered'
  | 'call_ended'
  | 'call_participant_joined'
  | 'call_participant_left'
  | 'call_transcript_delta'
  | 'call_transcript_completed'
  | 'operator_status_change'
  | 'call_queue_entry_updated'
  | 'call_queue_entry_deleted'
  | 'call_ai_audit_event';

/** Plain facts in camelCase, such as `callUuid`. Events are hints: read again what matters. */
export type RingsideEventData = Readonly<Record<string, string | number | boolean | null>>;

export interface Ringside {
  /** Of the API: `1.0.0`. */
  readonly version: string;

  /** Gives an operator token. It cannot be read back. */
  setAccessToken(token: string): Promise<void>;
  /** Gives the way to a token, asked at the start, before a token ends and after a refusal; null takes it away. */
  setGetAccessToken(getAccessToken: (() => string | Promise<string>) | null): Promise<void>;
  /** Names the service, e.g. `https://api.sippet.ai`; before the token. */
  setApiOrigin(origin: string): Promise<void>;

  /** Calls a number as people write it. */
  call(number: string): Promise<RingsideCall>;
  /** Answers the call that rings. */
  answer(): Promise<RingsideCall>;
  /** Declines the call that rings. */
  decline(): Promise<void>;
  /** Holds the live call, or resumes the held one; without an argument whichever there is. */
  hold(on?: boolean): Promise<{ held: boolean }>;

  getQueue(): Promise<RingsideQueueEntry[]>;
  /** The operator's own calls that are not over. */
  getActiveCalls(): Promise<RingsideCall[]>;
  callDetails(callUuid: string): Promise<RingsideCallDetails>;

  /** Calls `handler` at each such event until the returned function is called, or `off`. */
  on(event: RingsideEvent, handler: (data: RingsideEventData) => void): () => void;
  /** Told why events, or a token, could not be had. */
  on(event: 'error', handler: (error: RingsideError) => void): () => void;
  off(event: RingsideEvent | 'error', handler: (data: never) => void): void;
}

declare global {
  interface Window {
    readonly ringside?: Ringside;
  }
}
