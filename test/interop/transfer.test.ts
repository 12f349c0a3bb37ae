/** A call given away to a real phone: baresip follows our REFER through Kamailio, and tells how it goes. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { account, plainVoice } from '../support/accounts.ts';
import { amplitudeAt, stretch, writeTone } from '../support/audio.ts';
import { launchBrowser, type RunningBrowser } from '../support/chromium.ts';
import { until } from '../support/facts.ts';
import { startPeers, type Peers } from '../support/peers/peers.ts';
import { openPhone, type TestPhone } from '../support/phone.ts';

let peers: Peers;
let browser: RunningBrowser;
let phone: TestPhone;

beforeAll(async () => {
  const dir = mkdtempSync(join(tmpdir(), 'ringside-'));
  peers = await startPeers({ dir, phones: { bob: { toneHz: 440 }, carol: { toneHz: 620 } } });
  browser = await launchBrowser({ micWav: writeTone(join(dir, 'ours.wav'), { hz: 1000, seconds: 10 }) });
  phone = await openPhone(browser);
  await phone.do('setSettings', plainVoice);
  await phone.do(
    'saveAccount',
    account({
      servers: [peers.wsUrl],
      user: 'alice',
      domain: peers.domain,
      password: peers.password('alice'),
    }),
  );
  await phone.until('line', (line) => line.state === 'ready', 'the line is not ready');
});
afterAll(async () => {
  await browser?.close();
  await peers?.stop();
});

/** Bob has called us and we talk. */
async function talking(): Promise<string> {
  for (const name of ['bob', 'carol'] as const) peers.phone(name).forget();
  await peers.phone('bob').dial(`sip:alice@${peers.domain}`);
  const { id } = await phone.call((call) => call.phase === 'offered', 'nothing rings');
  await phone.do('answer', { call: id });
  await phone.call((call) => call.id === id && call.phase === 'live', 'the call is not live');
  return id;
}

test('bob is given to carol: the two hear each other, and we are out of it', async () => {
  const id = await talking();
  await phone.do('transfer', { call: id, to: `sip:carol@${peers.domain}` });
  const over = await phone.call((call) => call.id === id && call.phase === 'closed', 'it does not leave us');
  expect(over.outcome?.kind).toBe('transferred');
  await until(async () => amplitudeAt(stretch(await peers.phone('carol').heard(), -0.5), 440) > 0.05, {
    message: 'carol does not hear bob',
  });
  await peers.phone('carol').hangup();
});

test('to nobody: bob stays with us', async () => {
  const id = await talking();
  await phone.do('transfer', { call: id, to: `sip:nobody@${peers.domain}` });
  const kept = await phone.call((call) => call.trouble !== undefined, 'nothing is said', 30_000);
  expect(kept).toMatchObject({ id, phase: 'live', trouble: { kind: 'transfer-refused' } });
  await phone.do('hangUp', { call: id });
});
