import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createAlarm, soon } from '../../../lib/media/alarm.ts';

const options = {
  bad: (value: number) => value > 3,
  good: (value: number) => value < 1,
  need: 3,
  of: 5,
  calm: 10,
  longestCalm: 60,
};

const run = (values: readonly (number | undefined)[]) => {
  const alarm = createAlarm(options);
  return values.map((value) => alarm.hear(value));
};
/** Seconds at which it came on, and at which it went off. */
function changes(states: readonly boolean[]) {
  const on: number[] = [];
  const off: number[] = [];
  for (const [at, state] of states.entries())
    if (state !== (states[at - 1] ?? false)) (state ? on : off).push(at);
  return { on, off };
}
const repeat = (value: number, times: number) => Array.from({ length: times }, () => value);

test('comes on with the third bad second of five and goes after ten good ones', () => {
  const { on, off } = changes(run([...repeat(0, 5), ...repeat(9, 8), ...repeat(0, 20)]));
  expect(on).toEqual([7]);
  expect(off).toEqual([22]);
});

test('two bad seconds of five are nothing', () => {
  expect(run([0, 9, 9, 0, 0, 0, 9, 0, 9, 0])).not.toContain(true);
});

test('between bad and good nothing changes, and a second without a figure changes nothing', () => {
  expect(run([...repeat(9, 3), ...repeat(2, 50)]).at(-1)).toBe(true);
  expect(run([...repeat(9, 3), ...Array.from({ length: 50 }, () => undefined)]).at(-1)).toBe(true);
});

test('what comes back soon needs twice the calm to go', () => {
  const { on, off } = changes(run([...repeat(9, 3), ...repeat(0, 10), ...repeat(9, 3), ...repeat(0, 30)]));
  expect(on).toEqual([2, 15]);
  expect(off).toEqual([12, 35]);
});

test('never flaps, whatever comes: on for ten seconds at least, and at most three times in any minute', () => {
  const value = fc.oneof(
    fc.constantFrom(0, 2, 9),
    fc.double({ min: 0, max: 10, noNaN: true }),
    fc.constant(undefined),
  );
  // Stretches of one value find more than noise does.
  const stretch = fc
    .tuple(value, fc.integer({ min: 1, max: 14 }))
    .map(([one, times]) => Array.from({ length: times }, () => one));
  fc.assert(
    fc.property(fc.array(stretch, { maxLength: 60 }), (stretches) => {
      const { on, off } = changes(run(stretches.flat()));
      for (const [index, at] of off.entries()) expect(at - (on[index] ?? at)).toBeGreaterThanOrEqual(10);
      for (const [index, at] of on.entries()) expect((on[index + 3] ?? Infinity) - at).toBeGreaterThan(soon);
    }),
    { numRuns: 500 },
  );
});
