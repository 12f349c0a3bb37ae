import { Socket } from 'phoenix';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type Sandbox, startSandbox } from '../../sandbox.ts';
import { TWO } from './client.ts';

/** The client everybody uses, against our server: what its own code believes of the protocol. */
let sandbox: Sandbox;
let socket: Socket;
let mints: number;

beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => {
  sandbox.reset();
  mints = 0;
  socket = new Socket(`${sandbox.httpUrl.replace('http', 'ws')}/socket`, {
    transport: WebSocket,
    params: () => ({ session_token: sandbox.sippet.mint('session', `mint ${++mints}`).token }),
    reconnectAfterMs: () => 5,
    rejoinAfterMs: () => 5,
    heartbeatIntervalMs: 20,
  });
});
afterEach(() => new Promise<void>((resolve) => socket.disconnect(() => resolve())));
afterAll(() => sandbox.stop());

/** Joins, and keeps what is said about user two. */
async function join(): Promise<{ heard: string[]; joins: () => number; errors: () => number }> {
  const channel = socket.channel('events', {});
  const heard: string[] = [];
  let [joins, errors] = [0, 0];
  channel.on('operator_status_change', (payload: { status: string }) => void heard.push(payload.status));
  channel.onError(() => void (errors += 1));
  socket.connect();
  await new Promise<void>((resolve, reject) => {
    channel
      .join()
      .receive('ok', () => {
        joins += 1;
        resolve();
      })
      .receive('error', reject);
  });
  return { heard, joins: () => joins, errors: () => errors };
}

it('joins, hears events, keeps its heart beating and leaves', async () => {
  const { heard } = await join();
  sandbox.sippet.setPresence(TWO, 'away');
  await sandbox.until('the event', () => heard.length === 1);
  expect(heard).toEqual(['away']);
  expect(socket.isConnected()).toBe(true);
  expect(sandbox.sippet.sockets()).toEqual([{ email: 'mint 1', topics: ['events'] }]);
});

it.each([1001, 1006, 1012])('comes back with a new token after %i and joins again', async (code) => {
  const { heard, joins } = await join();
  sandbox.sippet.disconnect(code);
  await sandbox.until('the second join', () => joins() === 2);
  expect(sandbox.sippet.sockets()).toEqual([{ email: 'mint 2', topics: ['events'] }]);
  sandbox.sippet.setPresence(TWO, 'busy');
  await sandbox.until('the event', () => heard.includes('busy'));
});

it('joins again after its channel has crashed, with a new join_ref', async () => {
  const { heard, joins, errors } = await join();
  sandbox.sippet.crashChannels();
  await sandbox.until('the second join', () => joins() === 2);
  expect(errors()).toBe(1);
  sandbox.sippet.setPresence(TWO, 'busy');
  await sandbox.until('the event', () => heard.includes('busy'));
  expect(mints).toBe(1);
});

it('tries again while it is refused, then gets through', async () => {
  sandbox.setFaults({ sippet: { refuseSocket: { times: 3 }, refuseJoin: { times: 2 } } });
  const channel = socket.channel('events', {});
  const answers: string[] = [];
  socket.connect();
  channel
    .join()
    .receive('ok', () => answers.push('ok'))
    .receive('error', ({ reason }: { reason: string }) => answers.push(reason));
  await sandbox.until('the join', () => answers.includes('ok'));
  expect(answers).toEqual(['unauthorized', 'unauthorized', 'ok']);
  expect(mints).toBe(4);
});

it('notices that nobody answers its heartbeat', async () => {
  const { joins } = await join();
  sandbox.setFaults({ sippet: { deafSocket: true } });
  await sandbox.until('a new connection', () => mints > 1);
  sandbox.setFaults({});
  await sandbox.until('the second join', () => joins() === 2);
});

it('drops what belongs to a join that is gone', async () => {
  const { heard } = await join();
  sandbox.sippet.setVariants({ eventRefs: 'push' });
  sandbox.sippet.setPresence(TWO, 'busy');
  await sandbox.until('the event', () => heard.includes('busy'));
});
