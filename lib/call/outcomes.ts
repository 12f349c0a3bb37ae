/** What a final SIP answer to our INVITE means for the operator (RFC 3261 §21). */
import type { Outcome, OutcomeKind } from './call.ts';

/** Codes whose meaning differs from their class. */
const byCode: Readonly<Record<number, OutcomeKind>> = {
  401: 'forbidden',
  402: 'forbidden',
  403: 'forbidden',
  404: 'not-found',
  407: 'forbidden',
  408: 'no-answer',
  410: 'not-found',
  415: 'incompatible',
  416: 'not-found',
  480: 'unreachable',
  481: 'failed',
  484: 'not-found',
  485: 'not-found',
  486: 'busy',
  487: 'cancelled',
  488: 'incompatible',
  600: 'busy',
  603: 'declined',
  604: 'not-found',
  606: 'incompatible',
  607: 'declined',
  608: 'declined',
};

/** The outcome of a refused call. Every status from 300 to 699 has one; the server's words ride along. */
export function outcomeOf(code: number, said?: string): Outcome {
  return { kind: byCode[code] ?? byClass(code), code, said };
}

function byClass(code: number): OutcomeKind {
  if (code >= 600) return 'declined';
  if (code >= 500) return 'server-failed';
  return 'failed';
}
