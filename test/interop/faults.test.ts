import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { account, plainVoice } from '../support/accounts.ts';
import { amplitudeAt, stretch, writeTone } from '../support/audio.ts';
import { launchBrowser, type RunningBrowser } from '../support/chromium.ts';
import { listenIn } from '../support/ears.ts';
import { until } from '../support/facts.ts';
import { makeNamespace, type Namespace, noNamespaces } from '../support/netns.ts';
import { type Peers, startPeers } from '../support/peers/peers.ts';
import { openPhone, type TestPhone } from '../support/phone.ts';

const why = noNamespaces();
if (why !== undefined) console.warn(`SKIPPED: the tests that cut the network, because ${why}`);

/** Our own voice and bob's, Hz. */
const ours = 1000;
const bobs = 440;

interface Scene {
  peers: Peers;
  browser: RunningBrowser;
  phone: TestPhone;
  ears: Awaited<ReturnType<typeof listenIn>>;
  /** Id of the live call with bob. */
  call: string;
  /** Waits until we hear bob's tone and he has decoded a second more of ours. */
  twoWay: () => Promise<void>;
}

/** A live call with bob through Kamailio and rtpengine; tests here run side by side and mostly wait. */
async function inCall(run: (scene: Scene) => Promise<void>, cable?: Namespace): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'ringside-'));
  const peers = await startPeers({
    dir,
    phones: { bob: { toneHz: bobs } },
    ...(cable && { host: cable.host }),
  });
  const browser = await launchBrowser({
    micWav: writeTone(join(dir, 'ours.wav'), { hz: ours, rate: 48_000, channels: 1, seconds: 10 }),
    ...(cable && { executable: cable.chromium }),
  });
  try {
    const phone = await openPhone(browser);
    const ears = await listenIn(browser);
    await phone.do('setSettings', plainVoice);
    const password = peers.password('alice');
    await phone.do(
      'saveAccount',
      account({ servers: [peers.wsUrl], user: 'alice', domain: peers.domain, password }),
    );
    await phone.until('line', (line) => line.state === 'ready', 'the line is not ready');
    const { call } = await phone.do('dial', { number: `sip:bob@${peers.domain}` });
    await phone.call((one) => one.phase === 'live', 'the call is not live');
    const bob = peers.phone('bob');
    const twoWay = async () => {
      await ears.hearing(bobs, ours);
      const before = await bob.decoded();
      await until(async () => (await bob.decoded()) > before + 1, {
        message: async () => `nothing of ours reaches bob: ${await bob.command('audio_debug')}`,
        timeout: 20_000,
      });
    };
    await twoWay();
    expect(amplitudeAt(stretch(await bob.heard(), -0.5), ours)).toBeGreaterThan(0.05);
    await run({ peers, browser, phone, ears, call, twoWay });
  } finally {
    await browser.close();
    await peers.stop();
  }
}

async function behindCable(run: (scene: Scene, cable: Namespace) => Promise<void>): Promise<void> {
  const cable = makeNamespace();
  try {
    await inCall((scene) => run(scene, cable), cable);
  } finally {
    cable.remove();
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe.concurrent('with Kamailio and rtpengine', () => {
  test('Kamailio is killed for 2 s, 25 s and 60 s in one call: the sound does not notice', async () => {
    await inCall(async ({ peers, phone, ears, call, twoWay }) => {
      for (const seconds of [2, 25, 60]) {
        const before = await ears.received();
        await peers.stopKamailio();
        await phone.until('line', (line) => line.state === 'retrying', 'the loss is not shown');
        await pause(seconds * 1000);
        const heard = await ears.received();
        expect(heard.packets - before.packets).toBeGreaterThan(seconds * 45);
        await peers.startKamailio();
        const back = Date.now();
        await phone.until('line', (line) => line.state === 'ready', 'not registered again');
        const registeredMs = Date.now() - back;
        await phone.do('hold', { call });
        await phone.call((one) => one.hold.ours === 'on', 'our hold does not reach bob');
        await phone.do('resume', { call });
        await twoWay();
        console.log(
          `Kamailio away ${seconds} s: registered ${registeredMs} ms after its return; meanwhile ` +
            `${heard.packets - before.packets} packets, lost ${heard.lost - before.lost}, sound made up ${heard.concealedMs - before.concealedMs} ms`,
        );
        expect(registeredMs).toBeLessThan(5000);
        expect(heard.lost - before.lost).toBe(0);
      }
      // What bob sends finds the new connection: the far end's route was refreshed.
      await peers.phone('bob').hangup();
      const over = await phone.call((one) => one.phase === 'closed', 'his BYE does not reach us');
      expect(over.outcome?.kind).toBe('completed');
    });
  }, 180_000);

  test.skipIf(why)(
    'the sound is cut for 5 s and for 25 s: the same call goes on',
    async () => {
      await behindCable(async ({ peers, phone, call, twoWay }, cable) => {
        for (const seconds of [5, 25]) {
          cable.cutMedia(true);
          await pause(1000);
          const heard = await peers.phone('bob').decoded();
          await pause(seconds * 1000 - 1000);
          expect((await peers.phone('bob').decoded()) - heard).toBeLessThan(0.5);
          cable.cutMedia(false);
          const back = Date.now();
          await twoWay();
          await phone.call((one) => one.id === call && one.phase === 'live', 'it is not live');
          console.log(`rtpengine, sound cut ${seconds} s: heard both ways ${Date.now() - back} ms after`);
        }
      });
    },
    120_000,
  );

  test.skipIf(why)(
    'our address changes in a call: the same call goes on',
    async () => {
      await behindCable(async ({ peers, phone, call, twoWay }, cable) => {
        cable.move();
        const moved = Date.now();
        await phone.until('line', (line) => line.state === 'retrying', 'the loss is not noticed');
        await phone.until('line', (line) => line.state === 'ready', 'not registered again');
        await twoWay();
        console.log(`rtpengine, address changed: heard both ways ${Date.now() - moved} ms after`);
        await peers.phone('bob').hangup();
        const over = await phone.call((one) => one.id === call && one.phase === 'closed', 'no BYE');
        expect(over.outcome?.kind).toBe('completed');
      });
    },
    120_000,
  );

  test.skipIf(why)(
    'the clock jumps an hour, as sleep does, and the connection is dead without a word',
    async () => {
      await behindCable(async ({ peers, browser, phone }, cable) => {
        const before = (await phone.slice('line')).since;
        cable.strand();
        await browser.engine.evaluate(() => {
          const now = Date.now.bind(Date);
          Date.now = () => now() + 3_600_000;
        });
        const woke = Date.now();
        // The engine's clock is an hour ahead now, so the new registration is told by it.
        await phone.until('line', ({ state, since }) => state === 'ready' && since > before, 'no new line');
        const took = Date.now() - woke;
        console.log(`Kamailio, asleep for an hour, half-open: registered again ${took} ms after waking`);
        expect(took).toBeLessThan(6000);
        await peers.phone('bob').hangup();
        await phone.call((one) => one.phase === 'closed', 'his BYE does not find the new connection');
        await peers.phone('bob').dial(`sip:alice@${peers.domain}`);
        await phone.call((one) => one.phase === 'offered', 'nothing rings');
      });
    },
    120_000,
  );

  test('a far end that is gone without BYE: recovering, and after 30 s lost', async () => {
    await inCall(async ({ peers, phone, ears }) => {
      peers.phone('bob').vanish();
      const gone = Date.now();
      await phone.call((one) => one.phase === 'recovering', 'the silence is not noticed', 40_000);
      const noticed = Date.now();
      const over = await phone.call((one) => one.phase === 'closed', 'it never ends', 60_000);
      console.log(`bob gone: noticed after ${noticed - gone} ms, ended after ${Date.now() - gone} ms`);
      expect(over.outcome?.kind).toBe('lost');
      await until(async () => (await ears.leftOver()) === 0, { message: 'something is left over' });
    });
  }, 120_000);
});
