import { describe, expect, test } from 'vitest';
import {
  dialing,
  nextThreeWay,
  type Member,
  type ThreeWay,
  type ThreeWayEvent,
} from '../../../lib/call/three-way.ts';

const here: Member = { here: true, over: false, held: false };
const held: Member = { ...here, held: true };
const called: Member = { here: false, over: false, held: false };
const over: Member = { here: false, over: true, held: false };
const read = (first?: Member, added?: Member, ours = true): ThreeWayEvent => ({
  type: 'read',
  ours,
  first,
  added,
});
const session = (first: boolean, added: boolean): ThreeWay => ({
  state: first || added ? 'holding' : 'active',
  waits: { first, added },
});
const release = (who: 'first' | 'added') => ({ do: 'release', who });

describe('a call of three (§8.2)', () => {
  test.each<[string, ThreeWay, ThreeWayEvent, string | null, object[]]>([
    ['nobody answered yet', dialing, read(held, called), 'dialing', []],
    ['not listed yet', dialing, read(held), 'dialing', []],
    ['nothing listed yet', dialing, read(undefined, undefined, false), 'dialing', []],
    ['they are there', dialing, read(held, here), 'holding', []],
    ['they are there, and nobody waits', dialing, read(here, here), 'active', []],
    ['they are busy', dialing, read(held, over), null, [release('first')]],
    ['nobody answered in time', dialing, { type: 'late' }, null, [{ do: 'remove' }, release('first')]],
    ['we gave up', dialing, { type: 'drop' }, null, [{ do: 'remove' }, release('first')]],
    ['the first left meanwhile', dialing, read(undefined, called), null, []],
    ['holding is not for now', dialing, { type: 'held', who: 'first', on: false }, 'dialing', []],
    ['the first is let in', session(true, false), { type: 'held', who: 'first', on: false }, 'active', []],
    ['the added waits', session(false, false), { type: 'held', who: 'added', on: true }, 'holding', []],
    ['late is over', session(true, false), { type: 'late' }, 'holding', []],
    ['read: the first waits', session(false, false), read(held, here), 'holding', []],
    ['read: nobody waits', session(true, false), read(here, here), 'active', []],
    ['the added left', session(true, false), read(held), null, [release('first')]],
    ['the added left, nobody waited', session(false, false), read(here), null, []],
    ['the first left', session(false, true), read(undefined, held), null, [release('added')]],
    ['removed', session(true, false), { type: 'drop' }, null, [{ do: 'remove' }, release('first')]],
    ['removed, nobody waited', session(false, false), { type: 'drop' }, null, [{ do: 'remove' }]],
    ['we hang up', session(false, false), { type: 'over' }, null, [{ do: 'end' }]],
    ['we hang up while it rings', dialing, { type: 'over' }, null, [{ do: 'end' }]],
  ])('%s', (_name, before, event, state, effects) => {
    const step = nextThreeWay(before, event);
    expect([step.session?.state ?? null, step.effects]).toEqual([state, effects]);
  });

  test('only who was called and did not come is missed', () => {
    const missed = (event: ThreeWayEvent) => nextThreeWay(dialing, event).missed ?? false;
    expect([missed({ type: 'late' }), missed(read(held, over)), missed({ type: 'drop' })]).toEqual([
      true,
      true,
      false,
    ]);
  });
});
