import * as v from 'valibot';
import { operatorFor } from '../access.ts';
import { contactById, setPresence } from '../people.ts';
import { timestamp } from '../store.ts';
import { issueSipAccess, revokeSipAccess } from '../sip-access.ts';
import { type Action, create, destroy, list, map, update } from './action.ts';
import { fail } from './errors.ts';
import { operatorRef, optionalText } from './inputs.ts';

const PRESENCES = [
  'available',
  'busy',
  'on_break',
  'away',
  'offline',
  'logged_out',
  'available_on_demand',
] as const;

const StatusInput = v.strictObject({
  ...operatorRef,
  status: v.picklist(PRESENCES),
  source: v.optional(v.picklist(['widget', 'console', 'api', 'system']), 'api'),
});

/** E.164, as the field's name promises. */
const phoneNumber = v.optional(v.nullable(v.pipe(v.string(), v.regex(/^\+[1-9]\d{1,14}$/))));

const NewContact = v.strictObject({
  fullName: v.pipe(v.string(), v.trim(), v.nonEmpty()),
  email: optionalText,
  phoneE164: phoneNumber,
  notes: optionalText,
});

const ConversationInput = v.strictObject({
  aiAgentId: optionalText,
  channel: v.optional(v.string()),
  metadata: v.optional(v.nullable(v.record(v.string(), v.unknown()))),
  mode: v.optional(v.string()),
});

const ConversationChange = v.strictObject({ ...ConversationInput.entries, status: v.optional(v.string()) });

const SipAccessInput = v.strictObject({
  ...operatorRef,
  callUuid: v.optional(v.string()),
  purpose: v.optional(v.string()),
});

/** Everything but calls (protocol sheet §3.1). */
export const deskActions: Readonly<Record<string, Action>> = {
  list_contacts: list('Contact', ({ workspace }) => workspace.store.contacts),
  create_contact: create('Contact', NewContact, ({ workspace }, input) => {
    const { fullName, email = null, phoneE164 = null, notes = null } = input;
    const contact = { id: workspace.store.uuid(), fullName, email, phoneE164, notes };
    workspace.store.contacts.push(contact);
    return contact;
  }),
  update_contact: update('Contact', contactById, v.partial(NewContact), (context, input, identity) =>
    Object.assign(contactById(context, identity) ?? fail('not_found'), input),
  ),
  delete_contact: destroy('Contact', contactById, (context, identity) => {
    const { store } = context.workspace;
    const contact = contactById(context, identity) ?? fail('not_found');
    store.contacts = store.contacts.filter((other) => other !== contact);
    return contact;
  }),
  list_operator_statuses: list('OperatorStatus', ({ workspace }) => workspace.store.statuses),
  set_operator_status: create('OperatorStatus', StatusInput, (context, { status, source, ...ref }) => {
    const { workspace, caller, desk } = context;
    const operator = operatorFor(caller, ref, workspace);
    const by = caller.kind === 'operator' ? operator.userId : null;
    return setPresence(workspace, desk, { operator, status, source, by });
  }),
  list_phone_numbers: list('PhoneNumber', ({ workspace }) => workspace.store.phoneNumbers),
  list_ai_agents: list('AiAgent', ({ workspace }) => workspace.store.aiAgents),
  list_gateways: list('Gateway', ({ workspace }) => workspace.store.gateways, { secretOnly: true }),
  list_conversations: list('Conversation', ({ workspace }) => workspace.store.conversations),
  list_conversation_items: list('ConversationItem', ({ workspace }) => workspace.store.conversationItems),
  create_conversation: create('Conversation', ConversationInput, ({ workspace }, input) => {
    const id = workspace.store.uuid();
    const { aiAgentId = null, channel = 'chat', metadata = null, mode = 'text' } = input;
    const publicId = `conv_${id.slice(0, 8)}`;
    const conversation = { id, status: 'active', channel, mode, publicId, metadata, aiAgentId };
    workspace.store.conversations.push(conversation);
    return conversation;
  }),
  update_conversation: update(
    'Conversation',
    ({ workspace }, identity) => workspace.store.conversations.find(({ id }) => id === identity),
    ConversationChange,
    ({ workspace }, input, identity) =>
      Object.assign(
        workspace.store.conversations.find(({ id }) => id === identity) ?? fail('not_found'),
        input,
      ),
  ),
  issue_sip_access: map(SipAccessInput, (context, input) =>
    issueSipAccess(context, operatorFor(context.caller, input, context.workspace), input.callUuid),
  ),
  revoke_sip_access: map(SipAccessInput, (context, input) => {
    const { sipUsername, callUuid } = input;
    revokeSipAccess(context, operatorFor(context.caller, input, context.workspace), {
      sipUsername,
      callUuid,
    });
    return context.workspace.variants.mapResults === 'nothing' ? {} : { revoked: true };
  }),
  issue_operator_access_token: map(
    v.strictObject({ operatorEmail: v.pipe(v.string(), v.nonEmpty()) }),
    ({ workspace }, { operatorEmail }) => {
      const operator = workspace.store.team.find(({ email }) => email === operatorEmail.toLowerCase());
      if (operator === undefined) fail('not_found');
      const grant = workspace.tokens.grant(
        'operator',
        operator.email,
        workspace.variants.operatorTokenSeconds,
      );
      const { token, expiresAt, ttlSeconds } = grant;
      if (workspace.variants.mintKeys === 'token-only') return { token };
      return { token, expiresAt: timestamp(expiresAt), ttlSeconds };
    },
    { secretOnly: true },
  ),
  accept_team_invitation: map(v.strictObject({ token: v.string() }), () => fail('not_found')),
};
