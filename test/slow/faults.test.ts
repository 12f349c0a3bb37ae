import { describe, expect, test } from 'vitest';
import type { Overlay } from '../support/chromium/overlay.ts';
import { farTone, openDesk, ourTone, type Desk, type DeskOptions } from '../support/desk.ts';
import { until } from '../support/facts.ts';
import { say } from '../support/say.ts';
import { makeNamespace, type Namespace, noNamespaces } from '../support/netns.ts';

const why = noNamespaces();
if (why !== undefined) console.warn(`SKIPPED: the tests that cut the network, because ${why}`);

/** A desk for one test; tests here run side by side, because what they do most is wait out a fault. */
async function at(options: DeskOptions, run: (desk: Desk) => Promise<void>): Promise<void> {
  const desk = await openDesk(options);
  try {
    await desk.signIn();
    await run(desk);
  } finally {
    await desk.close();
  }
}

/** A desk whose browser sits behind a cable of its own. */
async function behindCable(run: (desk: Desk, cable: Namespace) => Promise<void>): Promise<void> {
  const cable = makeNamespace();
  try {
    await at({ sandbox: { host: cable.host }, browser: { executable: cable.chromium } }, (desk) =>
      run(desk, cable),
    );
  } finally {
    cable.remove();
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const theirs = (desk: Desk) => desk.sandbox.calls().at(-1);

async function live(desk: Desk): Promise<string> {
  const { call } = await desk.phone.do('dial', { number: '602' });
  await desk.phone.call((one) => one.id === call && one.phase === 'live', 'the call is not live');
  await desk.ears.hearing(farTone, ourTone);
  return call;
}

/** The phone on a page, where its words are read. */
async function onPage(desk: Desk): Promise<Overlay> {
  const page = await desk.browser.context.newPage();
  await page.goto(`${desk.sandbox.httpUrl}/plain`);
  await page.bringToFront();
  const overlay = desk.browser.overlay(page);
  await overlay.waitFor('button', /^Ringside phone/);
  return overlay;
}

/** Phases of the call from now on, without repeats; `stop` gives them. */
async function phases(desk: Desk): Promise<{ stop(): Promise<string[]> }> {
  const seen: string[] = [];
  const watched = new AbortController();
  const look = async () => {
    while (!watched.signal.aborted) {
      const phase = (await desk.phone.slice('calls'))[0]?.phase ?? 'none';
      if (seen.at(-1) !== phase) seen.push(phase);
      await pause(50);
    }
  };
  // A test that fails closes the page under it.
  const watching = look().catch(() => seen.push('the page is gone'));
  await until(() => seen.length > 0, { message: 'no call to watch' });
  return {
    async stop() {
      watched.abort();
      await watching;
      return seen;
    },
  };
}

const heardUs = (desk: Desk) =>
  desk.sandbox.until(
    'our tone at the far end',
    () => (theirs(desk)?.heard.tones[ourTone] ?? 0) > 0.05,
    10_000,
  );

describe.concurrent('with the sandbox', () => {
  test('its signalling is gone for 2 s, 25 s and 60 s in one call: the sound does not notice', async () => {
    await at({}, async (desk) => {
      const overlay = await onPage(desk);
      await live(desk);
      const id = theirs(desk)?.id ?? '';
      for (const seconds of [2, 25, 60]) {
        const watched = await phases(desk);
        desk.sandbox.restartMeter(id);
        const before = await desk.ears.received();
        desk.sandbox.setFaults({ refuseSocket: true });
        desk.sandbox.cutConnections();
        await desk.phone.until('line', (line) => line.state === 'retrying', 'the loss is not shown');
        await overlay.waitForText(say('stateLineDown'));
        await pause(seconds * 1000);
        desk.sandbox.setFaults({});
        const back = Date.now();
        await desk.phone.until('line', (line) => line.state === 'ready', 'not registered again');
        const registeredMs = Date.now() - back;
        await overlay.waitForText(say('lineReady'));
        // Both ends reach each other in the dialog again: their hold comes over the new connection, as does ours.
        await until(() => desk.sandbox.hold(id, true), { message: 'their hold does not reach us' });
        await desk.phone.call((one) => one.hold.theirs, 'their hold is not told');
        const after = await desk.ears.received();
        const there = theirs(desk)?.heard;
        expect(await desk.sandbox.hold(id, false)).toBe(true);
        await desk.ears.hearing(farTone, ourTone);
        await heardUs(desk);
        console.log(
          `sandbox away ${seconds} s: registered ${registeredMs} ms after its return; sound made up here ` +
            `${after.concealedMs - before.concealedMs} ms, longest gap there ${there?.maxGapMs} ms; packets lost here ${after.lost - before.lost}, there ${there?.lost}`,
        );
        expect(registeredMs).toBeLessThan(5000);
        expect(after.lost - before.lost + (there?.lost ?? 1)).toBe(0);
        // Four browsers and the far end itself share this machine; what is lost is what counts.
        expect(there?.maxGapMs).toBeLessThan(2000);
        expect(await watched.stop()).toEqual(['live']);
      }
    });
  }, 150_000);

  test.skipIf(why)(
    'its sound is cut for 5 s and for 25 s: the same call goes on',
    async () => {
      await behindCable(async (desk, cable) => {
        const call = await live(desk);
        for (const seconds of [5, 25]) {
          const watched = await phases(desk);
          cable.cutMedia(true);
          const start = theirs(desk)?.heard.packets ?? 0;
          await pause(seconds * 1000);
          cable.cutMedia(false);
          const back = Date.now();
          await desk.phone.call(
            (one) => one.id === call && one.phase === 'live',
            'the sound does not come back',
            20_000,
          );
          await desk.ears.hearing(farTone, ourTone);
          await desk.sandbox.until(
            'packets of ours',
            () => (theirs(desk)?.heard.packets ?? 0) > start + 50,
            10_000,
          );
          console.log(
            `sandbox, sound cut ${seconds} s: heard again ${Date.now() - back} ms after, by ${(await watched.stop()).join(', ')}`,
          );
        }
        expect(theirs(desk)).toMatchObject({ state: 'answered', endedBy: undefined });
        expect((await desk.phone.slice('line')).state).toBe('ready');
      });
    },
    150_000,
  );

  test.skipIf(why)(
    'our address changes in a call, and later the cable is out: the same call goes on',
    async () => {
      await behindCable(async (desk, cable) => {
        const call = await live(desk);
        const id = theirs(desk)?.id ?? '';
        const change = async (what: string, make: () => Promise<void> | void) => {
          await make();
          const done = Date.now();
          const before = theirs(desk)?.heard.packets ?? 0;
          await desk.sandbox.until(
            'our voice',
            () => (theirs(desk)?.heard.packets ?? 0) > before + 100,
            30_000,
          );
          await desk.ears.hearing(farTone, ourTone);
          const heardMs = Date.now() - done;
          await desk.phone.until('line', (line) => line.state === 'ready', 'no line');
          await desk.phone.call((one) => one.id === call && one.phase === 'live', 'not live');
          expect(await desk.sandbox.hold(id, true)).toBe(true);
          expect(await desk.sandbox.hold(id, false)).toBe(true);
          console.log(`sandbox, ${what}: heard both ways ${heardMs} ms after`);
        };
        await change('address changed', () => cable.move());
        await change('cable out for 10 s', async () => {
          cable.unplug(true);
          await desk.phone.call((one) => one.phase === 'recovering', 'the loss is not shown');
          await pause(8000);
          cable.unplug(false);
        });
      });
    },
    150_000,
  );

  test.skipIf(why)(
    'a network that does not come back: recovering, and after 30 s lost',
    async () => {
      await behindCable(async (desk, cable) => {
        await live(desk);
        const watched = await phases(desk);
        const gone = Date.now();
        cable.unplug(true);
        const over = await desk.phone.call((one) => one.phase === 'closed', 'it never ends', 60_000);
        const seconds = Math.round((Date.now() - gone) / 1000);
        console.log(`network gone: ended after ${seconds} s`);
        expect(over.outcome?.kind).toBe('lost');
        expect((await watched.stop()).slice(0, 2)).toEqual(['live', 'recovering']);
        expect(seconds).toBeGreaterThan(29);
        expect(await desk.ears.leftOver()).toBe(0);
      });
    },
    150_000,
  );

  test('a far end that is gone without BYE: recovering, and then over with words', async () => {
    await at({}, async (desk) => {
      const overlay = await onPage(desk);
      await live(desk);
      const watched = await phases(desk);
      const gone = Date.now();
      // What a server says of a phone that is not there any more, and not a packet of its sound.
      desk.sandbox.setFaults({ mute: true, reinvite: { status: 408, reason: 'Request Timeout' } });
      await desk.phone.call((one) => one.phase === 'recovering', 'it does not notice', 30_000);
      await overlay.waitForText(say('stateRecovering'));
      const over = await desk.phone.call((one) => one.phase === 'closed', 'it never ends', 70_000);
      await overlay.waitForText(say('outcomeLost'));
      console.log(
        `sandbox, far end gone: ended after ${Date.now() - gone} ms: ${JSON.stringify(over.outcome)}`,
      );
      expect(over.outcome?.kind).toBe('lost');
      expect((await watched.stop()).slice(0, 2)).toEqual(['live', 'recovering']);
      expect(await desk.ears.leftOver()).toBe(0);
    });
  }, 100_000);

  test.skipIf(why)(
    'the clock jumps an hour, as sleep does, and the connection is dead without a word',
    async () => {
      await behindCable(async (desk, cable) => {
        cable.strand();
        // Debian's Chromium cannot be put to sleep alone; its wall clock is what tells the engine of sleep.
        await desk.browser.engine.evaluate(() => {
          const now = Date.now.bind(Date);
          Date.now = () => now() + 3_600_000;
        });
        const woke = Date.now();
        await desk.sandbox.until('a second connection', () => desk.sandbox.connections() > 1, 10_000);
        await desk.phone.until('line', (line) => line.state === 'ready', 'no line');
        console.log(`asleep for an hour, half-open: registered again ${Date.now() - woke} ms after waking`);
        expect(Date.now() - woke).toBeLessThan(6000);
        await desk.sandbox.callOperator('1001', { persona: 'echo' });
        await desk.phone.call((one) => one.phase === 'offered', 'nothing rings');
      });
    },
    150_000,
  );
});
