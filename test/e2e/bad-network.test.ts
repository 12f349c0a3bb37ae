/** What is said of a bad network: raised within 5 s, cleared with hysteresis, never flapping. Real packets, a real relay. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDesk, type Desk } from '../support/desk.ts';
import { until } from '../support/facts.ts';

let desk: Desk;
let call: string;
beforeAll(async () => {
  desk = await openDesk();
  await desk.signIn();
  desk.sandbox.setFaults({ paths: {} });
  await desk.phone.do('dial', { number: '602' });
  call = (await desk.phone.call((one) => one.phase === 'live', 'the call is not live')).id;
  await desk.phone.until(
    'quality',
    (all) => all.some((one) => one.call === call),
    'nothing is measured',
    20_000,
  );
}, 90_000);
afterAll(() => desk?.close());

const complaints = async () =>
  (await desk.phone.slice('quality')).find((one) => one.call === call)?.complaints ?? [];

/** Watches one complaint until it has been quiet for a while; returns every change as seconds since `began`. */
async function changes(kind: string, side: string, began: number, untilSettled: () => Promise<void>) {
  const seen: { at: number; on: boolean }[] = [];
  let on = false;
  let watching = true;
  const look = async () => {
    while (watching) {
      const now = (await complaints()).some((one) => one.kind === kind && one.side === side);
      if (now !== on) {
        on = now;
        seen.push({ at: (Date.now() - began) / 1000, on });
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  const looking = look();
  try {
    await untilSettled();
  } finally {
    watching = false;
    await looking;
  }
  if (on !== (await complaints()).some((one) => one.kind === kind && one.side === side))
    seen.push({ at: (Date.now() - began) / 1000, on: !on });
  return seen;
}

/** Seconds: five of the promise, and the second of the look in which they are over. */
const promised = 6;

const has = async (kind: string, side: string) =>
  (await complaints()).some((one) => one.kind === kind && one.side === side);

describe.each([
  { what: '10 % lost on the way to us', paths: { toOperator: { loss: 10 } }, kind: 'loss', side: 'theirs' },
  { what: '10 % lost on the way to them', paths: { fromOperator: { loss: 10 } }, kind: 'loss', side: 'ours' },
  {
    what: 'stalls of up to 300 ms on the way to us',
    paths: { toOperator: { jitterMs: 300 } },
    kind: 'jitter',
    side: 'theirs',
  },
  {
    what: 'half a second of delay',
    paths: { toOperator: { delayMs: 250 }, fromOperator: { delayMs: 250 } },
    kind: 'delay',
    side: 'ours',
  },
])('$what', ({ paths, kind, side, what }) => {
  test('is raised once, and goes once when the network is good again', async () => {
    const began = Date.now();
    desk.sandbox.setFaults({ paths });
    const seen = await changes(kind, side, began, async () => {
      await until(() => has(kind, side), { message: `no word of ${what}`, timeout: 20_000 });
      // Bad for a while: it must stay said.
      await until(() => Date.now() - began > 9000, { message: 'time stands still', timeout: 20_000 });
      desk.sandbox.setFaults({ paths: {} });
      await until(async () => !(await has(kind, side)), { message: 'it is still said', timeout: 90_000 });
    });
    console.log(
      what,
      seen.map(({ at, on }) => `${on ? 'raised' : 'cleared'} at ${at.toFixed(1)} s`).join(', '),
    );
    expect(seen.map((one) => one.on)).toEqual([true, false]);
    // The promise is 5 s. Looks are a second apart, and the relay's trouble begins somewhere within one.
    expect(seen[0]?.at).toBeLessThan(promised);
    expect((await desk.phone.slice('calls')).find((one) => one.id === call)?.phase).toBe('live');
  }, 130_000);
});
