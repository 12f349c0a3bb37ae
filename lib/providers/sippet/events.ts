/** Realtime payloads as hints (protocol sheet §4.3): both key cases, `data.`-wrapped or not, unknown members ignored. */
import type { ProviderEvent, Spoken } from '../provider.ts';
import { mapOf, numberOf, textOf, timeOf, type Row } from '../row.ts';
import { whoOf } from './shapes.ts';
import type { EventName } from './socket.ts';

/** What an event may have changed; undefined when it names nothing. */
export function eventOf(name: EventName, payload: unknown, now = Date.now()): ProviderEvent | undefined {
  const map = mapOf(payload);
  const callUuid = textOf(map, 'callUuid');
  switch (name) {
    case 'call_queue_entry_updated':
    case 'call_queue_entry_deleted':
      return { type: 'queue' };
    case 'operator_status_change':
      return { type: 'presence' };
    case 'call_ended':
      return callUuid ? { type: 'call', callUuid, over: true } : undefined;
    case 'incoming_call':
    case 'call_answered':
    case 'call_participant_joined':
    case 'call_participant_left':
      return callUuid ? { type: 'call', callUuid, over: false } : undefined;
    case 'call_transcript_delta':
    case 'call_transcript_completed': {
      const spoken = callUuid && spokenOf(map, callUuid, name === 'call_transcript_completed');
      return spoken ? { type: 'spoken', spoken } : undefined;
    }
    case 'call_ai_audit_event':
      return callUuid ? { type: 'ai-note', callUuid, note: noteOf(map, now) } : undefined;
  }
}

/** A line's identity: the item it is of, and which part (§3.2, ConversationItem). */
export const lineId = (map: Row): string | undefined => {
  const item = textOf(map, 'itemId', 'id');
  return item === undefined ? undefined : `${item}/${numberOf(map, 'contentIndex') ?? 0}`;
};

function spokenOf(map: Row, callUuid: string, final: boolean): Spoken | undefined {
  const line = lineId(map);
  const text = textOf(
    map,
    ...(final ? ['content', 'transcript', 'text', 'delta'] : ['delta', 'content', 'text']),
  );
  if (line === undefined || text === undefined) return undefined;
  return { callUuid, line, who: whoOf(textOf(map, 'role')), text, final, at: timeOf(map, 'occurredAt') };
}

/** An AI audit event. Events have no id and list rows do, so both are known by what they say. */
export function noteOf(map: Row, now: number) {
  const type = textOf(map, 'eventType', 'type') ?? '';
  const text = textOf(map, 'message') ?? '';
  const at = timeOf(map, 'occurredAt') ?? now;
  const told = textOf(map, 'occurredAt') ?? '';
  return { id: `${told}|${type}|${text}`, type, text, at };
}
