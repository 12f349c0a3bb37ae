import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { LegEvent } from '../../../lib/call/leg.ts';
import { contact, openLine, register, type TestLine, told } from '../../support/sip-line.ts';
import { type FakeSocket, sdp, stubBrowser } from '../../support/sip-server.ts';

let line: TestLine;
let opened: FakeSocket;
let events: LegEvent[];
beforeEach(async () => {
  stubBrowser();
  line = openLine();
  opened = await register(line);
  events = [];
});
afterEach(() => vi.unstubAllGlobals());

const challenge = {
  headers: ['Proxy-Authenticate: Digest realm="pbx.example", nonce="abc", qop="auth"'],
};

/** A call out whose INVITE has been asked for the password. */
async function challenged() {
  const leg = line.line.call('+17865550101', (event) => events.push(event));
  opened.answers(await opened.hears('INVITE'), '407 Proxy Authentication Required', challenge);
  return leg;
}

test('a call being placed ends with the connection: no answer can reach it', async () => {
  await challenged();
  opened.answers(await opened.hears('INVITE', 2), '100 Trying');
  opened.drops();
  await told(events, 'refused');
  expect(events.at(-1)).toMatchObject({ code: 503 });
  expect(line.shares()).toBe(0);
});

test('so does one that rings', async () => {
  await challenged();
  opened.answers(await opened.hears('INVITE', 2), '180 Ringing', { headers: [contact] });
  await told(events, 'ringing');
  opened.drops();
  await told(events, 'refused');
});

test('so does one asked for its password in the same breath', async () => {
  await challenged();
  opened.drops();
  await told(events, 'refused');
});

test('so does one that is being cancelled', async () => {
  const leg = await challenged();
  opened.answers(await opened.hears('INVITE', 2), '100 Trying');
  leg.perform({ do: 'cancel' });
  opened.drops();
  await vi.waitFor(() => expect(events.map((one) => one.type)).toContain('refused'), { timeout: 3000 });
});

test('one answered in the same breath is up', async () => {
  await challenged();
  opened.answers(await opened.hears('INVITE', 2), '200 OK', { headers: [contact], body: sdp() });
  opened.drops();
  await told(events, 'connected');
});
