/** The page API's words, without the means to check them: what the small scripts in pages need (lib/mirror/page-api.ts). */
import type { FaultCode } from './fault.ts';

/** What the operator may let a site do. */
export const permits = ['sign-in', 'see', 'call'] as const;
export type Permit = (typeof permits)[number];
export type PermitWord = 'allowed' | 'never';

/** Sippet's realtime events, by their own names (protocol sheet §4.1). */
export const pageEvents = [
  'incoming_call',
  'call_answered',
  'call_ended',
  'call_participant_joined',
  'call_participant_left',
  'call_transcript_delta',
  'call_transcript_completed',
  'operator_status_change',
  'call_queue_entry_updated',
  'call_queue_entry_deleted',
  'call_ai_audit_event',
] as const;
export type PageEvent = (typeof pageEvents)[number];

/** Why a page's ask came to nothing. The words of servers and of our own faults stay with the operator. */
export type PageCode =
  /** The operator has not said yes: not asked yet to the end, or put off. It may be asked again later. */
  | 'consent-needed'
  /** The operator said never. */
  | 'consent-denied'
  | 'rate-limited'
  | 'bad-input'
  /** A call is going on; a page does not put it on hold. */
  | 'busy'
  /** Ringside is not there any more, or is being updated. Reload the page. */
  | 'unavailable'
  /** The connection went while it was under way: it may have been done, or not. */
  | 'interrupted'
  | FaultCode;

export type ToPage =
  | { say: 'done'; id: number; result?: unknown }
  | { say: 'failed'; id: number; code: PageCode }
  | { say: 'event'; name: PageEvent; data: PageEventData }
  /** Asks the page's `getAccessToken`. */
  | { say: 'token?'; id: number };

/** Plain facts of an event, in camelCase. */
export type PageEventData = Readonly<Record<string, string | number | boolean | null>>;

/** Every page port has this name. */
export const pagePortName = 'ringside-page';

/** A question to the operator: may this site do that? */
export interface PageQuestion {
  id: string;
  /** `https://crm.example` */
  origin: string;
  permit: Permit;
  /** The number it wants to call, or the service it wants to sign us in at (an origin). */
  about?: string;
  /** The page embeds Sippet's own phone, and Ringside would take its place. */
  widget?: boolean;
  /** ms since the epoch. */
  at: number;
}

/** What the operator has said of one site. */
export interface PageConsent {
  origin: string;
  permits: Readonly<Partial<Record<Permit, PermitWord>>>;
  /** The service it may sign us in at. */
  apiOrigin?: string;
}
