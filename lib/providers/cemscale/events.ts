/** What the realtime socket says (protocol sheet §6). Two names are KNOWN: `call_start`, `presence_change`; the rest is ASSUMED. */
import type { ProviderEvent } from '../provider.ts';
import { isRow, textOf, type Row } from '../row.ts';

/** One frame; its name is read from `type`, else `event`. Undefined for what is none. */
export function frameOf(text: string): { name: string; data: Row } | undefined {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return undefined; // Not JSON: nothing we could listen to.
  }
  if (!isRow(read)) return undefined;
  const name = textOf(read, 'type', 'event');
  if (name === undefined) return undefined;
  const { data } = read;
  return { name, data: isRow(data) ? data : {} };
}

/** Undefined for names nobody here knows: they are passed on as such, never an error. */
export function eventOf(name: string, data: Row): ProviderEvent | undefined {
  switch (name) {
    case 'presence_change':
    case 'registration_change':
      return { type: 'presence' };
    case 'conference_update': {
      const conference = textOf(data, 'conferenceId');
      return conference === undefined ? undefined : { type: 'conference', conference };
    }
    case 'call_start':
    case 'call_answer':
    case 'call_hold':
    case 'call_unhold':
    case 'call_transfer':
    case 'call_end': {
      const callUuid = textOf(data, 'callUuid');
      return callUuid === undefined ? undefined : { type: 'call', callUuid, over: name === 'call_end' };
    }
    default:
      return undefined;
  }
}
