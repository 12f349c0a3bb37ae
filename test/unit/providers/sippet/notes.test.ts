/** Notes in the metadata of a call's conversation (protocol sheet §3: Conversation). */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startSandbox, type Sandbox } from '../../../../server/sandbox/sandbox.ts';
import { sippetAt, type TestSippet } from '../../../support/sippet.ts';

let sandbox: Sandbox;
let sippet: TestSippet;

beforeEach(async () => {
  sandbox = await startSandbox();
  sippet = sippetAt(sandbox);
});
afterEach(async () => {
  sippet.provider.stop();
  await sandbox.stop();
});

const note = (callUuid: string | undefined, text: string) => ({
  callUuid,
  number: '+17865550101',
  note: text,
  disposition: 'sold',
  endedAt: Date.parse('2026-01-01T10:00:00Z'),
});

test('stand under the call, beside what others have written there, and twice is once', async () => {
  const { call } = sandbox.sippet.bringCaller({});
  const conversation = sandbox.sippet.store.conversations.find(({ id }) => id === call.conversationId);
  if (!conversation) throw new Error('the call has no conversation');
  conversation.metadata = { crm: 'theirs', ringside_notes: { another: { note: 'older' } } };
  for (const text of ['Wants a boat', 'Wants two boats'])
    expect(await sippet.provider.notes?.deliver(note(call.callUuid, text))).toBe('delivered');
  const now = sandbox.sippet.store.conversations.find(({ id }) => id === call.conversationId);
  expect(now?.metadata).toEqual({
    crm: 'theirs',
    ringside_notes: {
      another: { note: 'older' },
      [call.callUuid]: { note: 'Wants two boats', disposition: 'sold', endedAt: '2026-01-01T10:00:00.000Z' },
    },
  });
});

test('have no place without a call, or in a call without a conversation', async () => {
  sandbox.sippet.setVariants({ conversations: 'none' });
  const { call } = sandbox.sippet.bringCaller({});
  for (const callUuid of [undefined, 'nobody-knows-this', call.callUuid])
    expect(await sippet.provider.notes?.deliver(note(callUuid, 'x'))).toBe('no-place');
});
