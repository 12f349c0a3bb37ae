import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Call } from '../../../lib/call/call.ts';
import { createCalls } from '../../../lib/engine/calls.ts';
import { fakeLeg, type FakeLeg } from '../../support/fake-leg.ts';

const turn = () => new Promise(setImmediate);

/** A phone with calls whose far ends answer when the test lets them. */
function phone() {
  const calls = createCalls({ now: () => 0, record: () => undefined });
  const legs = new Map<string, FakeLeg>();
  const refused = () => undefined; // Whoever is too late is told so.
  const act = (work: () => unknown) => {
    try {
      void Promise.resolve(work()).catch(refused);
    } catch {
      refused();
    }
  };
  let numbers = 0;
  const any = (at: number) => calls.calls.value[at % Math.max(1, calls.calls.value.length)]?.id ?? '';
  const number = (id: string) => calls.find(id)?.party.number ?? '';
  return {
    calls,
    legs,
    act,
    any,
    dial: (): string => {
      const called = String((numbers += 1));
      act(() =>
        calls.dial({ number: called }, (tell) => {
          const leg = fakeLeg(called);
          leg.tell = tell;
          leg.owed.push({ type: 'early-media' }, { type: 'connected' });
          legs.set(called, leg);
          return leg;
        }),
      );
      return called;
    },
    comes: (): string => {
      const called = String((numbers += 1));
      const leg = fakeLeg(called);
      legs.set(called, leg);
      leg.tell = calls.offer(leg, leg.party).tell;
      return called;
    },
    replies: (id: string) => legs.get(number(id))?.replies(),
    of: (called: string) => calls.calls.value.find(({ party }) => party.number === called) as Call,
  };
}

const unheld = (all: readonly Call[]) =>
  all.filter(({ phase, hold }) => ['live', 'recovering'].includes(phase) && hold.ours !== 'on');

const step = fc.record({
  what: fc.constantFrom(
    ...(['dial', 'comes', 'answer', 'resume', 'hold', 'swap', 'hang-up', 'lost'] as const),
    ...(['replies', 'replies', 'replies', 'replies'] as const),
  ),
  at: fc.nat(5),
});

test('at rest no two calls are in the ear, whatever was done in whatever order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const { calls, act, any, dial, comes, replies, legs } = phone();
      for (const { what, at } of steps) {
        const id = any(at);
        if (what === 'dial') dial();
        else if (what === 'comes') comes();
        else if (what === 'replies') replies(id);
        else if (what === 'answer') act(() => calls.answer(id));
        else if (what === 'resume') act(() => calls.resume(id));
        else if (what === 'hold') act(() => calls.hold(id));
        else if (what === 'swap') act(() => calls.swap());
        else if (what === 'hang-up') act(() => calls.hangUp(id));
        else legs.get(calls.find(id)?.party.number ?? '')?.tell({ type: 'media-lost' });
        await turn();
      }
      for (let rounds = 0; [...legs.values()].some(({ owed }) => owed.length > 0); rounds++) {
        expect(rounds).toBeLessThan(200);
        for (const leg of legs.values()) leg.replies();
        await turn();
      }
      const left = unheld(calls.calls.value);
      expect(left.map(({ party }) => party.number).slice(1)).toEqual([]);
      // Nobody who is talked to is left unheard.
      for (const { party } of left) expect(legs.get(party.number)?.silent).toBe(false);
    }),
    { numRuns: 500 },
  );
});

test('a call placed before another is answered waits, unheard, and is on hold as it connects', async () => {
  const { calls, dial, comes, of, legs } = phone();
  const out = dial();
  await turn();
  const placed = legs.get(out) as FakeLeg;
  placed.replies();
  expect(of(out)).toMatchObject({ phase: 'ringing-out', earlyMedia: true });
  const caller = comes();
  await calls.answer(of(caller).id);
  expect(placed.silent).toBe(true);
  legs.get(caller)?.replies();
  placed.replies();
  expect(placed.done).toEqual(['hold']);
  placed.replies();
  expect(of(out)).toMatchObject({ phase: 'live', hold: { ours: 'on' } });
  expect(of(caller)).toMatchObject({ phase: 'live', hold: { ours: 'off' } });
});

test('a call placed before another is heard again when the other has ended first', async () => {
  const { calls, dial, comes, of, legs } = phone();
  const out = dial();
  await turn();
  const placed = legs.get(out) as FakeLeg;
  placed.replies();
  const caller = comes();
  await calls.answer(of(caller).id);
  legs.get(caller)?.replies();
  legs.get(caller)?.tell({ type: 'far-hang-up' });
  expect(placed.silent).toBe(false);
  placed.replies();
  expect(placed.done).toEqual([]);
});

test('an answer waits for the one before it, which is then held', async () => {
  const { calls, comes, of, legs } = phone();
  const [first, second] = [comes(), comes()];
  await calls.answer(of(first).id);
  const answered = calls.answer(of(second).id);
  await turn();
  expect(of(second).phase).toBe('offered');
  legs.get(first)?.replies();
  await turn();
  expect(of(first).hold.ours).toBe('asking');
  legs.get(first)?.replies();
  await answered;
  expect(of(second).phase).toBe('answering');
});

test('who is resumed while another call rings out keeps the ear', async () => {
  const { calls, dial, comes, of, legs } = phone();
  const caller = comes();
  await calls.answer(of(caller).id);
  legs.get(caller)?.replies();
  const out = dial();
  legs.get(caller)?.replies();
  await turn();
  legs.get(out)?.replies();
  const resumed = calls.resume(of(caller).id);
  legs.get(caller)?.replies();
  await resumed;
  expect(legs.get(out)?.silent).toBe(true);
  legs.get(out)?.replies();
  legs.get(out)?.replies();
  expect(of(out).hold.ours).toBe('on');
  expect(of(caller).hold.ours).toBe('off');
});

test('the operator takes another before a hold was agreed on: the first wish is dropped and says so', async () => {
  const { calls, comes, of, legs } = phone();
  const [one, two, three] = [comes(), comes(), comes()];
  await calls.answer(of(one).id);
  legs.get(one)?.replies();
  const early = calls.answer(of(two).id);
  const late = calls.answer(of(three).id);
  legs.get(one)?.replies();
  await expect(early).rejects.toThrow('one-at-a-time');
  await late;
  expect([of(two).phase, of(three).phase]).toEqual(['offered', 'answering']);
});
