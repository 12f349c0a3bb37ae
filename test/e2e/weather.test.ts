import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ComplaintKind } from '../../lib/mirror/quality.ts';
import { farTone, openDesk, ourTone, type Desk } from '../support/desk.ts';
import { makeWeather } from '../support/weather.ts';

let desk: Desk;
let weather: Awaited<ReturnType<typeof makeWeather>>;
let call: string;
beforeAll(async () => {
  desk = await openDesk();
  weather = await makeWeather(desk.browser);
  await desk.signIn();
  ({ call } = await desk.phone.do('dial', { number: '602' }));
  await weather.begin();
  await desk.phone.call((one) => one.phase === 'live', 'the call is not live');
  await desk.ears.hearing(farTone, ourTone);
});
afterAll(async () => {
  await desk?.close();
  weather?.stop();
});
beforeEach(async () => {
  weather.set({});
  await desk.phone.until('quality', ([one]) => one?.grade === 'good', 'it does not become good', 60_000);
});

/** Every change of what is said, as it is seen by a view. */
async function said(
  kind: ComplaintKind,
  there: boolean,
  timeout?: number,
): Promise<{ ms: number; value?: number }> {
  const started = performance.now();
  const [now] = await desk.phone.until(
    'quality',
    ([one]) => (one?.complaints.some((each) => each.kind === kind) ?? false) === there,
    `${kind} is ${there ? 'not said' : 'not taken back'}`,
    timeout,
  );
  const value = now?.complaints.find((each) => each.kind === kind)?.value;
  return { ms: Math.round(performance.now() - started), value };
}

test.each([
  ['loss', { loss: 0.08 }, 2, 20],
  ['jitter', { bunches: 200 }, 20, 60],
  ['delay', { delay: 260 }, 400, 700],
] as const)(
  '%s on the way is said within five seconds, with how much, and taken back',
  async (kind, bad, least, most) => {
    weather.set(bad);
    const raised = await said(kind, true);
    weather.set({});
    const cleared = await said(kind, false, 40_000);
    console.log(
      `${kind}: said after ${raised.ms} ms (${raised.value}), taken back ${cleared.ms} ms after its end`,
    );
    expect(raised.ms).toBeLessThan(5000);
    expect(raised.value).toBeGreaterThanOrEqual(least);
    expect(raised.value).toBeLessThanOrEqual(most);
    expect(cleared.ms).toBeGreaterThan(9000);
    expect((await desk.phone.slice('calls'))[0]).toMatchObject({ id: call, phase: 'live' });
  },
);
