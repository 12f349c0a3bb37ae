import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { ComplaintKind, VoiceSide } from '../../lib/mirror/quality.ts';
import { farTone, openDesk, ourTone, type Desk } from '../support/desk.ts';
import { until } from '../support/facts.ts';
import { plugsOf } from '../support/plugs.ts';

let desk: Desk;
let plugs: Awaited<ReturnType<typeof plugsOf>>;
beforeAll(async () => {
  desk = await openDesk();
  plugs = await plugsOf(desk.browser);
  await desk.signIn();
});
afterAll(() => desk?.close());
afterEach(async () => {
  desk.sandbox.setFaults({});
  for (const call of await desk.phone.slice('calls')) await desk.phone.do('hangUp', { call: call.id });
  await desk.phone.until(
    'calls',
    (calls) => calls.every((call) => call.phase === 'closed'),
    'a call is left over',
  );
  for (const call of await desk.phone.slice('calls')) await desk.phone.do('dismiss', { call: call.id });
});

async function live(number = '602'): Promise<string> {
  const { call } = await desk.phone.do('dial', { number });
  await desk.phone.call((one) => one.id === call && one.phase === 'live', 'the call is not live');
  if (number === '602') await desk.ears.hearing(farTone, ourTone);
  await desk.phone.until('quality', (all) => all.some((one) => one.call === call), 'nothing is measured');
  return call;
}
/** Waits until a complaint is there (or not) and returns how long that took, in ms. */
async function complaint(kind: ComplaintKind, side: VoiceSide, there: boolean): Promise<number> {
  const started = performance.now();
  await desk.phone.until(
    'quality',
    (all) =>
      all.some(({ complaints }) => complaints.some((one) => one.kind === kind && one.side === side)) ===
      there,
    `${kind} of ${side} is ${there ? 'not said' : 'not taken back'}`,
    30_000,
  );
  return Math.round(performance.now() - started);
}

test('a clean call is good; figures flow only while watched; summary and chart are kept', async () => {
  const call = await live();
  expect(await desk.phone.reading('quality')).toBeUndefined();
  await desk.phone.watch('quality', true);
  const [reading] = await until(() => desk.phone.reading('quality'), { message: 'no figures come' });
  expect(reading).toMatchObject({ call, loss: { theirs: 0 }, codec: 'PCMU' });
  await until(async () => ((await desk.phone.reading('quality'))?.[0]?.mos ?? 0) > 4.2, {
    message: 'not good',
  });
  await desk.phone.watch('quality', false);
  await desk.phone.until(
    'quality',
    ([one]) => one?.grade === 'good' && one.complaints.length === 0,
    'not good',
  );

  await desk.phone.do('hangUp', { call });
  const history = await desk.phone.until(
    'history',
    (all) => all[0]?.quality !== undefined,
    'no summary is kept',
  );
  expect(history[0]).toMatchObject({ id: call, quality: { loss: { theirs: 0 } } });
  const { trace } = await desk.phone.do('readTrace', { call });
  expect(trace).toHaveLength(history[0]?.quality?.seconds ?? -1);
  expect(Math.max(...trace.map((one) => one.mos))).toBeGreaterThan(4.2);
  expect(history[0]).not.toHaveProperty('trace');
  expect(await desk.phone.slice('quality')).toEqual([]);
});

test('silence on either side is said within five seconds and taken back', async () => {
  await live();
  const took: Record<string, number> = {};
  desk.sandbox.setFaults({ mute: true });
  took['theirs said'] = await complaint('silence', 'theirs', true);
  expect((await desk.phone.slice('quality'))[0]?.grade).toBe('poor');
  desk.sandbox.setFaults({});
  took['theirs taken back'] = await complaint('silence', 'theirs', false);

  await plugs.deaden(true);
  took['ours said'] = await complaint('silence', 'ours', true);
  await plugs.deaden(false);
  took['ours taken back'] = await complaint('silence', 'ours', false);
  console.table(took);
  for (const [what, ms] of Object.entries(took)) expect(ms, what).toBeLessThan(5000);
});

test('packets that hold nothing but silence are said, and taken back', async () => {
  // The echo gives back what our dead microphone gives: digital silence, packet by packet.
  await live('601');
  await plugs.deaden(true);
  await complaint('quiet', 'theirs', true);
  expect((await desk.ears.received()).packets).toBeGreaterThan(0);
  await plugs.deaden(false);
  await complaint('quiet', 'theirs', false);
});

test('a muted microphone and a held call are no silence', async () => {
  const call = await live();
  await desk.phone.do('mute', { call, on: true });
  await desk.phone.watch('quality', true);
  let looks = 0;
  let last: unknown;
  // Five seconds of figures, each of them a look of the judge.
  await until(
    async () => {
      const now = await desk.phone.reading('quality');
      const counted = JSON.stringify(now);
      if (now && counted !== last) looks += 1;
      last = counted;
      expect((await desk.phone.slice('quality'))[0]?.complaints ?? []).toEqual([]);
      return looks >= 5;
    },
    { message: 'no figures come', timeout: 15_000 },
  );
  await desk.phone.do('hold', { call });
  await desk.phone.call((one) => one.hold.ours === 'on', 'not held');
  expect(await desk.phone.slice('quality')).toEqual([]);
});
