import type {
  Call,
  CallParticipant,
  CallQueueEntry,
  CallStatus,
  ParticipantRole,
  Queue,
  SpeakerRole,
  TeamMember,
} from '../records.ts';
import { timestamp } from '../store.ts';
import type { Workspace } from '../workspace.ts';

/** What a new call starts with. */
export type NewCall = Pick<Call, 'direction' | 'fromNumber' | 'toNumber' | 'callSource' | 'status'> &
  Partial<Pick<Call, 'sipUsername' | 'conversationId'>>;

/** One utterance that is being said. */
export interface Utterance {
  itemId: string;
  contentIndex: number;
  role: SpeakerRole;
}

/** Writes down what happens to calls and tells the sockets of it, in the order of protocol sheet §4.3. */
export class Ledger {
  readonly #workspace: Workspace;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** A call begins. An inbound one is announced, with the queue it waits in. */
  open(start: NewCall, queueId?: string): Call {
    const { store, emit } = this.#parts();
    const call: Call = {
      id: store.uuid(),
      callUuid: store.uuid(),
      sipUsername: null,
      conversationId: this.#converse(start.callSource === 'ai'),
      startedAt: timestamp(),
      endedAt: null,
      durationSeconds: null,
      ...start,
    };
    store.calls.push(call);
    if (call.direction === 'inbound') {
      const { id, callUuid, direction, fromNumber, toNumber, startedAt, callSource, conversationId } = call;
      emit('incoming_call', {
        id,
        callUuid,
        direction,
        fromNumber,
        toNumber,
        status: 'ringing',
        startedAt,
        callSource,
        ...(queueId !== undefined && { queueId }),
        ...(conversationId !== null && { conversationId }),
      });
    }
    return call;
  }

  /** Somebody is now in the call. */
  join(call: Call, role: ParticipantRole): CallParticipant {
    const { store, emit } = this.#parts();
    const participant: CallParticipant = {
      id: store.uuid(),
      callId: call.id,
      memberUuid: store.uuid(),
      organisationId: store.organisationId,
      role,
      joinedAt: timestamp(),
      leftAt: null,
    };
    store.participants.push(participant);
    const { memberUuid, joinedAt } = participant;
    emit('call_participant_joined', { callUuid: call.callUuid, callId: call.id, memberUuid, role, joinedAt });
    return participant;
  }

  /** Everybody of these roles leaves the call; all without a role. */
  leave(call: Call, ...roles: readonly ParticipantRole[]): void {
    const { store, emit } = this.#parts();
    for (const participant of store.participants) {
      if (participant.callId !== call.id || participant.leftAt !== null) continue;
      if (roles.length > 0 && !roles.includes(participant.role)) continue;
      participant.leftAt = timestamp();
      const { memberUuid, role, leftAt } = participant;
      emit('call_participant_left', { callUuid: call.callUuid, callId: call.id, memberUuid, role, leftAt });
    }
  }

  answered(call: Call, by?: string): void {
    if (call.status === 'answered') return;
    call.status = 'answered';
    this.#parts().emit('call_answered', {
      callUuid: call.callUuid,
      status: 'answered',
      answeredAt: timestamp(),
      ...(by !== undefined && { answeredBy: by }),
    });
  }

  /** The call is over: everybody leaves, then the end is told. Does nothing the second time. */
  ended(call: Call, status: CallStatus, hangupCause: string): void {
    if (call.endedAt !== null) return;
    this.leave(call);
    const now = Date.now();
    call.status = status;
    call.endedAt = timestamp(now);
    call.durationSeconds =
      call.startedAt === null ? 0 : Math.round((now - Date.parse(call.startedAt)) / 1000);
    const { callUuid, endedAt, durationSeconds } = call;
    this.#parts().emit('call_ended', { callUuid, status, endedAt, durationSeconds, hangupCause });
  }

  /** A caller waits in a queue from now on. */
  enqueue(call: Call, queue: Queue, callerName: string | null): CallQueueEntry {
    const { store, emit } = this.#parts();
    const entry: CallQueueEntry = {
      id: store.uuid(),
      callId: call.id,
      callUuid: call.callUuid,
      queueId: queue.id,
      queueName: queue.queueName,
      status: 'waiting',
      position: this.#waiting(queue.id).length + 1,
      fromNumber: call.fromNumber,
      toNumber: call.toNumber,
      callerName,
      enteredAt: timestamp(),
      acceptedAt: null,
      acceptedByUserId: null,
      organisationId: store.organisationId,
    };
    store.queueEntries.push(entry);
    emit('call_queue_entry_updated', { ...entry });
    return entry;
  }

  /** An operator has taken the entry. */
  accept(entry: CallQueueEntry, operator: TeamMember): void {
    Object.assign(entry, { status: 'accepted', acceptedAt: timestamp(), acceptedByUserId: operator.userId });
    this.#parts().emit('call_queue_entry_updated', { ...entry });
    this.#closeRanks(entry.queueId);
  }

  /** Nobody came to the phone: the caller waits again, where they were by time. */
  requeue(entry: CallQueueEntry): void {
    Object.assign(entry, { status: 'waiting', acceptedAt: null, acceptedByUserId: null });
    this.#closeRanks(entry.queueId);
    this.#parts().emit('call_queue_entry_updated', { ...entry });
  }

  /** The entry is done with: the caller is through to somebody, or gone. */
  dequeue(entry: CallQueueEntry, status: 'completed' | 'abandoned'): void {
    if (entry.status === 'completed' || entry.status === 'abandoned') return;
    entry.status = status;
    const { id, callUuid, queueId } = entry;
    this.#parts().emit('call_queue_entry_deleted', { id, callUuid, queueId });
    this.#closeRanks(queueId);
  }

  /** A new utterance begins. */
  speak(role: SpeakerRole): Utterance {
    return { itemId: `item_${this.#workspace.store.uuid().slice(0, 8)}`, contentIndex: 0, role };
  }

  /** A piece of it. */
  delta(call: Call, { itemId, contentIndex, role }: Utterance, delta: string): void {
    this.#parts().emit('call_transcript_delta', {
      callUuid: call.callUuid,
      itemId,
      contentIndex,
      role,
      delta,
    });
  }

  /** All of it, for good. */
  spoken(call: Call, { itemId, contentIndex, role }: Utterance, content: string): void {
    const { store, emit } = this.#parts();
    const { id: callId, callUuid } = call;
    const occurredAt = timestamp();
    store.transcripts.push({
      id: store.uuid(),
      callId,
      callUuid,
      role,
      content,
      itemId,
      contentIndex,
      occurredAt,
    });
    this.#note(call, { itemId, contentIndex, role }, content, occurredAt);
    emit('call_transcript_completed', { callUuid, itemId, contentIndex, role, content, occurredAt });
  }

  /** Something the AI agent did or that was done to it. */
  audit(call: Call, eventType: string, message: string, metadata: Record<string, unknown> = {}): void {
    const { store, emit } = this.#parts();
    const event = { callUuid: call.callUuid, eventType, message, metadata, occurredAt: timestamp() };
    store.auditEvents.push({ id: store.uuid(), callId: call.id, ...event });
    emit('call_ai_audit_event', event);
  }

  #parts(): { store: Workspace['store']; emit: Workspace['emit'] } {
    return {
      store: this.#workspace.store,
      emit: (name, payload) => this.#workspace.emit(name, payload),
    };
  }

  /** A conversation for a call that begins, if calls have one. */
  #converse(withAgent: boolean): string | null {
    const { store, variants } = this.#workspace;
    if (variants.conversations === 'none') return null;
    const id = store.uuid();
    store.conversations.push({
      id,
      status: 'active',
      channel: 'call',
      mode: 'voice',
      publicId: `conv_${id.slice(0, 8)}`,
      metadata: null,
      aiAgentId: withAgent ? (store.aiAgents[0]?.id ?? null) : null,
    });
    return id;
  }

  /** What was said is an item of the conversation too. */
  #note({ conversationId }: Call, utterance: Utterance, content: string, occurredAt: string): void {
    if (conversationId === null) return;
    const { store } = this.#workspace;
    const { itemId, contentIndex } = utterance;
    const role = utterance.role === 'caller' ? 'user' : utterance.role;
    const item = { id: store.uuid(), conversationId, role, modality: 'audio', content, itemId, contentIndex };
    store.conversationItems.push({ ...item, metadata: null, occurredAt });
  }

  #waiting(queueId: string): CallQueueEntry[] {
    return this.#workspace.store.queueEntries.filter(
      (entry) => entry.queueId === queueId && entry.status === 'waiting',
    );
  }

  /** Positions are 1-based and without gaps; whoever moves up is told of. */
  #closeRanks(queueId: string): void {
    for (const [index, entry] of this.#waiting(queueId).entries()) {
      if (entry.position === index + 1) continue;
      entry.position = index + 1;
      this.#parts().emit('call_queue_entry_updated', { ...entry });
    }
  }
}
