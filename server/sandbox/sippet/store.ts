import { createIds, type Ids } from '../ids.ts';
import type {
  AiAgent,
  Call,
  CallAiAuditEvent,
  CallParticipant,
  CallQueueEntry,
  CallTranscript,
  Contact,
  Conversation,
  ConversationItem,
  Gateway,
  OperatorStatus,
  PhoneNumber,
  Queue,
  TeamMember,
} from './records.ts';

/** Everything one workspace keeps, in order of creation. Tables are replaced by `seedStore`, rows change in place. */
export interface Store {
  organisationId: string;
  /** A new id; the same seed gives the same ids in the same order. */
  uuid: () => string;
  team: TeamMember[];
  calls: Call[];
  participants: CallParticipant[];
  queueEntries: CallQueueEntry[];
  queues: Queue[];
  transcripts: CallTranscript[];
  auditEvents: CallAiAuditEvent[];
  statuses: OperatorStatus[];
  contacts: Contact[];
  phoneNumbers: PhoneNumber[];
  conversations: Conversation[];
  conversationItems: ConversationItem[];
  gateways: Gateway[];
  aiAgents: AiAgent[];
}

/** A workspace with nothing in it. */
export function emptyStore(seed: number): Store {
  const ids = createIds(seed);
  return {
    organisationId: uuidFrom(ids),
    uuid: () => uuidFrom(ids),
    team: [],
    calls: [],
    participants: [],
    queueEntries: [],
    queues: [],
    transcripts: [],
    auditEvents: [],
    statuses: [],
    contacts: [],
    phoneNumbers: [],
    conversations: [],
    conversationItems: [],
    gateways: [],
    aiAgents: [],
  };
}

/** Now, as Sippet writes times. */
export function timestamp(at = Date.now()): string {
  return new Date(at).toISOString();
}

/** Version and variant bits as RFC 9562 §5.4 has them, the rest from the seed. */
function uuidFrom(ids: Ids): string {
  const hex = ids.hex(32);
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20),
  ].join('-');
}
