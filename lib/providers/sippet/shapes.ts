/** Records of the service as plain rows (protocol sheet §3.2). Enum members nobody knows are kept as their word, or count as the mildest. */
import type { PresenceKind, TranscriptLine } from '../../mirror/desk.ts';
import type { CallRow, ContactRow, OwnNumber, PresenceRow, QueueRow } from '../provider.ts';
import { numberOf, pick, textOf, timeOf, type Row } from '../row.ts';

/** Who we are to the service, as far as it was told. */
export interface Me {
  sipUserId?: string;
  sipUsername?: string;
  userId?: string;
}

export const queueFields = [
  'id',
  'callUuid',
  'queueId',
  'queueName',
  'status',
  'position',
  'fromNumber',
  'callerName',
  'enteredAt',
  'acceptedByUserId',
] as const;

const over: ReadonlySet<string> = new Set([
  'abandoned',
  'completed',
  'cancelled',
  'canceled',
  'ended',
  'timeout',
  'failed',
]);

/** `names`: who is who by user id; `waits`: each queue's limit in ms. */
export function queueRow(
  row: Row,
  me: Me,
  names: ReadonlyMap<string, string>,
  waits: ReadonlyMap<string, number>,
): QueueRow | undefined {
  const id = textOf(row, 'id');
  if (!id) return undefined;
  const status = (textOf(row, 'status') ?? 'waiting').toLowerCase();
  const by = textOf(row, 'acceptedByUserId', 'acceptedById', 'operatorId');
  const mine = by !== undefined && (by === me.userId || by === me.sipUserId);
  const queueId = textOf(row, 'queueId');
  return {
    id,
    callUuid: textOf(row, 'callUuid'),
    number: textOf(row, 'fromNumber', 'callerNumber') ?? '',
    name: textOf(row, 'callerName'),
    queue: textOf(row, 'queueName') ?? '',
    position: numberOf(row, 'position'),
    enteredAt: timeOf(row, 'enteredAt', 'insertedAt', 'joinedAt'),
    status: over.has(status) ? 'over' : status === 'accepted' || by !== undefined ? 'taken' : 'waiting',
    takenBy: textOf(row, 'acceptedByName', 'operatorName') ?? (by && names.get(by)),
    mine,
    maxWait: queueId === undefined ? undefined : waits.get(queueId),
  };
}

export const contactFields = ['id', 'fullName', 'phoneE164', 'email', 'notes'] as const;

export function contactRow(row: Row): ContactRow | undefined {
  const id = textOf(row, 'id');
  if (!id) return undefined;
  return {
    id,
    name: textOf(row, 'fullName', 'name') ?? '',
    number: textOf(row, 'phoneE164', 'phone_e164'),
    email: textOf(row, 'email'),
    notes: textOf(row, 'notes'),
  };
}

export const callFields = [
  'id',
  'callUuid',
  'direction',
  'fromNumber',
  'toNumber',
  'callSource',
  'status',
  'sipUsername',
  'startedAt',
  'endedAt',
  'durationSeconds',
  'conversationId',
] as const;

export function callRow(row: Row, me: Me): CallRow | undefined {
  const callUuid = textOf(row, 'callUuid');
  if (!callUuid) return undefined;
  const outgoing = textOf(row, 'direction')?.toLowerCase() === 'outbound';
  const user = textOf(row, 'sipUsername');
  return {
    callUuid,
    direction: outgoing ? 'outgoing' : 'incoming',
    number: textOf(row, outgoing ? 'toNumber' : 'fromNumber') ?? '',
    startedAt: timeOf(row, 'startedAt', 'insertedAt') ?? 0,
    endedAt: timeOf(row, 'endedAt'),
    seconds: numberOf(row, 'durationSeconds'),
    status: textOf(row, 'status'),
    ours: user !== undefined && user === me.sipUsername,
  };
}

const aiRoles = /^(ai|ai_?agent|assistant|bot)$/i;

/** Whether a participant is an AI agent. */
export const isAi = (row: Row): boolean => aiRoles.test(textOf(row, 'role') ?? '');

/** Who said it (§3.2: CallTranscript, ConversationItem). */
export function whoOf(role: string | undefined): TranscriptLine['who'] {
  if (role === undefined) return 'unknown';
  if (aiRoles.test(role)) return 'ai';
  if (/^(caller|user|customer|contact)$/i.test(role)) return 'caller';
  return /^(operator|agent|human|employee)$/i.test(role) ? 'operator' : 'unknown';
}

/** The statuses that the sheet names (§3.2, OperatorStatus), in the order they are offered. */
export const statusKinds: Readonly<Record<string, PresenceKind>> = {
  available: 'available',
  available_on_demand: 'available',
  busy: 'busy',
  on_break: 'away',
  away: 'away',
  offline: 'offline',
  logged_out: 'offline',
};

export function presenceRow(row: Row, me: Me): (PresenceRow & { userId?: string }) | undefined {
  const id = textOf(row, 'sipUserId', 'id');
  if (!id) return undefined;
  const userId = textOf(row, 'changedByUserId');
  return {
    id,
    name: textOf(row, 'agentName', 'name') ?? '',
    status: textOf(row, 'status') ?? '',
    mine: id === me.sipUserId,
    userId,
  };
}

export function ownNumber(row: Row): OwnNumber | undefined {
  const id = textOf(row, 'id');
  const number = textOf(row, 'phoneE164', 'number', 'phone_e164');
  return id && number ? { id, number, label: textOf(row, 'label', 'name') } : undefined;
}

/** A member that is an object, e.g. a conversation's metadata. */
export function objectOf(row: Row, name: string): Row {
  const value = pick(row, name);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
