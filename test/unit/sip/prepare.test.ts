import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { LegEvent } from '../../../lib/call/leg.ts';
import { contact, invitation, openLine, register, type TestLine, told } from '../../support/sip-line.ts';
import { FakePeerConnection, type FakeSocket, stubBrowser } from '../../support/sip-server.ts';

let line: TestLine;
let opened: FakeSocket;
beforeEach(async () => {
  stubBrowser();
  line = openLine();
  opened = await register(line);
});
afterEach(() => vi.unstubAllGlobals());

const unclosed = () => FakePeerConnection.all.filter((one) => one.signalingState !== 'closed');

test('preparing sends nothing and opens no microphone; the next call has its offer ready', async () => {
  const said = opened.sent.length;
  line.line.prepare();
  await vi.waitFor(() => expect(unclosed()[0]?.localDescription?.type).toBe('offer'));
  expect(opened.sent).toHaveLength(said);
  expect(line.shares()).toBe(0);
  line.line.call('+17865550101', () => undefined);
  await opened.hears('INVITE');
  expect(FakePeerConnection.all).toHaveLength(1);
  expect(line.shares()).toBe(1);
});

test('a lost line drops what was prepared for it, and prepares no more', async () => {
  line.line.prepare();
  expect(unclosed()).toHaveLength(1);
  opened.drops(1006);
  await line.state('retrying');
  expect(unclosed()).toHaveLength(0);
  line.line.prepare();
  expect(FakePeerConnection.all).toHaveLength(1);
});

test('a change of the network drops what was gathered before it', () => {
  const network = new EventTarget();
  vi.stubGlobal('navigator', { connection: network });
  const other = openLine();
  return register(other, 2).then(() => {
    other.line.prepare();
    expect(unclosed()).toHaveLength(1);
    network.dispatchEvent(new Event('change'));
    expect(unclosed()).toHaveLength(0);
  });
});

test('a stopped line leaves nothing over', async () => {
  line.line.prepare();
  void line.line.stop();
  await vi.waitFor(() => expect(unclosed()).toHaveLength(0));
});

test('a call whose microphone is refused closes its connection', async () => {
  line.refuseMicrophone();
  line.line.prepare();
  const events: LegEvent[] = [];
  line.line.call('1001', (event) => events.push(event));
  await told(events, 'failed');
  await vi.waitFor(() => expect(unclosed()).toHaveLength(0));
});

test('with its permission given the microphone opens while the far end rings, and speaks when it is there', async () => {
  const open = line.openSlowly();
  const events: LegEvent[] = [];
  line.line.call('1001', (event) => events.push(event));
  const invite = await opened.hears('INVITE');
  expect(invite.body).toContain('a=sendrecv');
  expect(line.shares()).toBe(0);
  expect(FakePeerConnection.all[0]?.outgoing).toBeNull();
  open();
  await vi.waitFor(() => expect(FakePeerConnection.all[0]?.outgoing).toBe(line.track));
  expect(events.map(({ type }) => type)).not.toContain('failed');
});

test('a microphone that does not open after all takes the call back, and says why', async () => {
  const open = line.openSlowly();
  const events: LegEvent[] = [];
  line.line.call('1001', (event) => events.push(event));
  const invite = await opened.hears('INVITE');
  opened.answers(invite, '180 Ringing', { headers: [contact] });
  await told(events, 'ringing');
  line.refuseMicrophone();
  open();
  await told(events, 'failed');
  expect(events.at(-1)).toMatchObject({ kind: 'no-microphone' });
  await opened.hears('CANCEL');
  await vi.waitFor(() => expect(unclosed()).toHaveLength(0));
});

test('a call that rings has taken the offer; one that is never answered leaves nothing over', async () => {
  opened.says(invitation());
  await vi.waitFor(() => expect(line.offers).toHaveLength(1), { timeout: 3000 });
  await vi.waitFor(() => expect(unclosed()[0]?.signalingState).toBe('have-remote-offer'));
  line.offers[0]?.leg.perform({ do: 'reject', busy: false });
  await opened.hears('SIP/2.0 603');
  await vi.waitFor(() => expect(unclosed()).toHaveLength(0));
  expect(line.shares()).toBe(0);
});

test('a prepared call is answered with the connection that took the offer', async () => {
  opened.says(invitation());
  await vi.waitFor(() => expect(line.offers).toHaveLength(1), { timeout: 3000 });
  line.offers[0]?.leg.perform({ do: 'accept' });
  expect((await opened.hears('SIP/2.0 200')).body).toContain('a=sendrecv');
  expect(unclosed()).toHaveLength(1);
});

test('while the microphone opens the answer stands already, unsaid; it is said once', async () => {
  opened.says(invitation());
  await vi.waitFor(() => expect(line.offers).toHaveLength(1), { timeout: 3000 });
  const leg = line.offers[0]?.leg;
  leg?.answering?.();
  await vi.waitFor(() => expect(unclosed()[0]?.localDescription?.type).toBe('answer'));
  expect(opened.sent.some((one) => one.first.startsWith('SIP/2.0 200'))).toBe(false);
  expect(line.shares()).toBe(0);
  leg?.perform({ do: 'accept' });
  expect((await opened.hears('SIP/2.0 200')).body).toContain('a=sendrecv');
  expect(line.shares()).toBe(1);
});
