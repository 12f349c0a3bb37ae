/** The rows Sippet keeps, by their RPC names (protocol sheet §3.2). Times are ISO 8601 in UTC, ids are UUIDs. */

export type CallStatus =
  | 'initiated'
  | 'ringing'
  | 'queued'
  | 'answered'
  | 'completed'
  | 'failed'
  | 'no_answer'
  | 'busy'
  | 'canceled';

export type ParticipantRole = 'caller' | 'operator' | 'ai_agent';

export type SpeakerRole = 'caller' | 'operator' | 'assistant';

export interface Call {
  id: string;
  callUuid: string;
  direction: 'inbound' | 'outbound';
  fromNumber: string;
  toNumber: string;
  callSource: string;
  status: CallStatus;
  sipUsername: string | null;
  startedAt: string | null;
  endedAt: string | null;
  durationSeconds: number | null;
  conversationId: string | null;
}

export interface CallParticipant {
  id: string;
  callId: string;
  memberUuid: string;
  organisationId: string;
  role: ParticipantRole;
  joinedAt: string | null;
  leftAt: string | null;
}

export interface Conversation {
  id: string;
  status: string;
  channel: string;
  mode: string;
  publicId: string;
  metadata: Record<string, unknown> | null;
  aiAgentId: string | null;
}

export interface ConversationItem {
  id: string;
  conversationId: string;
  role: string;
  modality: string;
  content: string;
  itemId: string | null;
  contentIndex: number | null;
  metadata: Record<string, unknown> | null;
  occurredAt: string | null;
}

export interface Contact {
  id: string;
  fullName: string;
  email: string | null;
  phoneE164: string | null;
  notes: string | null;
}

export interface Queue {
  id: string;
  queueName: string;
  strategy: string;
  mohSound: string | null;
  maxWaitTime: number | null;
}

export interface OperatorStatus {
  id: string;
  sipUserId: string;
  agentName: string;
  status: string;
  source: string | null;
  changedByUserId: string | null;
}

export interface Gateway {
  id: string;
  name: string;
  username: string;
  realm: string;
  inboundAcl: readonly string[];
  provider: string | null;
  proxy: string | null;
  register: boolean | null;
  fromDomain: string | null;
  fromUser: string | null;
}

export interface AiAgent {
  id: string;
  name: string;
  languages: readonly string[];
  published: boolean;
  workflow: Record<string, unknown>;
  voice: string | null;
  tone: string | null;
  systemPrompt: string | null;
  safetyGuardrails: string | null;
}

export interface CallQueueEntry {
  id: string;
  callId: string;
  callUuid: string;
  queueId: string;
  queueName: string;
  status: 'waiting' | 'accepted' | 'abandoned' | 'completed';
  position: number;
  fromNumber: string;
  toNumber: string;
  callerName: string | null;
  enteredAt: string;
  acceptedAt: string | null;
  acceptedByUserId: string | null;
  organisationId: string;
}

export interface CallTranscript {
  id: string;
  callId: string;
  callUuid: string;
  role: SpeakerRole;
  content: string;
  itemId: string;
  contentIndex: number;
  occurredAt: string;
}

export interface PhoneNumber {
  id: string;
  phoneE164: string;
  label: string | null;
  gatewayId: string | null;
  aiAgentId: string | null;
  queueId: string | null;
}

export interface CallAiAuditEvent {
  id: string;
  callId: string;
  callUuid: string;
  eventType: string;
  message: string;
  metadata: Record<string, unknown>;
  occurredAt: string;
}

/** A member of the workspace: whom an operator token is minted for (protocol sheet §1.2), with their SIP user. */
export interface TeamMember {
  email: string;
  name: string;
  role: 'owner' | 'admin' | 'operator' | 'member';
  userId: string;
  sipUserId: string;
  /** Their account at the exchange. */
  sipUser: string;
}
