import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { need } from '../../sip/message.ts';
import { type Sandbox, startSandbox } from '../../sandbox.ts';
import type { Phone } from '../../test/phone.ts';
import { answer, answering, Client, hangUp, RawSocket, TWO } from './client.ts';

let sandbox: Sandbox;
let one: Client;
let phone: Phone;

beforeEach(async () => {
  sandbox = await startSandbox();
  one = Client.operator(sandbox);
  phone = await one.phone();
});
afterEach(() => sandbox.stop());

const live = () => sandbox.sippet.calls()[0];
const roles = (): (string | undefined)[] =>
  sandbox.sippet.store.participants.filter(({ leftAt }) => leftAt === null).map(({ role }) => role);

describe('an AI call', () => {
  it('has a transcript that runs along, and audit events', async () => {
    const socket = await RawSocket.joined(sandbox);
    const { call } = sandbox.sippet.startAiCall({ pace: 'manual' });
    expect((await socket.settled()).map(([, , , event]) => event)).toEqual([
      'incoming_call',
      'call_participant_joined',
      'call_participant_joined',
      'call_answered',
    ]);
    expect(sandbox.sippet.stepAi(call.callUuid, 2)).toBe(2);
    const frames = await socket.settled();
    const deltas = frames.filter(([, , , event]) => event === 'call_transcript_delta');
    const said = deltas.map(
      ([, , , , payload]) => payload as { item_id: string; role: string; delta: string },
    );
    const text = (role: string): string =>
      said
        .filter((delta) => delta.role === role)
        .map(({ delta }) => delta)
        .join('');
    expect(text('caller')).toBe('Hello, I am calling about my order. Can you hear me?');
    expect(text('assistant')).toMatch(/^You are speaking with Robin/);
    const done = frames.filter(([, , , event]) => event === 'call_transcript_completed');
    expect(done.map(([, , , , payload]) => (payload as { item_id: string }).item_id)).toEqual([
      ...new Set(said.map(({ item_id }) => item_id)),
    ]);
    expect(frames.map(([, , , event]) => event)[0]).toBe('call_ai_audit_event');
    const rows = await one.rows('list_call_transcripts', {
      fields: ['role', 'content'],
      filter: { callUuid: { eq: call.callUuid } },
    });
    expect(rows).toEqual([
      { role: 'caller', content: text('caller') },
      { role: 'assistant', content: text('assistant') },
    ]);
    const [conversation] = await one.rows('list_conversations', {
      fields: ['publicId', 'channel', { aiAgent: ['name'] }],
      filter: { call: { callUuid: { eq: call.callUuid } } },
    });
    expect(conversation).toMatchObject({ channel: 'call', aiAgent: { name: 'Robin' } });
    const input = { publicId: conversation?.['publicId'] };
    expect(
      await one.data('list_conversation_items_by_public_id', { input, fields: ['role', 'content'] }),
    ).toEqual([
      { role: 'user', content: text('caller') },
      { role: 'assistant', content: text('assistant') },
    ]);
    expect(await one.data('list_call_ai_audit_events', { fields: ['eventType'] })).toEqual([
      { eventType: 'session_started' },
    ]);
    sandbox.sippet.stepAi(call.callUuid, 99);
    expect(sandbox.sippet.stepAi(call.callUuid, 1)).toBe(0);
  });

  it('is heard by the caller', async () => {
    // Slow enough that each line is spoken before the next one cuts it off.
    const { call } = sandbox.sippet.startAiCall({ pace: 200, repeat: true });
    await sandbox.until('the agent at the caller', () => (live()?.heard.level ?? 0) > 0.01);
    expect(sandbox.sippet.hangUp(call.callUuid)).toBe(true);
  });

  it('goes at its own pace, and over again if wanted', async () => {
    const { call } = sandbox.sippet.startAiCall({ pace: 1, repeat: true });
    await sandbox.until('more than the script', () => sandbox.sippet.store.transcripts.length > 12);
    expect(sandbox.sippet.hangUp(call.callUuid)).toBe(true);
    const count = sandbox.sippet.store.transcripts.length;
    expect(sandbox.sippet.calls()).toEqual([]);
    await one.data('list_calls', { fields: ['id'] });
    expect(sandbox.sippet.store.transcripts).toHaveLength(count);
  });
});

describe('barging in and handing back', answering, () => {
  const barge = async (client = one): Promise<unknown> =>
    client.data('barge_call', { input: { callUuid: live()?.call.callUuid } });
  const resume = (client = one): Promise<unknown> =>
    client.data('resume_ai_call', { input: { callUuid: live()?.call.callUuid } });

  it('silences the agent once the operator answers, and gives it the caller back', async () => {
    const { call } = sandbox.sippet.startAiCall({ persona: 'tone', pace: 'manual' });
    sandbox.sippet.stepAi(call.callUuid, 1);
    expect(await barge()).toEqual({ call_uuid: call.callUuid, status: 'ringing', sip_username: '1001' });
    expect(live()).toMatchObject({ ai: 'talking', operator: 'one@sandbox.ringside.test' });
    const answered = await answer(phone);
    await sandbox.until('the caller here', () => (answered.sound.heard().tones['700'] ?? 0) > 0.4);
    await sandbox.until('the operator there', () => (live()?.heard.tones['1000'] ?? 0) > 0.4);
    expect(live()?.ai).toBe('silenced');
    expect(roles()).toEqual(['caller', 'operator']);
    expect(sandbox.sippet.stepAi(call.callUuid)).toBe(0);
    expect(await barge()).toMatchObject({ status: 'connected' });
    expect(sandbox.calls()).toHaveLength(1);

    expect(await resume()).toEqual({ call_uuid: call.callUuid, status: 'resumed' });
    phone.answer(await phone.request('BYE'), '200 OK');
    expect(live()).toMatchObject({ ai: 'talking', call: { status: 'answered', endedAt: null } });
    expect(roles()).toEqual(['caller', 'ai_agent']);
    expect(sandbox.sippet.stepAi(call.callUuid)).toBe(1);
    expect(sandbox.sippet.store.transcripts.at(-1)?.content).toBe(
      'This is Robin again. Thank you for holding the line.',
    );
    expect(sandbox.sippet.store.auditEvents.map(({ eventType }) => eventType)).toEqual([
      'session_started',
      'operator_joined',
      'agent_resumed',
    ]);
    expect(await resume()).toMatchObject({ status: 'resumed' });
    answered.sound.close();
  });

  it('cuts the agent short, and says so in the transcript', async () => {
    const { call } = sandbox.sippet.startAiCall({ pace: 5 });
    await sandbox.until('the first words', () => sandbox.sippet.store.auditEvents.length > 0);
    await barge();
    const answered = await answer(phone);
    await sandbox.until('the operator', () => live()?.ai === 'silenced');
    const [last] = sandbox.sippet.store.auditEvents.slice(-1);
    expect(last?.eventType).toBe('operator_joined');
    expect(sandbox.sippet.store.transcripts.filter(({ callUuid }) => callUuid === call.callUuid)).not.toEqual(
      [],
    );
    hangUp(phone, answered);
    await sandbox.until('the end', () => sandbox.sippet.calls().length === 0);
    answered.sound.close();
  });

  it('keeps the operator on the line by switch, and lets them in again without ringing', async () => {
    sandbox.sippet.setVariants({ handBack: 'park' });
    const { call } = sandbox.sippet.startAiCall({ persona: 'tone', pace: 'manual' });
    await barge();
    const answered = await answer(phone);
    await sandbox.until('the caller here', () => (answered.sound.heard().tones['700'] ?? 0) > 0.4);
    await resume();
    expect(live()).toMatchObject({ ai: 'talking', parked: true, operator: undefined });
    await sandbox.until('silence here', () => answered.sound.heard().level < 0.01);
    expect(await barge()).toMatchObject({ status: 'connected' });
    await sandbox.until('the caller again', () => (answered.sound.heard().tones['700'] ?? 0) > 0.4);
    expect(sandbox.calls()).toHaveLength(1);
    await resume();
    await one.data('end_call', { input: { callUuid: call.callUuid } });
    await phone.request('BYE');
    answered.sound.close();
  });

  it('is for one operator at a time', async () => {
    const two = Client.operator(sandbox, TWO);
    await two.phone();
    const { call } = sandbox.sippet.startAiCall({ pace: 'manual' });
    const input = { callUuid: call.callUuid };
    const answers = await Promise.all([
      one.run({ action: 'barge_call', input }),
      two.run({ action: 'barge_call', input }),
    ]);
    expect(answers.filter((said) => (said as { success: boolean }).success)).toHaveLength(1);
    const [winner, loser] = live()?.operator === TWO ? [two, one] : [one, two];
    expect(await loser.error('resume_ai_call', { input })).toMatchObject({
      message: 'already taken by %{operator}',
    });
    await winner.data('resume_ai_call', { input });
    expect(live()).toMatchObject({ ai: 'talking', operator: undefined });
    await sandbox.until('no ringing', () => sandbox.calls().every(({ state }) => state === 'ended'));
  });

  it('leaves everything as it was when the operator declines', async () => {
    sandbox.sippet.startAiCall({ pace: 'manual' });
    await barge();
    phone.answer(await phone.request('INVITE'), '603 Decline');
    await sandbox.until('nobody', () => live()?.operator === undefined);
    expect(live()).toMatchObject({ ai: 'talking', call: { endedAt: null } });
  });

  it('needs an agent, and a call that goes on', async () => {
    const { call } = sandbox.sippet.bringCaller();
    const input = { callUuid: call.callUuid };
    for (const action of ['barge_call', 'resume_ai_call']) {
      expect(await one.error(action, { input })).toMatchObject({ message: 'no AI agent is in this call' });
    }
    sandbox.sippet.hangUp(call.callUuid);
    expect(await one.error('barge_call', { input })).toMatchObject({ message: 'the call is over' });
  });
});

describe('start_outbound_call', answering, () => {
  const dial = (toNumber: string, more: object = {}): Promise<unknown> =>
    one.data('start_outbound_call', { input: { toNumber, ...more } });
  const last = () => sandbox.sippet.store.calls.at(-1);

  it('rings the operator, then the number, and connects them', async () => {
    const own = sandbox.sippet.store.phoneNumbers[1]?.phoneE164;
    expect(await dial('+17865550101', { fromNumber: own })).toMatchObject({ status: 'initiated' });
    const answered = await answer(phone);
    expect(need(answered.invite, 'From')).toContain('+17865550101');
    await sandbox.until('the callee', () => (answered.sound.heard().tones['700'] ?? 0) > 0.4);
    await sandbox.until('us there', () => (live()?.heard.tones['1000'] ?? 0) > 0.4);
    expect(last()).toMatchObject({ direction: 'outbound', status: 'answered', fromNumber: own });
    hangUp(phone, answered);
    await sandbox.until('the end', () => last()?.status === 'completed');
    answered.sound.close();
  });

  it.each([
    ['603', 'busy'],
    ['605', 'failed'],
    ['+15555550100', 'failed'],
  ])('to %s ends as %s', async (number, status) => {
    await dial(number);
    const answered = await answer(phone);
    await phone.request('BYE');
    expect(last()).toMatchObject({ status, toNumber: number });
    answered.sound.close();
  });

  it('lets the operator hear the ringing, and give up', async () => {
    await dial('604');
    const answered = await answer(phone);
    await sandbox.until('the ringing tone', () => answered.sound.heard().level > 0.01);
    hangUp(phone, answered);
    await sandbox.until('the end', () => last()?.endedAt !== null);
    answered.sound.close();
  });

  it('is canceled when the operator does not answer, and takes only numbers of its own', async () => {
    await dial('+17865550101');
    phone.answer(await phone.request('INVITE'), '486 Busy Here');
    await sandbox.until('the end', () => last()?.status === 'canceled');
    expect(
      await one.error('start_outbound_call', { input: { toNumber: '601', fromNumber: '+1' } }),
    ).toMatchObject({ type: 'invalid_argument', fields: ['fromNumber'] });
  });
});

it('writes down what phones do by themselves', answering, async () => {
  const socket = await RawSocket.joined(sandbox);
  await sandbox.callOperator('1001', { persona: 'tone' });
  await socket.event('incoming_call');
  const answered = await answer(phone);
  await socket.event('call_answered');
  hangUp(phone, answered);
  expect(await socket.event('call_ended')).toMatchObject({ status: 'completed' });
  await sandbox.callOperator('1001', { persona: 'tone' });
  phone.answer(await phone.request('INVITE'), '486 Busy Here');
  expect(await socket.event('call_ended')).toMatchObject({ status: 'busy', hangup_cause: 'USER_BUSY' });
  answered.sound.close();
});
