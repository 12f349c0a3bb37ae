import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox.ts';
import { Client, ONE, post, RawSocket, TWO } from './client.ts';

const THREE = 'three@sandbox.ringside.test';
let sandbox: Sandbox;
let client: Client;

beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => {
  sandbox.reset();
  client = Client.operator(sandbox);
});
afterAll(() => sandbox.stop());

const control = (path: string, body?: object) => post(`${sandbox.httpUrl}/sandbox/sippet/${path}`, body);

describe('the mint endpoints (protocol sheet §1.2, §1.3)', () => {
  const access = '/api/operator/access';
  const session = '/api/realtime/session';
  const secret = (path: string, body?: unknown) => Client.secret(sandbox).post(path, body);

  it('give tokens that work, with their end', async () => {
    const minted = await secret(access, { operator_email: ' One@Sandbox.Ringside.Test ' });
    expect(minted.body).toMatchObject({
      token: expect.any(String),
      ttl_seconds: 3600,
      expires_at: expect.any(String),
    });
    const { token } = minted.body as { token: string };
    const operator = new Client(sandbox, { authorization: `Bearer ${token}` });
    expect(await operator.data('list_queues', { fields: ['id'] })).toHaveLength(3);
    const opened = await operator.post(session);
    expect(opened.body).toMatchObject({ ttl_seconds: 300 });
    const { token: sessionToken } = opened.body as { token: string };
    (await RawSocket.connect(sandbox, { session_token: sessionToken })).close();
    sandbox.sippet.setVariants({ mintKeys: 'token-only', bearerSession: 'refuse' });
    expect((await secret(session)).body).toEqual({ token: expect.any(String) });
    expect((await operator.post(session)).status).toBe(403);
  });

  it.each([
    [401, access, {}, {}],
    [401, session, {}, {}],
    [401, access, { 'x-api-key': 'guess' }, {}],
    [403, access, { 'x-api-key': 'sandbox-publishable-key-not-a-secret' }, { operator_email: ONE }],
    [403, session, { 'x-api-key': 'sandbox-publishable-key-not-a-secret' }, {}],
    [404, access, { 'x-api-key': 'sandbox-secret-key-not-a-secret' }, { operator_email: 'nobody@x.test' }],
    [422, access, { 'x-api-key': 'sandbox-secret-key-not-a-secret' }, { operator_email: ' ' }],
    [422, access, { 'x-api-key': 'sandbox-secret-key-not-a-secret' }, {}],
  ])('answer with %i: %s %j %j', async (status, path, headers, body) => {
    const refused = await post(sandbox.httpUrl + path, body, headers);
    expect([refused.status, refused.body]).toEqual([status, { error: expect.any(String) }]);
  });

  it('have an RPC form', async () => {
    const mint = (operatorEmail: string) => ({ input: { operatorEmail } });
    const minted = await Client.secret(sandbox).data('issue_operator_access_token', mint(TWO));
    expect(minted).toMatchObject({ token: expect.any(String), ttl_seconds: 3600 });
    expect(
      await Client.secret(sandbox).error('issue_operator_access_token', mint('nobody@x.test')),
    ).toMatchObject({
      type: 'not_found',
    });
  });
});

describe('rows', () => {
  it('of contacts are made, changed and deleted', async () => {
    const created = (await client.data('create_contact', {
      input: { fullName: 'Nora Vale', phoneE164: '+12125550147' },
      fields: ['id', 'fullName', 'email'],
    })) as { id: string };
    expect(created).toMatchObject({ fullName: 'Nora Vale', email: null });
    const { id: identity } = created;
    expect(
      await client.data('update_contact', {
        identity,
        input: { notes: 'Calls on Fridays' },
        fields: ['notes', 'phoneE164'],
      }),
    ).toEqual({ notes: 'Calls on Fridays', phoneE164: '+12125550147' });
    expect(await client.data('update_contact', { identity, input: {} })).toEqual({});
    expect(await client.data('delete_contact', { identity })).toEqual({});
    expect(await client.error('delete_contact', { identity })).toMatchObject({ type: 'not_found' });
  });

  it('of presence: one each, told to everybody', async () => {
    const socket = await RawSocket.joined(sandbox);
    expect(
      await client.data('set_operator_status', {
        input: { status: 'on_break', source: 'widget' },
        fields: ['agentName', 'status', 'source', 'changedByUserId'],
      }),
    ).toEqual({
      agentName: 'Operator One',
      status: 'on_break',
      source: 'widget',
      changedByUserId: sandbox.sippet.team[0]?.userId,
    });
    expect(await socket.event('operator_status_change')).toMatchObject({ status: 'on_break' });
    expect(await client.data('list_operator_statuses', { fields: ['id'] })).toHaveLength(5);
    expect(await client.error('set_operator_status', { input: { status: 'asleep' } })).toMatchObject({
      type: 'invalid_argument',
    });
    socket.close();
  });

  it('of calls, numbers, agents and transcripts are there from the start', async () => {
    expect(await client.data('list_phone_numbers', { fields: ['phoneE164'] })).toHaveLength(4);
    expect(await client.data('list_ai_agents', { fields: ['name'] })).toEqual([{ name: 'Robin' }]);
    expect(await Client.secret(sandbox).data('list_gateways', { fields: ['provider'] })).toEqual([
      { provider: 'vonage' },
    ]);
    const calls = await client.rows('list_calls', { fields: ['status', 'callUuid'], sort: '-startedAt' });
    expect(calls.map(({ status }) => status)).toContain('no_answer');
    const filter = { callUuid: { eq: calls[0]?.['callUuid'] } };
    expect(await client.data('list_call_transcripts', { fields: ['content'], filter })).toHaveLength(3);
    expect(await client.error('accept_team_invitation', { input: { token: 'x' } })).toMatchObject({
      type: 'not_found',
    });
  });

  it('of calls and conversations can be made', async () => {
    const input = {
      callUuid: 'a',
      direction: 'outbound',
      fromNumber: '+1',
      toNumber: '+2',
      callSource: 'api',
    };
    expect(await client.data('create_call', { input, fields: ['status', 'endedAt'] })).toEqual({
      status: 'initiated',
      endedAt: null,
    });
    const conversation = (await client.data('create_conversation', { fields: ['id', 'status'] })) as {
      id: string;
    };
    expect(conversation).toMatchObject({ status: 'active' });
    const change = { identity: conversation.id, input: { status: 'closed' }, fields: ['status'] };
    expect(await client.data('update_conversation', change)).toEqual({ status: 'closed' });
  });

  it('are the same after a reset', async () => {
    const before = await client.data('list_contacts', { fields: ['id', 'fullName', 'phoneE164'] });
    sandbox.reset();
    expect(await client.data('list_contacts', { fields: ['id', 'fullName', 'phoneE164'] })).toEqual(before);
  });
});

describe('what goes wrong with HTTP', () => {
  const list = { action: 'list_queues', fields: ['id'] };
  const run = () => client.post('/rpc/public/run', list);

  it('429 with retry-after, as often as told, and only for the actions named', async () => {
    sandbox.setFaults({
      sippet: { rpc: { status: 429, retryAfter: 3, times: 2, actions: ['list_queues'] } },
    });
    expect(await client.data('list_calls', { fields: ['id'] })).not.toEqual([]);
    for (const status of [429, 429, 200]) {
      const answer = await run();
      expect(answer.status).toBe(status);
      expect(answer.headers.get('retry-after')).toBe(status === 429 ? '3' : null);
    }
  });

  it('502 with a web page', async () => {
    sandbox.setFaults({ sippet: { rpc: { status: 502, html: true } } });
    const answer = await run();
    expect([answer.status, answer.headers.get('content-type')]).toEqual([502, 'text/html; charset=utf-8']);
    expect(answer.body).toContain('<h1>');
  });

  it('an error in the envelope', async () => {
    const fault = { type: 'forbidden', message: 'no %{thing}', vars: { thing: 'luck' }, times: 1 };
    sandbox.setFaults({ sippet: { rpcError: fault } });
    expect(await client.error('list_queues', { fields: ['id'] })).toMatchObject({
      message: 'no %{thing}',
      vars: { thing: 'luck' },
    });
    expect((await run()).body).toMatchObject({ success: true });
  });

  it('an answer that is late, lost after the work, or never comes', async () => {
    sandbox.setFaults({ sippet: { rpc: { status: 200, delayMs: 30, times: 1 } } });
    expect((await run()).body).toMatchObject({ success: true });
    const contacts = sandbox.sippet.store.contacts.length;
    sandbox.setFaults({ sippet: { rpc: { status: 503, when: 'after', times: 1 } } });
    const lost = await client.post('/rpc/public/run', {
      action: 'create_contact',
      input: { fullName: 'Once' },
    });
    expect([lost.status, sandbox.sippet.store.contacts.length]).toEqual([503, contacts + 1]);
    sandbox.setFaults({ sippet: { delayMs: 1, rpc: { hang: true, times: 1 } } });
    const hanging = run();
    await sandbox.until('the request', () => sandbox.sippet.faults.rpc?.times === 0);
    sandbox.setFaults({});
    expect((await hanging).status).toBe(503);
  });

  it('a dead mint endpoint', async () => {
    sandbox.setFaults({
      sippet: { operatorAccess: { status: 500 }, realtimeSession: { status: 502, html: true } },
    });
    const secret = Client.secret(sandbox);
    expect((await secret.post('/api/operator/access', { operator_email: ONE })).status).toBe(500);
    expect((await secret.post('/api/realtime/session')).status).toBe(502);
  });
});

describe('the control API', () => {
  it('brings callers and agents, and shows everything but tokens', async () => {
    const queued = await control('queue-caller', { queue: 'Billing', persona: 'tone', name: 'Tina' });
    expect(queued.body).toMatchObject({
      persona: 'tone',
      call: { status: 'queued' },
      entryId: expect.any(String),
    });
    const talked = await control('ai-call', { pace: 'manual' });
    const { callUuid } = (talked.body as { call: { callUuid: string } }).call;
    expect((await control('ai-step', { callUuid, lines: 2 })).body).toEqual({ said: 2 });
    await control('say', { callUuid, role: 'assistant', text: 'By the way.' });
    await control('presence', { email: TWO, status: 'busy' });
    expect((await control('contacts', { count: 60 })).body).toEqual({ count: 60 });
    expect((await control('burst', { count: 20 })).body).toEqual({ waiting: expect.any(Number) });
    expect((await control('variants', { mapKeys: 'camel' })).body).toMatchObject({
      mapKeys: 'camel',
      lists: 'auto',
    });
    const minted = (await control('mint', { kind: 'operator', email: THREE })).body as { token: string };
    const state = await fetch(`${sandbox.httpUrl}/sandbox/sippet/state`);
    const text = await state.text();
    expect(text).not.toContain(minted.token);
    expect(JSON.parse(text)).toMatchObject({
      live: [{ persona: 'tone' }, { ai: 'talking' }],
      variants: { mapKeys: 'camel' },
      contacts: 60,
    });
    expect((await control('end-tokens', { email: THREE })).body).toEqual({ ended: 1 });
    expect((await control('revoke-sip')).body).toEqual({ revoked: 0 });
    expect((await control('hang-up', { callUuid })).body).toEqual({ ok: true });
    for (const [path, body] of [
      ['disconnect', { code: 1012 }],
      ['crash-channels', {}],
    ] as const) {
      expect((await control(path, body)).body).toEqual({ ok: true });
    }
  });

  it.each([
    [400, 'queue-caller', { colour: 'red' }],
    [400, 'variants', { mapKeys: 'kebab' }],
    [409, 'queue-caller', { queue: 'Ghosts' }],
    [409, 'queue-caller', { persona: 'ghost' }],
    [409, 'ai-step', { callUuid: 'x' }],
    [409, 'say', { callUuid: 'x', role: 'caller', text: 'Boo' }],
    [409, 'presence', { email: 'x', status: 'busy' }],
    [409, 'accept', { entryId: 'x', email: ONE }],
  ])('answers with %i: %s %j', async (status, path, body) => {
    expect((await control(path, body)).status).toBe(status);
  });
});
