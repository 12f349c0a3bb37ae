import fc from 'fast-check';
import { expect, test } from 'vitest';
import { phases, type Call } from '../../../lib/call/call.ts';
import { placed, planAnswer, planDial, planResume, planSwap, talking } from '../../../lib/call/registry.ts';

const anyCall = fc.record({
  id: fc.uuid(),
  phase: fc.constantFrom(...phases),
  ours: fc.constantFrom('off' as const, 'asking' as const, 'on' as const, 'releasing' as const),
});
const anyCalls = fc.uniqueArray(anyCall, { selector: (call) => call.id, maxLength: 5 }).map((all) =>
  all.map(({ id, phase, ours }): Call => ({
    ...placed(id, { number: '1' }, 0),
    phase,
    hold: { ours, theirs: false },
  })),
);

test('after any plan has run, nobody established but its own call is in the ear', () => {
  fc.assert(
    fc.property(anyCalls, fc.nat(4), (calls, index) => {
      const target = calls[index]?.id ?? 'new';
      for (const plan of [planDial(calls), planAnswer(calls, target), planResume(calls, target)]) {
        const held = new Set(plan.flatMap((one) => (one.do === 'hold' ? [one.call] : [])));
        const left = talking(calls).filter(
          (call) => ['live', 'recovering'].includes(call.phase) && !held.has(call.id),
        );
        expect(left.every((call) => call.id === target)).toBe(true);
        // Holding comes first; the plan's purpose is its last step.
        expect(plan.slice(0, -1).every((one) => one.do === 'hold')).toBe(true);
        expect(plan.at(-1)?.do).not.toBe('hold');
      }
    }),
  );
});

test('swap holds the live call and resumes the held one; without a held call it does nothing', () => {
  const live: Call = { ...placed('a', { number: '1' }, 0), phase: 'live' };
  const held: Call = {
    ...placed('b', { number: '2' }, 0),
    phase: 'live',
    hold: { ours: 'on', theirs: false },
  };
  expect(planSwap([live, held])).toEqual([
    { do: 'hold', call: 'a' },
    { do: 'resume', call: 'b' },
  ]);
  expect(planSwap([live])).toEqual([]);
});
