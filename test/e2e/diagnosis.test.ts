import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Check, CheckName } from '../../lib/mirror/diagnosis.ts';
import { account } from '../support/accounts.ts';
import { openDesk, type Desk } from '../support/desk.ts';
import { freePort } from '../support/peers/ports.ts';
import { startStun, type StunServer } from '../support/stun.ts';

let desk: Desk;
let stun: StunServer;
beforeAll(async () => {
  stun = await startStun();
  desk = await openDesk();
});
afterAll(async () => {
  await desk?.close();
  await stun?.stop();
});

const checks = async () => {
  await desk.phone.do('diagnose', {});
  return (await desk.phone.slice('diagnosis')).checks;
};
const named = (all: readonly Check[], name: CheckName) => all.find((one) => one.name === name);

test('without an account only the devices are looked at', async () => {
  const all = await checks();
  expect(all.map(({ name, state }) => `${name} ${state}`)).toEqual([
    'microphone ok',
    'speaker ok',
    'ringer ok',
    'name skipped',
    'server skipped',
    'socket skipped',
    'registration skipped',
    'stun skipped',
    'turn skipped',
    'echo skipped',
  ]);
  expect(named(all, 'echo')).toMatchObject({ cause: 'no-account', advice: 'add-account' });
});

test('with everything in order everything is ok, to the echo of our own tones; two starts are one run', async () => {
  await desk.signIn();
  const calls = desk.sandbox.calls().length;
  const [all] = await Promise.all([checks(), desk.phone.do('diagnose', {})]);
  console.table(all.map(({ name, state, took, about }) => ({ name, state, took, about })));
  for (const name of [
    'microphone',
    'speaker',
    'ringer',
    'name',
    'server',
    'socket',
    'registration',
    'echo',
  ] as const)
    expect(named(all, name), name).toMatchObject({ state: 'ok' });
  // Signed in anew, with its time.
  expect(named(all, 'registration')?.took).toBeGreaterThan(0);
  expect(named(all, 'stun')).toMatchObject({ state: 'skipped', cause: 'not-configured' });
  expect(desk.sandbox.calls()).toHaveLength(calls + 1);
  await desk.sandbox.until('the end of the echo call', () => desk.sandbox.calls().at(-1)?.state === 'ended');
  expect(await desk.phone.slice('history')).toEqual([]);
  expect(await desk.ears.leftOver()).toBe(0);
});

test('in a call the outputs and the echo are left alone', async () => {
  const { call } = await desk.phone.do('dial', { number: '602' });
  await desk.phone.call((one) => one.phase === 'live', 'the call is not live');
  const all = await checks();
  for (const name of ['speaker', 'ringer', 'echo'] as const)
    expect(named(all, name)).toMatchObject({ state: 'skipped', cause: 'in-call' });
  expect(named(all, 'microphone')?.state).toBe('ok');
  await desk.phone.do('hangUp', { call });
  await desk.phone.call((one) => one.phase === 'closed', 'the call does not end');
  await desk.phone.do('dismiss', { call });
});

test('what is broken is told apart, each with one thing to do', async () => {
  const dead = await freePort();
  const mute = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(mute, 'listening');
  const { port: silent } = mute.address() as AddressInfo;
  onTestFinished(() => void mute.close());
  await desk.phone.do(
    'saveAccount',
    account({
      id: (await desk.phone.slice('session')).account?.id,
      servers: [
        desk.sandbox.wsUrl.replace('/sip', '/nothing'),
        `ws://127.0.0.1:${dead}/sip`,
        'wss://no-such-server.invalid/sip',
        `ws://127.0.0.1:${silent}/sip`,
        desk.sandbox.wsUrl.replace('ws:', 'wss:'),
      ],
      user: '1001',
      domain: desk.sandbox.domain,
      password: 'demo-1001-not-a-secret',
      testNumber: '603',
      iceServers: [
        { urls: `stun:${stun.address}` },
        { urls: `stun:127.0.0.1:${dead}` },
        { urls: `turn:${stun.address}`, username: 'agent', credential: 'turn-secret-9' },
      ],
    }),
  );
  const all = await checks();
  console.table(
    all.map(({ name, state, cause, said, took, about }) => ({ name, state, cause, said, took, about })),
  );
  const servers = all.filter((one) => one.name === 'server');
  const sockets = all.filter((one) => one.name === 'socket');
  // Somebody answers at the first, but not with SIP; nobody at the second.
  // The third has no address, the fourth takes the connection and says nothing, the fifth speaks without encryption.
  const names = all.filter((one) => one.name === 'name');
  expect(names.map(({ state }) => state)).toEqual(['ok', 'ok', 'blocked', 'ok', 'ok']);
  expect(names[2]).toMatchObject({
    about: 'no-such-server.invalid',
    cause: 'name-unknown',
    advice: 'check-address',
  });
  expect(servers.map(({ state, cause }) => cause ?? state)).toEqual([
    'ok',
    'server-unreachable',
    'needs-server',
    'server-silent',
    'tls-failed',
  ]);
  expect(servers[1]).toMatchObject({ advice: 'check-address' });
  expect(sockets.map(({ cause }) => cause)).toEqual(['socket-refused', ...Array(4).fill('needs-server')]);
  expect(sockets[0]?.said).toContain('1006');
  expect(named(all, 'registration')).toMatchObject({ state: 'blocked', cause: 'registration-failing' });
  expect(all.filter((one) => one.name === 'stun').map(({ state }) => state)).toEqual(['ok', 'blocked']);
  expect(named(all, 'turn')).toMatchObject({
    state: 'blocked',
    cause: 'turn-refused',
    advice: 'check-account',
  });
  expect(named(all, 'turn')?.said).toContain('401');
  expect(named(all, 'echo')).toMatchObject({ state: 'skipped', cause: 'needs-line' });
});

test('a browser that keeps us from the local network is named', async () => {
  await desk.browser.setLocalNetwork('denied');
  const all = await checks();
  // In this browser an extension gets through all the same, so what answers is still ok.
  expect(all.filter((one) => one.name === 'server').map(({ state, cause }) => cause ?? state)).toEqual([
    'ok',
    'local-network',
    'needs-server',
    'local-network',
    'local-network',
  ]);
  expect(
    named(
      all.filter(({ cause }) => cause === 'local-network'),
      'server',
    )?.advice,
  ).toBe('allow-local-network');
  await desk.browser.setLocalNetwork('prompt');
});

test('the report tells all that and no secret', async () => {
  const { text } = await desk.phone.do('copyReport', {});
  expect(text).toContain('version 0.');
  expect(text).toContain('turn: blocked');
  expect(text).toContain('input Fake Audio Input 1');
  expect(text).not.toContain('demo-1001-not-a-secret');
  expect(text).not.toContain('turn-secret-9');
});
