import { signal } from '@preact/signals-core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createCalls } from '../../../lib/engine/calls.ts';
import { createReceiving } from '../../../lib/engine/receive.ts';
import { emptySlices, type SettingsSlice } from '../../../lib/mirror/slices.ts';
import { fakeLeg, type FakeLeg } from '../../support/fake-leg.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A phone whose microphone opens when the test says so. */
function phone(changes: Partial<SettingsSlice>) {
  const settings = signal<SettingsSlice>({ ...emptySlices.settings, ...changes });
  const calls = createCalls({ now: () => Date.now(), record: () => undefined });
  const opening: (() => void)[] = [];
  let slow = false;
  let beeps = 0;
  const receiving = createReceiving({
    calls,
    settings,
    desk: () => ({
      errands: { claim: () => undefined, run: () => Promise.reject(new Error('none')) },
      partyFor: (party) => party,
      legFor: (leg) => leg,
    }),
    microphone: {
      take: () =>
        new Promise((resolve) => {
          const open = () => resolve({ release: () => undefined });
          if (slow) opening.push(open);
          else open();
        }),
    },
    beep: () => void (beeps += 1),
    log: () => undefined,
  });
  const phaseOf = (number: string) => calls.calls.value.find(({ party }) => party.number === number)?.phase;
  return {
    calls,
    settings,
    receiving,
    phaseOf,
    beeps: () => beeps,
    slowMicrophone: () => void (slow = true),
    opens: async () => {
      for (const open of opening.splice(0)) open();
      await vi.advanceTimersByTimeAsync(0);
    },
    comes: (number: string, answerAfter?: number): FakeLeg => {
      const leg = fakeLeg(number, answerAfter);
      receiving.receive(leg, (tell) => (leg.tell = tell));
      return leg;
    },
  };
}

test('a caller is answered at once, and the operator is warned', async () => {
  const { comes, phaseOf, beeps } = phone({ autoAnswer: 'always' });
  const leg = comes('1');
  await vi.advanceTimersByTimeAsync(0);
  expect(leg.done).toEqual(['accept']);
  leg.replies();
  expect(phaseOf('1')).toBe('live');
  expect(beeps()).toBe(1);
});

test('of two callers who wait for it the second rings on once the first is answered', async () => {
  const { comes, phaseOf } = phone({ autoAnswer: 'always' });
  const first = comes('1', 2);
  await vi.advanceTimersByTimeAsync(1000);
  const second = comes('2', 2);
  await vi.advanceTimersByTimeAsync(1000);
  first.replies();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(second.done).toEqual([]);
  expect(first.done).toEqual(['accept']);
  expect([phaseOf('1'), phaseOf('2')]).toEqual(['live', 'offered']);
});

test('of two callers in one moment one is answered, however slowly the microphone opens', async () => {
  const { comes, phaseOf, slowMicrophone, opens } = phone({ autoAnswer: 'always' });
  slowMicrophone();
  const first = comes('1');
  const second = comes('2');
  await vi.advanceTimersByTimeAsync(0);
  await opens();
  first.replies();
  second.replies();
  await opens();
  expect([phaseOf('1'), phaseOf('2')]).toEqual(['live', 'offered']);
});

test.each([
  [
    'the operator dials',
    ({ calls }: ReturnType<typeof phone>) => calls.dial({ number: '9' }, () => fakeLeg('9')),
  ],
  [
    'the operator is not to be disturbed',
    ({ settings }: ReturnType<typeof phone>) => (settings.value = { ...settings.value, doNotDisturb: true }),
  ],
  [
    'it is switched off',
    ({ settings }: ReturnType<typeof phone>) => (settings.value = { ...settings.value, autoAnswer: 'never' }),
  ],
])('nobody is answered when meanwhile %s', async (_, act) => {
  const desk = phone({ autoAnswer: 'always' });
  const leg = desk.comes('1', 3);
  await vi.advanceTimersByTimeAsync(1000);
  await act(desk);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(leg.done).toEqual([]);
  expect(desk.phaseOf('1')).toBe('offered');
  expect(desk.beeps()).toBe(0);
});

test('a caller who is not to be disturbed about is turned away without a ring', () => {
  const { comes, calls } = phone({ doNotDisturb: true, autoAnswer: 'always' });
  const phases: unknown[] = [];
  calls.calls.subscribe((all) => phases.push(all.map(({ phase }) => phase)));
  expect(comes('1').done).toEqual(['reject']);
  expect(phases).toEqual([[], ['closing']]);
});
