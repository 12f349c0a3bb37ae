import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { account, plainVoice } from '../support/accounts.ts';
import { amplitudeAt, stretch, writeTone } from '../support/audio.ts';
import { launchBrowser, type RunningBrowser } from '../support/chromium.ts';
import { listenIn } from '../support/ears.ts';
import { until } from '../support/facts.ts';
import { startPeers, type Peers } from '../support/peers/peers.ts';
import { openPhone, type TestPhone } from '../support/phone.ts';

/** Our own voice in these calls. */
const ours = 1000;

describe.each([
  { socket: 'ws', codec: 'PCMU' },
  { socket: 'ws', codec: 'opus' },
  { socket: 'wss', codec: 'PCMU' },
  { socket: 'wss', codec: 'opus' },
] as const)('$codec over $socket through Kamailio and rtpengine', ({ socket, codec }) => {
  let peers: Peers;
  let browser: RunningBrowser;
  let phone: TestPhone;
  let ears: Awaited<ReturnType<typeof listenIn>>;

  beforeAll(async () => {
    const dir = mkdtempSync(join(tmpdir(), 'ringside-'));
    peers = await startPeers({ dir, wss: socket === 'wss', phones: { bob: { codec, toneHz: 440 } } });
    browser = await launchBrowser({
      micWav: writeTone(join(dir, 'ours.wav'), { hz: ours, rate: 48_000, channels: 1, seconds: 10 }),
      ignoreCertificateErrors: socket === 'wss',
    });
    phone = await openPhone(browser);
    ears = await listenIn(browser);
    await phone.do('setSettings', plainVoice);
    const server = socket === 'wss' ? peers.wssUrl : peers.wsUrl;
    if (!server) throw new Error('no server');
    await phone.do(
      'saveAccount',
      account({ servers: [server], user: 'alice', domain: peers.domain, password: peers.password('alice') }),
    );
    await phone.until('line', (line) => line.state === 'ready', 'the line is not ready');
  });
  afterAll(async () => {
    await browser?.close();
    await peers?.stop();
  });

  /** Both ends hear the other's tone and nothing of their own. */
  async function twoWay(): Promise<void> {
    await ears.hearing(440, ours);
    await until(
      async () => {
        const heard = await peers.phone('bob').heard();
        const last = stretch(heard, -0.5);
        return amplitudeAt(last, ours) > 0.05 && amplitudeAt(last, 440) < 0.02;
      },
      { message: 'bob does not hear our tone' },
    );
  }

  test('an outgoing call carries sound both ways', async () => {
    await phone.do('dial', { number: `sip:bob@${peers.domain}` });
    const call = await phone.call((one) => one.phase === 'live', 'the call is not live');
    expect(call.direction).toBe('outgoing');
    await twoWay();
    await phone.do('hangUp', { call: call.id });
    const over = await phone.call((one) => one.phase === 'closed', 'the call does not end');
    expect(over.outcome?.kind).toBe('completed');
    await peers.phone('bob').waitFor('CALL_CLOSED');
    expect(await ears.leftOver()).toBe(0);
  });

  test('an incoming call rings, is answered and carries sound both ways', async () => {
    peers.phone('bob').forget();
    await peers.phone('bob').dial(`sip:alice@${peers.domain}`);
    const offered = await phone.call((one) => one.phase === 'offered', 'nothing rings');
    expect(offered.party.number).toBe('bob');
    await phone.do('answer', { call: offered.id });
    await phone.call((one) => one.phase === 'live', 'the call is not live');
    await twoWay();
    await peers.phone('bob').hangup();
    const over = await phone.call(
      (one) => one.id === offered.id && one.phase === 'closed',
      'the call does not end',
    );
    expect(over.outcome?.kind).toBe('completed');
    await until(async () => (await ears.leftOver()) === 0, { message: 'a peer connection is left over' });
  });
});
