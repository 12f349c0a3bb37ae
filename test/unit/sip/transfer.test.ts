/** Calls given away: REFER and its NOTIFYs, the far end played with raw SIP text. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { LegEvent } from '../../../lib/call/leg.ts';
import { progressOf } from '../../../lib/sip/refer.ts';
import { farRequest, liveCall, openLine, register, type TestLine, told } from '../../support/sip-line.ts';
import { sdp, stubBrowser } from '../../support/sip-server.ts';
import type { SipText } from '../../support/sip-text.ts';
import { answering, pass } from '../../support/sip-time.ts';

let line: TestLine;

beforeEach(() => {
  stubBrowser();
  line = openLine();
});
afterEach(() => vi.unstubAllGlobals());

async function live() {
  const opened = await register(line);
  return { opened, ...(await liveCall(line, opened)) };
}

const types = (events: LegEvent[]) => events.map((one) => one.type);

/** A NOTIFY of the transfer's. */
const notify = (
  cseq: number,
  invite: SipText,
  status: string,
  state = 'active;expires=60',
  event = 'refer',
) =>
  farRequest('NOTIFY', cseq, invite, {
    headers: [`Event: ${event}`, `Subscription-State: ${state}`, 'Content-Type: message/sipfrag'],
    body: `SIP/2.0 ${status}\r\n`,
  });

test('a REFER names who is to be called, and it is told how that goes', async () => {
  const { opened, events, leg, invite } = await live();
  leg.perform({ do: 'transfer', to: '+442079460018', dial: '+442079460018' });
  const asked = await opened.hears('REFER');
  expect(asked.header('Refer-To')).toBe('<sip:+442079460018@pbx.example>');
  expect(asked.header('Call-ID')).toBe(invite.header('Call-ID'));
  opened.answers(asked, '202 Accepted');
  await told(events, 'transfer-going');
  opened.says(notify(1, invite, '180 Ringing'));
  opened.says(notify(2, invite, '200 OK', 'terminated;reason=noresource'));
  await told(events, 'transfer-done');
  expect(opened.sent.filter((one) => one.first.startsWith('SIP/2.0 200'))).toHaveLength(2);
});

test('a call we have is taken over: the REFER names its dialog', async () => {
  const { opened, events, leg } = await live();
  const consult: LegEvent[] = [];
  const second = line.line.call('602', (event) => consult.push(event));
  const invite = await opened.hears('INVITE', 2);
  opened.answers(invite, '200 OK', {
    headers: ['Contact: <sip:second@127.0.0.1>'],
    body: sdp(),
    tag: 'second',
  });
  await told(consult, 'connected');
  leg.perform({ do: 'transfer', to: '602', dial: '602', consult: 'b' }, second);
  const to = decodeURIComponent((await opened.hears('REFER')).header('Refer-To') ?? '');
  // Where their phone itself is (RFC 5589 §7.3).
  expect(to).toContain('<sip:second@127.0.0.1?Replaces=');
  const ours = /tag=([^;]+)/.exec(invite.header('From') ?? '')?.[1];
  expect(to).toContain(`${invite.header('Call-ID')};to-tag=second;from-tag=${ours}`);
  expect(types(events)).not.toContain('transfer-refused');
});

test('a far end that does not transfer says so', async () => {
  const { opened, events, leg } = await live();
  leg.perform({ do: 'transfer', to: '602', dial: '602' });
  opened.answers(await opened.hears('REFER'), '501 Not Implemented');
  await told(events, 'transfer-refused');
  expect(events.at(-1)).toMatchObject({ code: 501, said: 'Not Implemented' });
});

test('of a transfer whose call has ended nothing goes on', async () => {
  vi.useFakeTimers();
  try {
    const opened = await register(line);
    // Signs of life go on all the time.
    for (const kind of ['OPTIONS', 'REGISTER']) answering(opened, kind);
    await pass(1000);
    const before = vi.getTimerCount();
    const { events, leg, invite } = await liveCall(line, opened);
    leg.perform({ do: 'transfer', to: '602', dial: '602' });
    opened.answers(await opened.hears('REFER'), '202 Accepted');
    await told(events, 'transfer-going');
    opened.says(farRequest('BYE', 1, invite));
    await told(events, 'far-hang-up');
    // SIP's own timers of the call's messages are over then (RFC 3261 §17, 64*T1).
    await pass(33_000);
    expect(vi.getTimerCount()).toBe(before);
  } finally {
    vi.useRealTimers();
  }
});

test('what comes of other events in the call is nobody’s business, and answered', async () => {
  const { opened, events, leg, invite } = await live();
  leg.perform({ do: 'transfer', to: '602', dial: '602' });
  opened.answers(await opened.hears('REFER'), '202 Accepted');
  await told(events, 'transfer-going');
  const before = events.length;
  opened.says(notify(1, invite, '200 OK', 'active', 'talk'));
  await opened.hears('SIP/2.0 200');
  expect(events).toHaveLength(before);
});

test.each([
  ['SIP/2.0 100 Trying', false, { type: 'transfer-going' }],
  ['SIP/2.0 200 OK', true, { type: 'transfer-done', said: 'OK' }],
  ['SIP/2.0 486 Busy Here', true, { type: 'transfer-refused', code: 486, said: 'Busy Here' }],
  ['SIP/2.0 180 Ringing', true, { type: 'transfer-refused', code: 180, said: 'Ringing' }],
  ['', true, { type: 'transfer-refused' }],
  ['<html>', false, { type: 'transfer-going' }],
])('%j, over: %j', (body, over, event) => {
  expect(progressOf(body, over)).toMatchObject(event);
});
