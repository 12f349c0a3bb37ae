/** Looks at an INVITE before anybody is rung for it. */
import type { Core } from 'sip.js';
import { whyUnacceptable } from '../media/acceptable.ts';
import { asksTooShort, leastInterval } from './session-timer.ts';

export interface Refusal {
  status: number;
  why: string;
  headers?: string[];
}

/** Why this INVITE cannot be taken, with what to answer; undefined when it may ring. */
export async function refusalOf(request: Core.IncomingRequestMessage): Promise<Refusal | undefined> {
  if (asksTooShort(request))
    return { status: 422, why: 'session interval too small', headers: [`Min-SE: ${leastInterval}`] };
  // Without an offer we make one with our answer (RFC 3261 §13.2.1).
  if (!request.body) return undefined;
  const type = request.getHeader('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/sdp')
    return { status: 415, why: `a body of type ${type ?? 'unknown'}`, headers: ['Accept: application/sdp'] };
  const why = await whyUnacceptable(request.body);
  return why === undefined ? undefined : { status: 488, why };
}
