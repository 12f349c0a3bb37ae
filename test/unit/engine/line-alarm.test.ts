import { signal } from '@preact/signals-core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keepLineAlarm } from '../../../lib/engine/line-alarm.ts';
import type { LineSlice } from '../../../lib/mirror/slices.ts';
import { memoryHost } from '../../support/memory-host.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function alarm(state: LineSlice['state']) {
  const { host, notices } = memoryHost();
  const line = signal<LineSlice>({ state, since: 0 });
  const missing = keepLineAlarm(line, host);
  return { notices, missing, say: (next: LineSlice['state']) => (line.value = { state: next, since: 0 }) };
}
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

test.each(['retrying', 'refused'] as const)(
  'a line that is %s is worth the button after 10 s and one notification after a minute, until it is back',
  async (state) => {
    const { notices, missing, say } = alarm('ready');
    say(state);
    await pass(9900);
    expect(missing.value).toBe(false);
    await pass(200);
    expect(missing.value).toBe(true);
    await pass(49_800);
    expect(notices).toEqual(['hide line']);
    await pass(3_600_000);
    expect(notices).toEqual(['hide line', 'show line']);
    say('ready');
    await pass(0);
    expect(missing.value).toBe(false);
    expect(notices).toEqual(['hide line', 'show line', 'hide line']);
  },
);

test('tries in between do not begin it anew', async () => {
  const { notices, missing, say } = alarm('connecting');
  for (let tries = 0; tries < 13; tries++) {
    say('retrying');
    await pass(3000);
    say('connecting');
    await pass(2000);
  }
  expect(missing.value).toBe(true);
  expect(notices).toEqual(['show line']);
});

test('a short break, and a phone without an account, are worth nothing', async () => {
  const { notices, missing, say } = alarm('ready');
  say('retrying');
  await pass(9000);
  say('ready');
  await pass(120_000);
  say('none');
  await pass(120_000);
  expect(missing.value).toBe(false);
  expect(notices).not.toContain('show line');
});
