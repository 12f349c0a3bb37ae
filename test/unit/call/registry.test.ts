import fc from 'fast-check';
import { expect, test } from 'vitest';
import { phases, type Call } from '../../../lib/call/call.ts';
import {
  givingWay,
  heldCall,
  inEar,
  placed,
  planAnswer,
  planDial,
  planResume,
  talking,
  unheard,
} from '../../../lib/call/registry.ts';

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

const live: Call = { ...placed('a', { number: '1' }, 0), phase: 'live' };
const held: Call = { ...live, id: 'b', hold: { ours: 'on', theirs: false } };
const ringing: Call = { ...live, id: 'c', phase: 'ringing-out' };

test('a swap resumes who is held; without a held call nobody', () => {
  expect(heldCall([live, held])?.id).toBe('b');
  expect(planResume([live, held], 'b')).toEqual([
    { do: 'hold', call: 'a' },
    { do: 'resume', call: 'b' },
  ]);
  expect(heldCall([live])).toBeUndefined();
});

test('who is talked to is in the ear, not who rings at the far end', () => {
  expect(inEar([ringing, held, live])?.id).toBe('a');
  expect(inEar([held, ringing])?.id).toBe('c');
  expect(inEar([held])).toBeUndefined();
  expect(unheard([ringing, live])).toEqual(['c']);
  expect(unheard([ringing, held])).toEqual([]);
});

test('of all that are connected at most one stays, the one last asked for', () => {
  fc.assert(
    fc.property(anyCalls, fc.nat(4), (calls, index) => {
      const last = calls[index]?.id;
      const gone = givingWay(calls, last);
      const left = calls.filter(
        ({ id, phase, hold }) =>
          ['live', 'recovering'].includes(phase) && hold.ours === 'off' && !gone.includes(id),
      );
      expect(left.length).toBeLessThanOrEqual(1);
      expect(last !== undefined && gone.includes(last)).toBe(false);
    }),
  );
});
