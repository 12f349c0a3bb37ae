import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox.ts';
import { Client, ONE, RawSocket, TWO } from './client.ts';

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.stop());

const joined = () => RawSocket.joined(sandbox);
const session = () => sandbox.sippet.mint('session').token;

describe('connecting (protocol sheet §4.2)', () => {
  it.each([
    ['no token', {}],
    ['a made-up token', { session_token: 'guess' }],
    ['the publishable key', { api_key: 'sandbox-publishable-key-not-a-secret' }],
    ['the secret key', { session_token: 'sandbox-secret-key-not-a-secret' }],
  ])('with %s is refused with 403', async (_what, params) => {
    await expect(RawSocket.connect(sandbox, params)).rejects.toThrow('403');
  });

  it('takes session tokens, and operator tokens under both names unless the switch says no', async () => {
    const { token } = sandbox.sippet.mint('operator', ONE);
    for (const [name, value] of [
      ['session_token', session()],
      ['session_token', token],
      ['access_token', token],
    ] as const) {
      (await RawSocket.connect(sandbox, { [name]: value })).close();
    }
    sandbox.sippet.setVariants({ bearerSocket: 'refuse' });
    await expect(RawSocket.connect(sandbox, { access_token: token })).rejects.toThrow('403');
    await expect(RawSocket.connect(sandbox, { session_token: token })).rejects.toThrow('403');
  });

  it('is refused after the token has expired, and on demand', async () => {
    const { token } = sandbox.sippet.mint('session', undefined, 0);
    await expect(RawSocket.connect(sandbox, { session_token: token })).rejects.toThrow('403');
    sandbox.setFaults({ sippet: { refuseSocket: { times: 1 } } });
    await expect(RawSocket.connect(sandbox, { session_token: session() })).rejects.toThrow('403');
    (await RawSocket.connect(sandbox, { session_token: session() })).close();
  });
});

describe('frames (protocol sheet §4.2)', () => {
  it('join, heartbeat, leave', async () => {
    const socket = await RawSocket.connect(sandbox, { session_token: session() });
    socket.send(['1', '1', 'events', 'phx_join', {}]);
    expect(await socket.take('the join', () => true)).toEqual([
      '1',
      '1',
      'events',
      'phx_reply',
      { status: 'ok', response: {} },
    ]);
    socket.send([null, '2', 'phoenix', 'heartbeat', {}]);
    expect(await socket.take('the heartbeat', () => true)).toEqual([
      null,
      '2',
      'phoenix',
      'phx_reply',
      { status: 'ok', response: {} },
    ]);
    expect(sandbox.sippet.sockets()).toEqual([{ email: undefined, topics: ['events'] }]);
    socket.send(['1', '5', 'events', 'phx_leave', {}]);
    expect(await socket.settled()).toEqual([
      ['1', '5', 'events', 'phx_reply', { status: 'ok', response: {} }],
      ['1', '1', 'events', 'phx_close', {}],
    ]);
    sandbox.sippet.setPresence(TWO, 'away');
    expect(await socket.settled()).toEqual([]);
    socket.close();
  });

  it('an unknown topic is answered, a topic of its own is taken', async () => {
    const socket = await joined();
    socket.send(['2', '2', 'x', 'phx_join', {}]);
    socket.send([null, '3', 'x', 'shout', {}]);
    socket.send(['4', '4', 'events:mine', 'phx_join', {}]);
    expect(await socket.settled()).toEqual([
      ['2', '2', 'x', 'phx_reply', { status: 'error', response: { reason: 'unmatched topic' } }],
      [null, '3', 'x', 'phx_reply', { status: 'error', response: { reason: 'unmatched topic' } }],
      ['4', '4', 'events:mine', 'phx_reply', { status: 'ok', response: {} }],
    ]);
    sandbox.sippet.setPresence(TWO, 'away');
    const topics = (await socket.settled()).map(([, , topic]) => topic);
    expect(topics).toEqual(['events', 'events:mine']);
    socket.close();
  });

  it('a second join closes the first, frames of the first are dropped', async () => {
    const socket = await joined();
    socket.send(['7', '7', 'events', 'phx_join', {}]);
    socket.send(['1', '8', 'events', 'phx_leave', {}]);
    expect(await socket.settled()).toEqual([
      ['1', '1', 'events', 'phx_close', {}],
      ['7', '7', 'events', 'phx_reply', { status: 'ok', response: {} }],
    ]);
    socket.close();
  });

  it('a join is refused on demand', async () => {
    const socket = await RawSocket.connect(sandbox, { session_token: session() });
    sandbox.setFaults({ sippet: { refuseJoin: { times: 1 } } });
    for (const ref of ['1', '2']) socket.send([ref, ref, 'events', 'phx_join', {}]);
    expect((await socket.settled()).map(([, , , , payload]) => payload)).toEqual([
      { status: 'error', response: { reason: 'unauthorized' } },
      { status: 'ok', response: {} },
    ]);
    socket.close();
  });

  it('a crash is told with phx_error, and nothing comes until the next join', async () => {
    const socket = await joined();
    sandbox.sippet.crashChannels();
    sandbox.sippet.setPresence(TWO, 'away');
    expect(await socket.settled()).toEqual([['1', '1', 'events', 'phx_error', {}]]);
    socket.send(['9', '9', 'events', 'phx_join', {}]);
    sandbox.sippet.setPresence(TWO, 'busy');
    await socket.take('the join', ([, ref]) => ref === '9');
    sandbox.sippet.setPresence(TWO, 'available');
    expect(await socket.event('operator_status_change')).toMatchObject({ status: 'available' });
    socket.close();
  });

  it('what is no frame ends the socket', async () => {
    const socket = await joined();
    socket.send({ hello: 'world' });
    expect(await socket.closed).toBe(1011);
  });

  it.each([1001, 1006, 1012])('is closed with %i on demand', async (code) => {
    const socket = await joined();
    sandbox.sippet.disconnect(code);
    expect(await socket.closed).toBe(code);
    await sandbox.until('no socket', () => sandbox.sippet.sockets().length === 0);
  });

  it('only the sockets of one operator, if so wanted', async () => {
    const other = await joined();
    const { token } = sandbox.sippet.mint('session', ONE);
    const socket = await RawSocket.connect(sandbox, { session_token: token });
    sandbox.sippet.disconnect(1012, ONE);
    expect(await socket.closed).toBe(1012);
    expect(await other.settled()).toEqual([]);
    other.close();
  });

  it('a socket survives its token, or is closed with 1001 by switch', async () => {
    const socket = await joined();
    sandbox.sippet.endTokens();
    expect(await socket.settled()).toEqual([]);
    sandbox.sippet.setVariants({ dropAtExpiry: true });
    sandbox.sippet.endTokens();
    const { token } = sandbox.sippet.mint('session', undefined, 0.05);
    const brief = await RawSocket.connect(sandbox, { session_token: token });
    expect(await brief.closed).toBe(1001);
    const ended = await joined();
    sandbox.sippet.endTokens();
    expect(await ended.closed).toBe(1001);
    socket.close();
  });
});

it('closes a socket that says nothing', async () => {
  const hasty = await startSandbox({ sippet: { idleMs: 30 } });
  const socket = await RawSocket.joined(hasty);
  expect(await socket.closed).toBe(1001);
  await hasty.stop();
});

describe('payloads (protocol sheet §4.3)', () => {
  it('are snake case and broadcast, or as the switches say', async () => {
    const socket = await joined();
    const [member] = sandbox.sippet.team;
    sandbox.sippet.setPresence(ONE, 'busy');
    const [row] = sandbox.sippet.store.statuses;
    const snake = {
      id: row?.id,
      sip_user_id: member?.sipUserId,
      agent_name: 'Operator One',
      status: 'busy',
      source: 'console',
      changed_by_user_id: null,
    };
    expect(await socket.take('the event', () => true)).toEqual([
      null,
      null,
      'events',
      'operator_status_change',
      snake,
    ]);
    sandbox.sippet.setVariants({ eventKeys: 'camel', eventWrap: 'data', eventRefs: 'push' });
    sandbox.sippet.setPresence(ONE, 'away');
    expect(await socket.take('the event', () => true)).toEqual([
      '1',
      null,
      'events',
      'operator_status_change',
      { data: { ...row, status: 'away' } },
    ]);
    socket.close();
  });

  it('come in the order of the sheet, and positions move up', async () => {
    const socket = await joined();
    sandbox.sippet.setVariants({ conversations: 'none' });
    const first = sandbox.sippet.bringCaller();
    expect(first.call.conversationId).toBeNull();
    const second = sandbox.sippet.bringCaller({ persona: 'tone', name: null, from: '+12125550100' });
    const names = (await socket.settled()).map(([, , , event]) => event);
    const arrival = ['incoming_call', 'call_participant_joined', 'call_queue_entry_updated'];
    expect(names).toEqual([...arrival, ...arrival]);
    sandbox.sippet.hangUp(first.call.callUuid);
    const told = await socket.settled();
    expect(told.map(([, , , event]) => event)).toEqual([
      'call_queue_entry_deleted',
      'call_queue_entry_updated',
      'call_participant_left',
      'call_ended',
    ]);
    expect(told[1]?.[4]).toMatchObject({
      id: second.entryId,
      position: 1,
      caller_name: null,
      from_number: '+12125550100',
    });
    expect(told[3]?.[4]).toMatchObject({
      call_uuid: first.call.callUuid,
      status: 'canceled',
      hangup_cause: 'NORMAL_CLEARING',
    });
    socket.close();
  });
});

describe('what goes wrong with events', () => {
  const statuses = async (socket: RawSocket): Promise<unknown[]> =>
    (await socket.settled()).map(([, , , , payload]) => (payload as { status: string }).status);

  it('they are lost, repeated, or come last first', async () => {
    const socket = await joined();
    sandbox.setFaults({ sippet: { dropEvents: true } });
    sandbox.sippet.setPresence(ONE, 'busy');
    expect(await statuses(socket)).toEqual([]);
    sandbox.setFaults({ sippet: { repeatEvents: 3 } });
    sandbox.sippet.setPresence(ONE, 'away');
    expect(await statuses(socket)).toEqual(['away', 'away', 'away']);
    sandbox.setFaults({ sippet: { reverseEvents: 3 } });
    for (const status of ['busy', 'away', 'offline', 'on_break']) sandbox.sippet.setPresence(ONE, status);
    expect(await statuses(socket)).toEqual(['offline', 'away', 'busy']);
    sandbox.setFaults({});
    expect(await statuses(socket)).toEqual(['on_break']);
    socket.close();
  });

  it('the server is deaf', async () => {
    const socket = await joined();
    sandbox.setFaults({ sippet: { deafSocket: true } });
    socket.send([null, '2', 'phoenix', 'heartbeat', {}]);
    await socket.read();
    sandbox.setFaults({});
    expect(await socket.settled()).toEqual([]);
    socket.close();
  });

  it('ten thousand come at once, and the rows are the truth', async () => {
    const socket = await joined();
    const waiting = sandbox.sippet.burst(10_000);
    const frames = await socket.settled();
    expect(
      frames.filter(([, , , event]) => event.startsWith('call_queue_entry')).length,
    ).toBeGreaterThanOrEqual(10_000);
    const rows = await Client.secret(sandbox).data('list_call_queue_entries', { fields: ['id', 'status'] });
    expect(rows).toHaveLength(waiting);
    expect(waiting).toBeGreaterThan(10);
    socket.close();
  }, 30_000);
});
