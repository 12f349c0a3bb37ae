import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Disturbance, onDisturbance } from '../../../lib/sip/disturbance.ts';

const connection = new EventTarget();
let told: { what: Disturbance; at: number }[];
let stop: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  vi.setSystemTime(0);
  vi.stubGlobal('navigator', { connection });
  told = [];
  stop = onDisturbance((what) => told.push({ what, at: Date.now() }));
});
afterEach(() => {
  stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const changes = () => connection.dispatchEvent(new Event('change'));

test('a second change of network within 10 s is told at their end, however many there were', async () => {
  changes();
  await vi.advanceTimersByTimeAsync(3000);
  changes();
  changes();
  await vi.advanceTimersByTimeAsync(30_000);
  changes();
  await vi.advanceTimersByTimeAsync(30_000);
  expect(told).toEqual([
    { what: 'network', at: 0 },
    { what: 'network', at: 10_000 },
    { what: 'network', at: 33_000 },
  ]);
});

test('nothing is told after it was stopped', async () => {
  changes();
  changes();
  stop();
  changes();
  await vi.advanceTimersByTimeAsync(30_000);
  expect(told).toHaveLength(1);
});

test('sleep is told by the clock', async () => {
  vi.setSystemTime(3_600_000);
  await vi.advanceTimersByTimeAsync(2000);
  expect(told.map(({ what }) => what)).toEqual(['slept']);
});
