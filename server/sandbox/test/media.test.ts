import { afterEach, beforeEach, expect, it } from 'vitest';
import type { CallReport } from '../call-report.ts';
import { toneSource } from '../media/sources.ts';
import { type Sandbox, startSandbox } from '../sandbox.ts';
import { MediaPhone } from './media-phone.ts';
import { type OutgoingCall, Phone } from './phone.ts';

let sandbox: Sandbox;
let phone: Phone;
let sound: MediaPhone;

beforeEach(async () => {
  sandbox = await startSandbox({
    timings: { earlyMs: 200, hangUpAfterMs: 300, digitPauseMs: 200, callBackAfterMs: 10 },
  });
  phone = await Phone.connect(sandbox.wsUrl);
  sound = new MediaPhone(4711);
});

afterEach(async () => {
  sound.close();
  await sandbox.stop();
});

/** The state of the only call. */
function call(): CallReport {
  const [report] = sandbox.calls();
  if (report === undefined) throw new Error('no call');
  return report;
}

async function connect(number: string): Promise<OutgoingCall> {
  const outgoing = await phone.dial(number, await sound.offer());
  for (;;) {
    const response = await phone.response('INVITE');
    if (response.status < 200) continue;
    expect(response.status).toBe(200);
    outgoing.acknowledge(response);
    sound.accept(response.body);
    return outgoing;
  }
}

it('carries sound both ways, stops on hold, goes on after it, and ends with BYE', async () => {
  const outgoing = await connect('+17865550101');
  await sandbox.until('our tone at the far end', () => (call().heard.tones['1000'] ?? 0) > 0.45);
  await sandbox.until('the far tone here', () => (sound.heard().tones['700'] ?? 0) > 0.45);
  expect(call().heard.tones['700']).toBeLessThan(0.02);
  expect(sound.heard().tones['1000']).toBeLessThan(0.02);
  expect(call()).toMatchObject({ state: 'answered', media: 'sendrecv', persona: 'tone' });

  outgoing.invite(sound.reoffer('sendonly'));
  const held = await phone.response('INVITE');
  outgoing.acknowledge(held);
  expect(held.body).toContain('a=recvonly');
  expect(call()).toMatchObject({ heldByOperator: true, media: 'recvonly' });
  const sentBeforePause = call().sent.packets;
  await sandbox.until('silence both ways', () => call().heard.level === 0 && sound.heard().level === 0);
  expect(call().sent.packets).toBe(sentBeforePause);

  outgoing.invite(sound.reoffer('sendrecv'));
  const resumed = await phone.response('INVITE');
  outgoing.acknowledge(resumed);
  expect(resumed.body).toContain('a=sendrecv');
  await sandbox.until(
    'the tones again',
    () => (sound.heard().tones['700'] ?? 0) > 0.45 && (call().heard.tones['1000'] ?? 0) > 0.45,
  );
  expect(call()).toMatchObject({ heldByOperator: false, media: 'sendrecv', heard: { lost: 0 } });
  expect(call().heard.maxGapMs).toBeLessThan(200);

  outgoing.ask('BYE');
  expect((await phone.response('BYE')).status).toBe(200);
  expect(call()).toMatchObject({ state: 'ended', endedBy: 'operator' });
});

it('goes on as it was when a re-INVITE is refused', async () => {
  const outgoing = await connect('602');
  await sandbox.until('the far tone', () => (sound.heard().tones['700'] ?? 0) > 0.45);
  sandbox.setFaults({ reinvite: { status: 488, times: 1 } });
  outgoing.invite(sound.reoffer('inactive'));
  const refused = await phone.response('INVITE');
  outgoing.acknowledge(refused);
  expect(refused.status).toBe(488);
  expect(call()).toMatchObject({ heldByOperator: false, media: 'sendrecv', state: 'answered' });
  const before = call().sent.packets;
  await sandbox.until('more sound', () => call().sent.packets > before + 10);
  outgoing.invite(sound.reoffer('inactive'));
  outgoing.acknowledge(await phone.response('INVITE'));
  expect(call()).toMatchObject({ heldByOperator: true, media: 'inactive' });
});

it('holds the operator, and goes on as it was when the phone refuses that', async () => {
  await connect('602');
  await sandbox.until('the far tone', () => (sound.heard().tones['700'] ?? 0) > 0.45);
  const refused = sandbox.hold(call().id, true);
  phone.answer(await phone.request('INVITE'), '488 Not Acceptable Here');
  expect(await refused).toBe(false);
  await phone.request('ACK');
  expect(call()).toMatchObject({ heldByCaller: false, media: 'sendrecv' });
  const held = sandbox.hold(call().id, true);
  const offer = await phone.request('INVITE');
  phone.answer(offer, '200 OK', { body: offer.body.replace('a=sendonly', 'a=recvonly') });
  expect(await held).toBe(true);
  expect(call()).toMatchObject({ heldByCaller: true, media: 'sendonly' });
});

it('reads back digits sent by RFC 4733 and by INFO', async () => {
  const outgoing = await connect('608');
  await sound.opened;
  await sandbox.until('the prompt', () => sound.heard().level > 0.01);
  for (const key of '15#') sound.press(key);
  await sandbox.until('the digits', () => call().heard.digits === '15#');
  outgoing.ask('INFO', ['Content-Type: application/dtmf-relay'], 'Signal=9\r\nDuration=120\r\n');
  expect((await phone.response('INFO')).status).toBe(200);
  expect(call().heard.presses).toEqual([
    { key: '1', via: 'rtp', ms: 100 },
    { key: '5', via: 'rtp', ms: 100 },
    { key: '#', via: 'rtp', ms: 100 },
    { key: '9', via: 'info', ms: 120 },
  ]);
  await sandbox.until('the digits spoken', () => call().said.length === 6, 8000);
  expect(call().said).toEqual(['digits-prompt', 'digits-heard', '1', '5', 'hash', '9']);
  expect(sound.heard().level).toBeGreaterThan(0.01);
}, 20_000);

it('echoes what it hears', async () => {
  await connect('00442079460018');
  await sandbox.until('our own tone', () => (sound.heard().tones['1000'] ?? 0) > 0.4, 12_000);
}, 15_000);

it('plays early media before it answers', async () => {
  const outgoing = await phone.dial('607', await sound.offer());
  const progress = await phone.response('INVITE');
  expect(progress.status).toBe(183);
  sound.accept(progress.body);
  await sandbox.until('the announcement', () => sound.heard().level > 0.01);
  expect(call()).toMatchObject({ state: 'early', answeredAt: undefined });
  const answered = await phone.response('INVITE');
  expect(answered.status).toBe(200);
  expect(answered.body).toBe(progress.body);
  outgoing.acknowledge(answered);
  expect(call().state).toBe('answered');
});

it('hangs up by itself', async () => {
  await connect('606');
  const bye = await phone.request('BYE');
  phone.answer(bye, '200 OK');
  expect(call()).toMatchObject({ state: 'ended', endedBy: 'caller' });
});

it('calls back', async () => {
  await phone.register();
  await connect('609');
  phone.answer(await phone.request('BYE'), '200 OK');
  const invite = await phone.request('INVITE');
  const answering = new MediaPhone(4712);
  phone.answer(invite, '180 Ringing');
  phone.answer(invite, '200 OK', { body: await answering.answer(invite.body) });
  await phone.request('ACK');
  await sandbox.until('the greeting', () => answering.heard().level > 0.01);
  expect(sandbox.calls()[1]).toMatchObject({ direction: 'in', number: '+61491570006', state: 'answered' });
  answering.close();
}, 15_000);

it('connects two operators and passes sound and hold between them', async () => {
  const colleague = await Phone.connect(sandbox.wsUrl, '1002');
  const theirs = new MediaPhone(4713, toneSource(440, 0.4));
  await colleague.register();
  const outgoing = await phone.dial('1002', await sound.offer());
  const invite = await colleague.request('INVITE');
  colleague.answer(invite, '180 Ringing');
  expect((await phone.response('INVITE')).status).toBe(180);
  colleague.answer(invite, '200 OK', { body: await theirs.answer(invite.body) });
  const answered = await phone.response('INVITE');
  outgoing.acknowledge(answered);
  sound.accept(answered.body);
  await sandbox.until('their tone here', () => (sound.heard().tones['440'] ?? 0) > 0.35);
  await sandbox.until('our tone there', () => (theirs.heard().tones['1000'] ?? 0) > 0.45);

  outgoing.invite(sound.reoffer('sendonly'));
  outgoing.acknowledge(await phone.response('INVITE'));
  const told = await colleague.request('INVITE');
  expect(told.body).toContain('a=sendonly');
  colleague.answer(told, '200 OK', { body: told.body.replace('a=sendonly', 'a=recvonly') });
  await sandbox.until('hold on both legs', () => sandbox.calls()[1]?.heldByCaller);

  outgoing.ask('BYE');
  const bye = await colleague.request('BYE');
  colleague.answer(bye, '200 OK');
  expect(sandbox.calls().map((report) => report.state)).toEqual(['ended', 'ended']);
  theirs.close();
});
