/** What pages get to see, under Sippet's own names (protocol sheet §3.2): times are ISO 8601, numbers E.164 where known. */
import type { RingsideCall, RingsideCallDetails, RingsideQueueEntry } from '../../../docs/ringside.d.ts';
import type { Call } from '../../call/call.ts';
import { isOver } from '../../call/registry.ts';
import type { QueueEntry, TranscriptLine } from '../../mirror/desk.ts';
import type { PageEvent, PageEventData } from '../../mirror/page-words.ts';
import type { CallRow } from '../../providers/provider.ts';

const iso = (at: number | undefined): string | null => (at === undefined ? null : new Date(at).toISOString());

const queueStatus: Readonly<Record<QueueEntry['status'], RingsideQueueEntry['status']>> = {
  waiting: 'waiting',
  taking: 'waiting',
  taken: 'accepted',
};

export const queueRow = (entry: QueueEntry): RingsideQueueEntry => ({
  id: entry.id,
  callUuid: entry.callUuid ?? null,
  queueName: entry.queue,
  status: queueStatus[entry.status],
  position: entry.position ?? null,
  fromNumber: entry.party.number,
  callerName: entry.party.name ?? null,
  enteredAt: new Date(entry.waitingSince).toISOString(),
});

/** Ours as Sippet would say it. */
function statusOf(call: Call): RingsideCall['status'] {
  if (isOver(call)) return 'completed';
  if (call.answeredAt !== undefined || call.phase === 'answering') return 'answered';
  return call.phase === 'placing' ? 'initiated' : 'ringing';
}

const ends = (
  direction: Call['direction'],
  number: string,
): Pick<RingsideCall, 'direction' | 'fromNumber' | 'toNumber'> =>
  direction === 'incoming'
    ? { direction: 'inbound', fromNumber: number, toNumber: null }
    : { direction: 'outbound', fromNumber: null, toNumber: number };

/** A call of the operator's own. `callUuid` is the service's id where it is known, else our own. */
export const callRowOf = (call: Call, callUuid: string | undefined): RingsideCall => ({
  id: call.id,
  callUuid: callUuid ?? call.id,
  ...ends(call.direction, call.party.number),
  contactName: call.party.name ?? null,
  status: statusOf(call),
  startedAt: new Date(call.startedAt).toISOString(),
  answeredAt: iso(call.answeredAt),
  endedAt: iso(call.endedAt),
  held: call.hold.ours === 'on',
  muted: call.muted,
});

/** A call of the service's. */
export const pastCallRow = (row: CallRow, lines: readonly TranscriptLine[]): RingsideCallDetails => ({
  callUuid: row.callUuid,
  ...ends(row.direction, row.number),
  status: row.status,
  startedAt: new Date(row.startedAt).toISOString(),
  endedAt: iso(row.endedAt),
  durationSeconds: row.seconds ?? null,
  transcript: lines.map((line) => ({ role: line.who, content: line.text, occurredAt: iso(line.at) })),
});

/** Sippet's own three events of a call, for phone servers that tell none. */
export function eventBetween(before: Call | undefined, now: Call): PageEvent | undefined {
  if (!before) return now.phase === 'offered' ? 'incoming_call' : undefined;
  if (before.phase === now.phase) return undefined;
  if (now.phase === 'closed') return 'call_ended';
  return now.phase === 'live' && before.answeredAt === undefined ? 'call_answered' : undefined;
}

const longestText = 4000;
const mostFields = 40;

/** The plain facts of a realtime payload: camelCase, nothing nested, nothing endless. */
export function plainFacts(payload: object): PageEventData {
  const facts: Record<string, string | number | boolean | null> = Object.create(null);
  for (const [name, value] of Object.entries(payload).slice(0, mostFields)) {
    const key = name
      .slice(0, 100)
      .replaceAll(/_+([a-z0-9])/g, (_all, letter: string) => letter.toUpperCase());
    if (key === '__proto__' || facts[key] !== undefined) continue;
    if (typeof value === 'string') facts[key] = value.slice(0, longestText);
    else if (typeof value === 'number' || typeof value === 'boolean' || value === null) facts[key] = value;
  }
  return { ...facts };
}
