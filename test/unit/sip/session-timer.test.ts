import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  contact,
  farRequest,
  invitation,
  liveCall,
  openLine,
  register,
  type TestLine,
} from '../../support/sip-line.ts';
import { FakePeerConnection, sdp, stubBrowser } from '../../support/sip-server.ts';
import { answering, pass, sent, silence, speaks } from '../../support/sip-time.ts';

let line: TestLine;

beforeEach(() => {
  vi.useFakeTimers();
  stubBrowser();
  line = openLine();
});
afterEach(() => {
  silence();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('we refresh when it is our part, at half time, with the longer interval a 422 asks for', async () => {
  const opened = await register(line);
  answering(opened, 'OPTIONS');
  await liveCall(line, opened, ['Session-Expires: 100;refresher=uac', 'Require: timer']);
  for (const pc of FakePeerConnection.all) speaks(pc);
  expect((await opened.hears('INVITE')).header('Supported')).toContain('timer');
  await pass(50_000);
  const refresh = await opened.hears('INVITE', 2);
  expect(refresh.header('Session-Expires')).toBe('100;refresher=uac');
  opened.answers(refresh, '422 Session Interval Too Small', { headers: ['Min-SE: 300'] });
  await pass(10);
  const longer = await opened.hears('INVITE', 3);
  expect(longer.header('Session-Expires')).toBe('300;refresher=uac');
  expect(longer.header('Min-SE')).toBe('300');
  const headers = [contact, 'Session-Expires: 300;refresher=uac'];
  opened.answers(longer, '200 OK', { headers, body: sdp() });
  await pass(149_000);
  expect(sent(opened, 'INVITE')).toHaveLength(3);
  await pass(2000);
  expect(sent(opened, 'INVITE')).toHaveLength(4);
});

test('their UPDATE or re-INVITE keeps the call; when neither comes, it ends before the interval does', async () => {
  const opened = await register(line);
  answering(opened, 'OPTIONS');
  const { events, invite } = await liveCall(line, opened, ['Session-Expires: 90;refresher=uas']);
  for (const pc of FakePeerConnection.all) speaks(pc);
  await pass(45_000);
  const headers = ['Supported: timer', 'Session-Expires: 90;refresher=uac'];
  opened.says(farRequest('UPDATE', 1, invite, { headers }));
  const updated = await opened.hears('SIP/2.0 200');
  expect(updated.header('CSeq')).toBe('1 UPDATE');
  expect(updated.header('Session-Expires')).toBe('90;refresher=uac');
  expect(updated.header('Require')).toBe('timer');
  await pass(45_000);
  opened.says(farRequest('INVITE', 2, invite, { headers, body: sdp() }));
  const again = await opened.hears('SIP/2.0 200', 2);
  expect(again.header('Session-Expires')).toBe('90;refresher=uac');
  expect(again.header('Contact')).toBeTruthy();
  opened.says(farRequest('ACK', 2, invite));
  await pass(59_000);
  expect(events).toHaveLength(1);
  await pass(1100);
  expect(events.at(-1)).toEqual({ type: 'failed', kind: 'lost', said: 'session timer expired' });
});

test('an UPDATE out of order is a 500, one with an offer a 488, one of no call a 405 or 481', async () => {
  const opened = await register(line);
  const { invite, events } = await liveCall(line, opened);
  opened.says(farRequest('UPDATE', 5, invite));
  await opened.hears('SIP/2.0 200');
  opened.says(farRequest('UPDATE', 4, invite));
  await opened.hears('SIP/2.0 500');
  opened.says(farRequest('UPDATE', 6, invite, { body: sdp() }));
  await opened.hears('SIP/2.0 488');
  opened.says(farRequest('UPDATE', 7, invite).replace('Call-ID: ', 'Call-ID: other'));
  await opened.hears('SIP/2.0 405');
  expect(events).toHaveLength(1);
});

test('an incoming call: the refresher is who can be, and less than 90 s is refused', async () => {
  const opened = await register(line);
  opened.says(invitation({ headers: ['Supported: timer', 'Session-Expires: 60'], id: 'short' }));
  expect((await opened.hears('SIP/2.0 422')).header('Min-SE')).toBe('90');
  opened.says(invitation({ headers: ['Session-Expires: 120'], id: 'long' }));
  await vi.waitFor(() => expect(line.offers).toHaveLength(2));
  line.offers[1]?.leg.perform({ do: 'accept' });
  const ok = await opened.hears('SIP/2.0 200');
  expect(ok.header('Session-Expires')).toBe('120;refresher=uas');
  expect(ok.header('Require')).toBeUndefined();
});
