import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { need } from '../../sip/message.ts';
import { type Sandbox, startSandbox } from '../../sandbox.ts';
import type { Phone } from '../../test/phone.ts';
import { answer, answering, Client, hangUp, RawSocket, TWO } from './client.ts';

let sandbox: Sandbox;
let one: Client;
let phone: Phone;

beforeEach(async () => {
  sandbox = await startSandbox({ timings: { hangUpAfterMs: 50 }, sippet: { ringMs: 3000 } });
  one = Client.operator(sandbox);
  phone = await one.phone();
});
afterEach(() => sandbox.stop());

const sipUserId = (index: number): string => sandbox.sippet.team[index]?.sipUserId ?? '';
const accept = (identity: string | undefined, index = 0): object => ({
  identity,
  input: { sipUserId: sipUserId(index) },
  fields: ['status', 'acceptedByUserId'],
});

describe('a caller in a queue', answering, () => {
  it('hears music, and is listed with all there is to know', async () => {
    const { call, entryId } = sandbox.sippet.bringCaller({ queue: 'Sales' });
    await sandbox.until('music', () => (sandbox.sippet.calls()[0]?.heard.level ?? 0) > 0.02);
    const fields = [
      'id',
      'callUuid',
      'queueName',
      'status',
      'position',
      'fromNumber',
      'callerName',
      'acceptedAt',
    ];
    expect(await one.data('list_call_queue_entries', { fields })).toEqual([
      {
        id: entryId,
        callUuid: call.callUuid,
        queueName: 'Sales',
        status: 'waiting',
        position: 1,
        fromNumber: '+442079460018',
        callerName: 'Eve Reed',
        acceptedAt: null,
      },
    ]);
    for (const input of [{ callUuid: call.callUuid }, { id: entryId }]) {
      expect(await one.data('get_call_queue_entry', { input, fields: ['id'] })).toEqual({ id: entryId });
    }
  });

  it('is accepted: the phone rings, both hear each other, and the end of one is the end of all', async () => {
    const socket = await RawSocket.joined(sandbox);
    const { call, entryId } = sandbox.sippet.bringCaller({ persona: 'tone' });
    await socket.settled();
    expect(await one.data('accept_call_queue_entry', accept(entryId))).toEqual({
      status: 'accepted',
      acceptedByUserId: sandbox.sippet.team[0]?.userId,
    });
    const answered = await answer(phone);
    expect(need(answered.invite, 'From')).toContain('"Tuning Fork" <sip:+17865550101@');
    await sandbox.until('the caller here', () => (answered.sound.heard().tones['700'] ?? 0) > 0.4);
    await sandbox.until(
      'the operator there',
      () => (sandbox.sippet.calls()[0]?.heard.tones['1000'] ?? 0) > 0.4,
    );
    expect((await socket.settled()).map(([, , , event]) => event)).toEqual([
      'call_queue_entry_updated',
      'call_participant_joined',
      'call_answered',
      'call_queue_entry_deleted',
    ]);
    expect(await one.data('list_call_queue_entries', { fields: ['id'] })).toEqual([]);
    expect(await one.data('call_codec', { input: { callUuid: call.callUuid } })).toMatchObject({
      codec: 'PCMU',
    });
    hangUp(phone, answered);
    expect((await phone.response('BYE')).status).toBe(200);
    await socket.event('call_ended');
    const filter = { callUuid: { eq: call.callUuid } };
    expect(await one.data('list_calls', { fields: ['status', 'sipUsername'], filter })).toEqual([
      { status: 'completed', sipUsername: '1001' },
    ]);
    expect(sandbox.sippet.calls()).toEqual([]);
    answered.sound.close();
  });

  it('hears music again while the operator holds, and is written down by what it says', async () => {
    const { entryId, call } = sandbox.sippet.bringCaller({ persona: 'echo' });
    await one.data('accept_call_queue_entry', accept(entryId));
    const answered = await answer(phone);
    const lines = () =>
      one.rows('list_call_transcripts', {
        fields: ['role', 'content'],
        filter: { callUuid: { eq: call.callUuid } },
      });
    await sandbox.until('the caller speaking', () => answered.sound.heard().level > 0.01);
    expect(await lines()).toEqual([
      { role: 'caller', content: 'Hello, I am calling about my order. Can you hear me?' },
    ]);
    sandbox.sippet.say(call.callUuid, 'operator', 'Yes, I can.');
    expect(await lines()).toHaveLength(2);
    answered.sound.close();
  });

  it('can be accepted twice by the same operator without a second call', async () => {
    const { entryId } = sandbox.sippet.bringCaller();
    await one.data('accept_call_queue_entry', accept(entryId));
    await phone.request('INVITE');
    expect(await one.data('accept_call_queue_entry', accept(entryId))).toMatchObject({ status: 'accepted' });
    expect(sandbox.calls()).toHaveLength(1);
  });

  it.each([
    ['invalid_attribute', 'Invalid attribute'],
    ['invalid_changes', 'Invalid changes'],
    ['not_found', 'Not found'],
    ['forbidden', 'Forbidden'],
  ] as const)(
    'goes to one of two operators who accept at the same instant (%s)',
    async (takenError, shortMessage) => {
      sandbox.sippet.setVariants({ takenError });
      const two = Client.operator(sandbox, TWO);
      const other = await two.phone();
      const { entryId } = sandbox.sippet.bringCaller();
      const body = (index: number) => ({ action: 'accept_call_queue_entry', ...accept(entryId, index) });
      const answers = await Promise.all([one.run(body(0)), two.run(body(1))]);
      const lost = answers.find((said) => !(said as { success: boolean }).success);
      const [entry] = sandbox.sippet.store.queueEntries;
      const winner = sandbox.sippet.team.find(({ userId }) => userId === entry?.acceptedByUserId);
      expect(answers.filter((said) => (said as { success: boolean }).success)).toHaveLength(1);
      expect(lost).toMatchObject({
        errors: [
          {
            type: takenError,
            shortMessage,
            message: 'already taken by %{operator}',
            vars: { operator: winner?.name },
          },
        ],
      });
      expect(sandbox.calls()).toHaveLength(1);
      await (winner?.email === TWO ? other : phone).request('INVITE');
      other.close();
    },
  );

  it('is told who has it even after the call', async () => {
    const two = Client.operator(sandbox, TWO);
    await two.phone();
    const { entryId } = sandbox.sippet.bringCaller();
    await one.data('accept_call_queue_entry', accept(entryId));
    const answered = await answer(phone);
    await sandbox.until(
      'the end of waiting',
      () => sandbox.sippet.store.queueEntries[0]?.status === 'completed',
    );
    expect(await two.error('accept_call_queue_entry', accept(entryId, 1))).toMatchObject({
      vars: { operator: 'Operator One' },
    });
    answered.sound.close();
  });

  it('waits again when the operator declines, and when nobody answers', async () => {
    const socket = await RawSocket.joined(sandbox);
    const { entryId } = sandbox.sippet.bringCaller();
    await one.data('accept_call_queue_entry', accept(entryId));
    phone.answer(await phone.request('INVITE'), '486 Busy Here');
    await socket.take(
      'waiting again',
      ([, , , event, payload]) =>
        event === 'call_queue_entry_updated' &&
        (payload as { status: string; accepted_at: null }).status === 'waiting' &&
        sandbox.calls().length === 1,
    );
    expect(await one.data('get_call_queue_entry', { input: { id: entryId }, fields: ['status'] })).toEqual({
      status: 'waiting',
    });
    await one.data('accept_call_queue_entry', accept(entryId));
    expect(sandbox.calls()).toHaveLength(2);
  });

  it('who hangs up stops the ringing', async () => {
    const { entryId, call } = sandbox.sippet.bringCaller();
    await one.data('accept_call_queue_entry', accept(entryId));
    const invite = await phone.request('INVITE');
    phone.answer(invite, '180 Ringing');
    await sandbox.until('ringing', () => sandbox.calls()[0]?.state === 'ringing');
    sandbox.sippet.hangUp(call.callUuid);
    await phone.request('CANCEL');
    expect(await one.error('accept_call_queue_entry', { ...accept(entryId) })).toMatchObject({
      type: 'invalid_attribute',
    });
  });

  it('needs an operator with a phone, and one the token is for', async () => {
    const { entryId } = sandbox.sippet.bringCaller();
    const two = Client.operator(sandbox, TWO);
    expect(await two.error('accept_call_queue_entry', accept(entryId, 1))).toMatchObject({
      type: 'invalid_argument',
      message: '%{operator} has no registered phone',
      vars: { operator: 'Operator Two' },
    });
    expect(await two.error('accept_call_queue_entry', accept(entryId, 0))).toMatchObject({
      type: 'forbidden',
    });
    expect(await two.error('accept_call_queue_entry', { identity: entryId, input: {} })).toMatchObject({
      type: 'required',
      fields: ['sipUserId'],
    });
    expect(sandbox.sippet.store.queueEntries[0]?.status).toBe('waiting');
  });

  it('can be accepted with the secret key for an operator it names', async () => {
    const { entryId } = sandbox.sippet.bringCaller();
    sandbox.sippet.setVariants({ callUuidHeader: 'X-Call-UUID', closedEntries: 'listed' });
    await Client.secret(sandbox).data('accept_call_queue_entry', accept(entryId));
    const { invite, sound } = await answer(phone);
    expect(need(invite, 'X-Call-UUID')).toBe(sandbox.sippet.calls()[0]?.call.callUuid);
    await sandbox.until(
      'the end of waiting',
      () => sandbox.sippet.store.queueEntries[0]?.status === 'completed',
    );
    expect(await one.data('list_call_queue_entries', { fields: ['status'] })).toEqual([
      { status: 'completed' },
    ]);
    sound.close();
  });
});

it('end_call hangs up, once and again', answering, async () => {
  const { entryId, call } = sandbox.sippet.bringCaller();
  await one.data('accept_call_queue_entry', accept(entryId));
  const answered = await answer(phone);
  await sandbox.until('the call', () => sandbox.sippet.store.calls.at(-1)?.status === 'answered');
  const input = { callUuid: call.callUuid };
  expect(await one.data('end_call', { input })).toEqual({ call_uuid: call.callUuid, status: 'completed' });
  await phone.request('BYE');
  const ended = sandbox.sippet.store.calls.at(-1)?.endedAt;
  expect(await one.data('end_call', { input: { callId: call.id } })).toMatchObject({ status: 'completed' });
  expect(sandbox.sippet.store.calls.at(-1)?.endedAt).toBe(ended);
  answered.sound.close();
});
