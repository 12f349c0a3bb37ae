/** Calls that an AI agent handles: what is said, coming in, handing back (protocol sheet §3, §5). */
import type { Provider } from '../provider.ts';
import { lineId, noteOf } from './events.ts';
import type { Sippet } from './provider.ts';
import { textOf, timeOf, type Row } from '../row.ts';
import { whoOf } from './shapes.ts';

/** What the input may be called (§8 row 2). */
const calledBy = (callUuid: string, more: Record<string, unknown> = {}) => [
  { callUuid, ...more },
  { callUuid },
  { callId: callUuid },
  { id: callUuid },
];

/** Whether a row is this call's; a service that does not filter tells others' too. */
const isOf = (callUuid: string) => (row: Row) => (textOf(row, 'callUuid') ?? callUuid) === callUuid;

export function transcriptsPort({ read }: Sippet): NonNullable<Provider['transcripts']> {
  return {
    async read(callUuid) {
      const rows = await read.all({
        action: 'list_call_transcripts',
        fields: ['id', 'callUuid', 'role', 'content', 'itemId', 'contentIndex', 'occurredAt'],
        filter: { callUuid: { eq: callUuid } },
        sort: 'occurredAt',
      });
      return rows.filter(isOf(callUuid)).flatMap((row) => {
        const [id, text] = [lineId(row), textOf(row, 'content')];
        const who = whoOf(textOf(row, 'role'));
        return id && text ? [{ id, who, text, final: true, at: timeOf(row, 'occurredAt') }] : [];
      });
    },
  };
}

export function aiPort({ read, me }: Sippet): NonNullable<Provider['ai']> {
  return {
    async barge(callUuid) {
      const inputs = calledBy(callUuid, me.sipUsername ? { sipUsername: me.sipUsername } : {});
      await read.mapWith('barge_call', inputs);
    },
    async resume(callUuid) {
      await read.mapWith('resume_ai_call', calledBy(callUuid));
    },
    async codec(callUuid) {
      const map = await read.mapWith('call_codec', calledBy(callUuid));
      return textOf(map, 'codec', 'value', 'name');
    },
    async notes(callUuid) {
      const rows = await read.all({
        action: 'list_call_ai_audit_events',
        fields: ['id', 'callUuid', 'eventType', 'message', 'occurredAt'],
        filter: { callUuid: { eq: callUuid } },
        sort: 'occurredAt',
      });
      return rows.filter(isOf(callUuid)).map((row) => noteOf(row, 0));
    },
  };
}
