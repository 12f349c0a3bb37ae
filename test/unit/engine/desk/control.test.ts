import { signal } from '@preact/signals-core';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Call, Effect } from '../../../../lib/call/call.ts';
import type { Leg, LegEvent } from '../../../../lib/call/leg.ts';
import { placed } from '../../../../lib/call/registry.ts';
import { switched } from '../../../../lib/engine/desk/switched.ts';
import { createThreeWay } from '../../../../lib/engine/desk/three-way.ts';
import { fileOf } from '../../../../lib/engine/desk/export.ts';
import { FaultError } from '../../../../lib/mirror/fault.ts';
import type { CallControl, ConferenceMember } from '../../../../lib/providers/provider.ts';

const gone = () => Promise.reject(new FaultError('service-unreachable', { said: 'the switch is away' }));

/** A switch that says yes and writes down what it was asked. */
function playedSwitch() {
  const asked: string[] = [];
  const yes = (what: string) => (asked.push(what), Promise.resolve());
  let members: ConferenceMember[] = [];
  const port: CallControl = {
    find: () => Promise.resolve('uuid'),
    hold: (_uuid, on) => yes(on ? 'hold' : 'unhold'),
    hangUp: () => yes('hang up'),
    transfer: (_uuid, to) => yes(`transfer ${to}`),
    conference: {
      add: (_uuid, to) => yes(`add ${to}`).then(() => ({ id: 'c', person: 'b' })),
      members: () => Promise.resolve(members),
      hold: (_id, who, on) => yes(`${on ? 'wait' : 'let in'} ${who}`),
      remove: (_id, who) => yes(`remove ${who}`),
      end: () => yes('end'),
    },
  };
  return { port, asked, is: (next: ConferenceMember[]) => (members = next) };
}

describe('a leg over a switch', () => {
  function driven({ placed = true, port = playedSwitch() } = {}) {
    const done: string[] = [];
    const told: LegEvent['type'][] = [];
    const leg: Leg = {
      party: { number: '+17865550101' },
      silence: (on) => void done.push(on ? 'silent' : 'heard'),
      perform: (effect) => void done.push(effect.do),
      audio: { level: () => 0, quiet: () => undefined, counters: () => Promise.resolve(undefined) },
    };
    const made = switched(leg, {
      port: port.port,
      placed,
      uuid: () => port.port.find(''),
      tell: ({ type }) => told.push(type),
      log: () => undefined,
    });
    const perform = async (effect: Effect) => {
      made.perform(effect);
      await vi.waitFor(() => undefined);
    };
    return { perform, done, told, asked: port.asked, port: port.port };
  }
  const transfer: Effect = { do: 'transfer', to: '1002', dial: '1002' };

  test('that the switch has placed is held and resumed by it, silent from the click on', async () => {
    const { perform, done, told, asked } = driven();
    await perform({ do: 'hold' });
    await vi.waitFor(() => expect(told).toEqual(['hold-confirmed']));
    await perform({ do: 'resume' });
    await vi.waitFor(() => expect(told).toEqual(['hold-confirmed', 'resume-confirmed']));
    expect([done, asked]).toEqual([
      ['silent', 'heard'],
      ['hold', 'unhold'],
    ]);
  });

  test('is held by SIP when the switch cannot, and then resumed at both', async () => {
    const one = driven();
    one.port.hold = gone;
    await one.perform({ do: 'hold' });
    await vi.waitFor(() => expect(one.done).toEqual(['silent', 'hold']));
    one.port.hold = (_uuid, on) => (one.asked.push(on ? 'hold' : 'unhold'), Promise.resolve());
    await one.perform({ do: 'resume' });
    await vi.waitFor(() => expect(one.done).toEqual(['silent', 'hold', 'heard', 'resume']));
    expect([one.asked, one.told]).toEqual([['unhold'], []]);
  });

  test('of a caller is held by SIP, and given away by the switch', async () => {
    const { perform, done, told, asked } = driven({ placed: false });
    await perform({ do: 'hold' });
    await perform(transfer);
    await vi.waitFor(() => expect(told).toEqual(['transfer-going', 'transfer-done']));
    expect([done, asked]).toEqual([['hold'], ['transfer 1002']]);
  });

  test('a call the switch does not know is given away by SIP', async () => {
    const { perform, done, told, port } = driven();
    port.find = () => Promise.reject(new FaultError('no-such-call'));
    await perform(transfer);
    await vi.waitFor(() => expect(done).toEqual(['transfer']));
    expect(told).toEqual([]);
  });

  test('a transfer whose answer was lost is not done again another way', async () => {
    const { perform, done, told, port } = driven();
    port.transfer = gone;
    await perform(transfer);
    await vi.waitFor(() => expect(told).toEqual(['transfer-going', 'transfer-refused']));
    expect(done).toEqual([]);
  });

  test('is hung up by both, but one that was given away is not taken from its new owner', async () => {
    const one = driven();
    await one.perform({ do: 'bye' });
    await vi.waitFor(() => expect([one.done, one.asked]).toEqual([['bye'], ['hang up']]));
    const other = driven();
    await other.perform(transfer);
    await vi.waitFor(() => expect(other.told).toEqual(['transfer-going', 'transfer-done']));
    await other.perform({ do: 'bye' });
    expect([other.done, other.asked]).toEqual([['bye'], ['transfer 1002']]);
  });
});

describe('a call of three', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const ours: ConferenceMember = { id: 'me', ours: true, here: true, over: false, held: false };
  const first: ConferenceMember = { id: 'a', ours: false, here: true, over: false, held: true };
  const added: ConferenceMember = { id: 'b', ours: false, here: false, over: false, held: false };
  const person = { number: '+17865550102', name: 'Peter' };

  async function begun() {
    const played = playedSwitch();
    const call: Call = { ...placed('call', { number: '+17865550101' }, 0), phase: 'live' };
    const calls = signal<Call[]>([call]);
    const three = createThreeWay({
      port: played.port.conference,
      calls,
      uuidOf: () => Promise.resolve('uuid'),
      partyFor: (party) => party,
      log: () => undefined,
    });
    played.is([ours, first, added]);
    await three.add(call, person, person.number);
    return { ...played, three, calls, call, state: () => three.slice.value?.state };
  }

  test('goes from dialling to holding to three, and its timer begins when all three talk', async () => {
    const { three, is, asked, state } = await begun();
    expect(three.slice.value).toMatchObject({ state: 'dialing', call: 'call', person, asking: false });
    await vi.advanceTimersByTimeAsync(2500);
    expect([state(), three.slice.value?.since]).toEqual(['dialing', undefined]);
    is([ours, first, { ...added, here: true }]);
    await vi.advanceTimersByTimeAsync(1000);
    expect([state(), three.slice.value?.since]).toEqual(['holding', undefined]);
    await three.hold('first', false);
    expect(three.slice.value).toMatchObject({ state: 'active', waits: { first: false, added: false } });
    expect(three.slice.value?.since).toBe(Date.now());
    expect(asked).toEqual([`add ${person.number}`, 'let in a']);
  });

  test('whoever does not answer in 30 s is given up, told, and the first one let in again', async () => {
    const { three, asked } = await begun();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(asked).toEqual([`add ${person.number}`, 'remove b', 'let in a']);
    expect(three.slice.value?.fault).toMatchObject({ code: 'person-missing', about: 'Peter' });
    await three.drop();
    expect(three.slice.value).toBeNull();
  });

  test('while it is read nothing is asked twice, and without news for 45 s nothing at all', async () => {
    const { is, state, port, three } = await begun();
    is([ours, { ...first, held: false }, { ...added, here: true }]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(state()).toBe('active');
    const reads = vi.spyOn(port.conference, 'members');
    await vi.advanceTimersByTimeAsync(120_000);
    expect(reads.mock.calls.length).toBeLessThanOrEqual(16);
    const before = reads.mock.calls.length;
    three.poke('another');
    three.poke('c');
    await vi.advanceTimersByTimeAsync(0);
    expect(reads.mock.calls.length).toBe(before + 1);
  });

  test('one at a time; when our call ends it ends for all', async () => {
    const { three, calls, call, asked } = await begun();
    await expect(three.add(call, person, '1')).rejects.toThrow('one-at-a-time');
    calls.value = [{ ...call, phase: 'closed' }];
    await vi.advanceTimersByTimeAsync(0);
    expect([asked.at(-1), three.slice.value]).toEqual(['end', null]);
  });

  test('a conference that cannot be read for a moment is read again', async () => {
    const { state, port } = await begun();
    const members = () => Promise.resolve([ours, first, { ...added, here: true }]);
    port.conference.members = gone;
    await vi.advanceTimersByTimeAsync(5000);
    port.conference.members = members;
    await vi.advanceTimersByTimeAsync(1000);
    expect(state()).toBe('holding');
  });
});

test.each([
  ['=1+1', false, "'=1+1"],
  ['@SUM(A1)', false, "'@SUM(A1)"],
  ['-1+1', true, "'-1+1"],
  ['-5', false, "'-5"],
  ['+17865550101', true, '+17865550101'],
  ['+17865550101', false, "'+17865550101"],
  ['+1 (786) 555-0101', true, "'+1 (786) 555-0101"],
  ['+cmd|x', true, "'+cmd|x"],
  ['Ana, "Bo"', false, '"Ana, ""Bo"""'],
])('in a file %s (a phone column: %s) is %s', (value, phone, cell) => {
  const file = fileOf('x', ['a'], [{ a: value }], phone ? ['a'] : [], 'csv', 0);
  expect(file.text).toBe(`\uFEFFa\r\n${cell}\r\n`);
});
