import { expect, test } from 'vitest';
import type { Call } from '../../../lib/call/call.ts';
import { placed } from '../../../lib/call/registry.ts';
import { receptionFor } from '../../../lib/engine/reception.ts';

const live: Call = { ...placed('a', { number: '1' }, 0), phase: 'live' };
const held: Call = { ...live, hold: { ours: 'on', theirs: false } };

test.each([
  [false, 'never', [], undefined, { do: 'ring' }],
  [false, 'never', [], 0, { do: 'ring' }],
  [false, 'asked', [], undefined, { do: 'ring' }],
  [false, 'asked', [], 0, { do: 'answer', after: 0 }],
  [false, 'asked', [live], 0, { do: 'ring' }],
  [false, 'asked', [held], 3, { do: 'answer', after: 3 }],
  [false, 'always', [], undefined, { do: 'answer', after: 0 }],
  [false, 'always', [], 0, { do: 'answer', after: 0 }],
  [false, 'always', [live], undefined, { do: 'ring' }],
  [true, 'always', [], 0, { do: 'turn-away' }],
  [true, 'never', [live], undefined, { do: 'turn-away' }],
] as const)(
  'disturb: not %s, auto-answer %s, others %#',
  (doNotDisturb, autoAnswer, others, asked, reception) => {
    expect(receptionFor({ doNotDisturb, autoAnswer }, others, asked)).toEqual(reception);
  },
);
