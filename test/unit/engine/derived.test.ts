import { expect, test } from 'vitest';
import type { Call, OutcomeKind } from '../../../lib/call/call.ts';
import { offered, placed } from '../../../lib/call/registry.ts';
import { badgeFor } from '../../../lib/engine/engine.ts';
import { soundFor } from '../../../lib/engine/sounds.ts';
import type { LineSlice } from '../../../lib/mirror/slices.ts';
import { pauseBefore } from '../../../lib/sip/ladder.ts';

const ring = offered('a', { number: '1' }, 0);
const out: Call = { ...placed('b', { number: '2' }, 0), phase: 'ringing-out' };
const live: Call = { ...out, phase: 'live' };
const held: Call = { ...live, hold: { ours: 'on', theirs: false } };
const ended = (kind: OutcomeKind): Call => ({ ...out, phase: 'closed', outcome: { kind } });
const ready: LineSlice = { state: 'ready', since: 0 };

test.each([
  [[], undefined],
  [[ring], 'ring'],
  [[ring, live], 'waiting'],
  // Nobody has the headset on for a call that is on hold.
  [[ring, held], 'ring'],
  [[live, out], undefined],
  [[held, out], 'ringback'],
  [[held, ended('busy')], 'busy'],
  [[out], 'ringback'],
  [[{ ...out, earlyMedia: true }], undefined],
  [[live], undefined],
  [[{ ...ring, phase: 'closed' as const }], undefined],
  [[ended('busy')], 'busy'],
  [[ended('server-failed')], 'congestion'],
  [[ended('cancelled')], undefined],
  [[{ ...ended('busy'), earlyMedia: true }], undefined],
  [[{ ...ended('failed'), answeredAt: 1 }], undefined],
  [[live, ended('busy')], undefined],
])('the sound belongs to the calls %#', (calls, sound) => {
  expect(soundFor(calls)?.kind).toBe(sound);
});

test('the badge says who rings before a live call before trouble', () => {
  expect(badgeFor([ring, { ...ring, id: 'c' }, live], ready, 3)).toEqual(['2', 'ringing']);
  expect(badgeFor([live], ready, 0)[1]).toBe('live');
  expect(badgeFor([], { state: 'refused', since: 0 }, 0)).toEqual(['!', 'trouble']);
  const lost: LineSlice = { state: 'retrying', since: 0 };
  const nobody = { questions: 0, queue: 0, inbox: 0 };
  expect(badgeFor([], lost, 0, nobody)[0]).toBe('');
  expect(badgeFor([], lost, 0, { ...nobody, noLine: true })).toEqual(['!', 'trouble']);
  expect(badgeFor([], ready, 0)[0]).toBe('');
  expect(badgeFor([], ready, 3)).toEqual(['3', 'trouble']);
  // Who waits in the queue and in the Inbox is one number, before what was missed.
  expect(badgeFor([], ready, 3, { questions: 0, queue: 2, inbox: 5 })).toEqual(['7', 'waiting']);
  expect(badgeFor([], ready, 0, { questions: 0, queue: 0, inbox: 140 })).toEqual(['99+', 'waiting']);
  expect(badgeFor([live], ready, 0, { questions: 0, queue: 0, inbox: 1 })[1]).toBe('live');
});

test('the ladder grows to half a minute, give or take a quarter', () => {
  const middle = () => 0.5;
  expect([1, 2, 3, 4].map((failures) => pauseBefore(failures, middle))).toEqual([500, 1000, 2000, 3500]);
  expect(pauseBefore(500, middle)).toBe(30_000);
  expect(pauseBefore(500, () => 0)).toBe(22_500);
  expect(pauseBefore(500, () => 1)).toBe(37_500);
});
