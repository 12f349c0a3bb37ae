import type { Store } from './store.ts';

export type ResourceName =
  | 'AiAgent'
  | 'Call'
  | 'CallAiAuditEvent'
  | 'CallParticipant'
  | 'CallQueueEntry'
  | 'CallTranscript'
  | 'Contact'
  | 'Conversation'
  | 'ConversationItem'
  | 'Gateway'
  | 'OperatorStatus'
  | 'PhoneNumber'
  | 'Queue';

/** A row, read by field name. */
export type Row = object;

interface Relation {
  resource: ResourceName;
  many: boolean;
  of: (row: Row, store: Store) => readonly Row[];
}

/** What can be selected, filtered and sorted by. */
export interface Resource {
  fields: ReadonlySet<string>;
  relations: Readonly<Record<string, Relation>>;
}

/** The value of one field; undefined if the row has no such field. */
export function valueOf(row: Row, field: string): unknown {
  return Reflect.get(row, field);
}

const named = (names: string): ReadonlySet<string> => new Set(names.split(' '));

/** Rows whose `field` equals this row's `own`. */
const matching =
  (rows: (store: Store) => readonly Row[], field: string, own: string) =>
  (row: Row, store: Store): readonly Row[] =>
    rows(store).filter((other) => valueOf(other, field) === valueOf(row, own));

const belongsToCall: Relation = {
  resource: 'Call',
  many: false,
  of: matching((store) => store.calls, 'id', 'callId'),
};

const belongsToConversation: Relation = {
  resource: 'Conversation',
  many: false,
  of: matching((store) => store.conversations, 'id', 'conversationId'),
};

/** Fields and relations of every resource (protocol sheet §3.2). Relations the emulator has no rows for are left out. */
export const resources: Readonly<Record<ResourceName, Resource>> = {
  AiAgent: {
    fields: named('id name languages published workflow voice tone systemPrompt safetyGuardrails'),
    relations: {},
  },
  Call: {
    fields: named(
      'id callUuid direction fromNumber toNumber callSource status sipUsername startedAt endedAt durationSeconds conversationId',
    ),
    relations: { conversation: belongsToConversation },
  },
  CallAiAuditEvent: {
    fields: named('id callId callUuid eventType message metadata occurredAt'),
    relations: { call: belongsToCall },
  },
  CallParticipant: {
    fields: named('id callId memberUuid organisationId role joinedAt leftAt'),
    relations: { call: belongsToCall },
  },
  CallQueueEntry: {
    fields: named(
      'id callId callUuid queueId queueName status position fromNumber toNumber callerName enteredAt acceptedAt acceptedByUserId organisationId',
    ),
    relations: {
      call: belongsToCall,
      queue: { resource: 'Queue', many: false, of: matching((store) => store.queues, 'id', 'queueId') },
    },
  },
  CallTranscript: {
    fields: named('id callId callUuid role content itemId contentIndex occurredAt'),
    relations: { call: belongsToCall },
  },
  Contact: { fields: named('id fullName email phoneE164 notes'), relations: {} },
  Conversation: {
    fields: named('id status channel mode publicId metadata aiAgentId'),
    relations: {
      aiAgent: {
        resource: 'AiAgent',
        many: false,
        of: matching((store) => store.aiAgents, 'id', 'aiAgentId'),
      },
      call: {
        resource: 'Call',
        many: false,
        of: matching((store) => store.calls, 'conversationId', 'id'),
      },
      conversationItems: {
        resource: 'ConversationItem',
        many: true,
        of: matching((store) => store.conversationItems, 'conversationId', 'id'),
      },
    },
  },
  ConversationItem: {
    fields: named('id conversationId role modality content itemId contentIndex metadata occurredAt'),
    relations: { conversation: belongsToConversation },
  },
  Gateway: {
    fields: named('id name username realm inboundAcl provider proxy register fromDomain fromUser'),
    relations: {},
  },
  OperatorStatus: {
    fields: named('id sipUserId agentName status source changedByUserId'),
    relations: {},
  },
  PhoneNumber: { fields: named('id phoneE164 label gatewayId aiAgentId queueId'), relations: {} },
  Queue: { fields: named('id queueName strategy mohSound maxWaitTime'), relations: {} },
};
