import * as v from 'valibot';
import { operatorFor } from '../access.ts';
import { valueOf } from '../resources.ts';
import { type Action, type ActionContext, create, get, list, listBy, map, update } from './action.ts';
import { callOf, callRef, liveCallOf, operatorRef, optionalText } from './inputs.ts';
import { fail } from './errors.ts';

const AcceptInput = v.pipe(
  v.strictObject({ ...operatorRef }),
  v.rawCheck(({ dataset, addIssue }) => {
    // Protocol sheet §3.1: the input has at least one required key.
    if (dataset.typed && Object.values(dataset.value).every((value) => value === undefined)) {
      addIssue({
        message: 'is required',
        input: undefined,
        path: [{ type: 'object', origin: 'value', input: dataset.value, key: 'sipUserId', value: undefined }],
      });
    }
  }),
);

const BargeInput = v.strictObject({ ...callRef, ...operatorRef });

const OutboundInput = v.strictObject({
  ...operatorRef,
  toNumber: v.string(),
  fromNumber: optionalText,
  gatewayId: optionalText,
  aiAgentId: optionalText,
  conversationId: optionalText,
});

const CreateCallInput = v.strictObject({
  callUuid: v.string(),
  direction: v.picklist(['inbound', 'outbound']),
  fromNumber: v.string(),
  toNumber: v.string(),
  callSource: v.string(),
  sipUsername: optionalText,
  status: v.optional(
    v.picklist([
      'initiated',
      'ringing',
      'queued',
      'answered',
      'completed',
      'failed',
      'no_answer',
      'busy',
      'canceled',
    ]),
    'initiated',
  ),
  startedAt: optionalText,
  conversationId: optionalText,
});

/** Entries that have not been dealt with; the others are gone, or listed with their last status by a switch. */
function openEntries({ workspace }: ActionContext): readonly object[] {
  const { store, variants } = workspace;
  if (variants.closedEntries === 'listed') return store.queueEntries;
  return store.queueEntries.filter(({ status }) => status === 'waiting' || status === 'accepted');
}

/** A map, or nothing, as the switches say (protocol sheet §3.1 "untyped map/none"). */
function outcome({ workspace }: ActionContext, result: object): object {
  return workspace.variants.mapResults === 'nothing' ? {} : result;
}

/** Calls and queues (protocol sheet §3.1). */
export const callActions: Readonly<Record<string, Action>> = {
  list_calls: list('Call', ({ workspace }) => workspace.store.calls, { paginated: false }),
  list_call_participants: list('CallParticipant', ({ workspace }) => workspace.store.participants),
  list_queues: list('Queue', ({ workspace }) => workspace.store.queues),
  list_call_queue_entries: list('CallQueueEntry', openEntries),
  list_call_transcripts: list('CallTranscript', ({ workspace }) => workspace.store.transcripts),
  list_call_ai_audit_events: list('CallAiAuditEvent', ({ workspace }) => workspace.store.auditEvents),
  get_call_queue_entry: get(
    'CallQueueEntry',
    v.strictObject({ callUuid: v.optional(v.string()), id: v.optional(v.string()) }),
    (context, { callUuid, id }) => {
      if (callUuid === undefined && id === undefined) {
        fail('required', { vars: { field: 'callUuid' }, fields: ['callUuid'] });
      }
      return openEntries(context).find(
        (entry) => valueOf(entry, 'id') === id || valueOf(entry, 'callUuid') === callUuid,
      );
    },
  ),
  accept_call_queue_entry: update(
    'CallQueueEntry',
    ({ workspace }, identity) => workspace.store.queueEntries.find(({ id }) => id === identity),
    AcceptInput,
    (context, input, identity) =>
      context.desk.accept(identity, operatorFor(context.caller, input, context.workspace)),
  ),
  create_call: create('Call', CreateCallInput, ({ workspace }, input) => {
    const call = {
      ...input,
      id: workspace.store.uuid(),
      sipUsername: input.sipUsername ?? null,
      startedAt: input.startedAt ?? null,
      conversationId: input.conversationId ?? null,
      endedAt: null,
      durationSeconds: null,
    };
    workspace.store.calls.push(call);
    return call;
  }),
  call_codec: map(v.strictObject(callRef), (context, ref) => {
    const { callUuid } = callOf(context, ref);
    return context.workspace.variants.codec === 'string' ? 'PCMU' : { callUuid, codec: 'PCMU' };
  }),
  barge_call: map(BargeInput, async (context, input) => {
    const call = liveCallOf(context, input);
    await context.desk.barge(call, operatorFor(context.caller, input, context.workspace));
    const { record, leg } = call;
    const status = leg?.state === 'answered' ? 'connected' : 'ringing';
    return outcome(context, { callUuid: record.callUuid, status, sipUsername: record.sipUsername });
  }),
  resume_ai_call: map(BargeInput, (context, input) => {
    const call = liveCallOf(context, input);
    context.desk.resume(call, context.caller.kind === 'operator' ? context.caller.operator : undefined);
    return outcome(context, { callUuid: call.record.callUuid, status: 'resumed' });
  }),
  end_call: map(v.strictObject(callRef), (context, ref) => {
    const call = callOf(context, ref);
    context.desk.end(call.callUuid);
    return outcome(context, { callUuid: call.callUuid, status: call.status });
  }),
  start_outbound_call: map(OutboundInput, async (context, input) => {
    const { toNumber, fromNumber, conversationId } = input;
    const { store } = context.workspace;
    const own = store.phoneNumbers.map(({ phoneE164 }) => phoneE164);
    const from = fromNumber ?? own[0] ?? '';
    if (!own.includes(from)) {
      fail('invalid_argument', {
        message: 'is not a number of this workspace',
        vars: { field: 'fromNumber' },
        fields: ['fromNumber'],
      });
    }
    const who = operatorFor(context.caller, input, context.workspace);
    const { record } = await context.desk.dial(who, toNumber, from);
    record.conversationId = conversationId ?? record.conversationId;
    return { callUuid: record.callUuid, status: record.status, sipUsername: record.sipUsername };
  }),
  list_conversation_items_by_public_id: listBy(
    'ConversationItem',
    v.strictObject({ publicId: v.string() }),
    ({ workspace }, { publicId }) => {
      const conversation = workspace.store.conversations.find((row) => row.publicId === publicId);
      return workspace.store.conversationItems.filter((item) => item.conversationId === conversation?.id);
    },
  ),
};
