import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  eventTypes,
  phases,
  type Call,
  type CallEvent,
  type Effect,
  type EventType,
  type Phase,
} from '../../../lib/call/call.ts';
import { statesPage } from '../../../lib/call/states-doc.ts';
import { offered, placed } from '../../../lib/call/registry.ts';
import { step, table } from '../../../lib/call/transitions.ts';

const at = 1_000;

/** An event of each type with whatever else it needs. */
const eventOf: Record<EventType, CallEvent> = {
  answer: { type: 'answer', at },
  decline: { type: 'decline', at },
  'hang-up': { type: 'hang-up', at },
  hold: { type: 'hold', at },
  resume: { type: 'resume', at },
  mute: { type: 'mute', at },
  unmute: { type: 'unmute', at },
  digits: { type: 'digits', tones: '12', at },
  transfer: { type: 'transfer', to: { number: '602' }, dial: '602', at },
  'transfer-going': { type: 'transfer-going', at },
  'transfer-done': { type: 'transfer-done', at },
  'transfer-refused': { type: 'transfer-refused', code: 486, at },
  ringing: { type: 'ringing', at },
  'early-media': { type: 'early-media', at },
  connected: { type: 'connected', at },
  refused: { type: 'refused', code: 486, said: 'Busy Here', at },
  withdrawn: { type: 'withdrawn', elsewhere: false, at },
  'far-hang-up': { type: 'far-hang-up', at },
  'hold-confirmed': { type: 'hold-confirmed', at },
  'hold-refused': { type: 'hold-refused', code: 488, at },
  'resume-confirmed': { type: 'resume-confirmed', at },
  'resume-refused': { type: 'resume-refused', code: 488, at },
  'far-hold': { type: 'far-hold', at },
  'far-resume': { type: 'far-resume', at },
  'media-lost': { type: 'media-lost', at },
  'media-back': { type: 'media-back', at },
  failed: { type: 'failed', kind: 'failed', at },
  released: { type: 'released', at },
};

const party = { number: '+17865550101' };
const holds: Call['hold'][] = (['off', 'asking', 'on', 'releasing'] as const).flatMap((ours) =>
  [false, true].map((theirs) => ({ ours, theirs })),
);

/** Every shape of call a phase allows, near enough: all facets in all values. */
function callsIn(phase: Phase): Call[] {
  return [placed('a', party, 0), offered('a', party, 0)].flatMap((fresh) =>
    holds.flatMap((hold) =>
      [false, true].flatMap((muted) =>
        [false, true].map((earlyMedia) => ({
          ...fresh,
          phase,
          hold,
          muted,
          earlyMedia,
          outcome: phase === 'closing' ? { kind: 'cancelled' as const } : undefined,
        })),
      ),
    ),
  );
}

const pairs = phases.flatMap((phase) => eventTypes.map((type) => ({ phase, type })));

/** Follows events from a call and gathers the effects. */
function follow(call: Call, ...events: CallEvent[]): { call: Call; effects: Effect['do'][] } {
  const effects: Effect['do'][] = [];
  for (const event of events) {
    const next = step(call, event);
    call = next.call;
    effects.push(...next.effects.map((effect) => effect.do));
  }
  return { call, effects };
}

describe('the table', () => {
  test.each(pairs)('$type in $phase is a rule or ignored for a reason', ({ phase, type }) => {
    const rule = table[phase][type];
    const event = eventOf[type];
    for (const call of callsIn(phase)) {
      const next = step(call, event);
      if (typeof rule === 'string') {
        expect(rule).not.toBe('');
        expect(next).toEqual({ call, effects: [] });
        continue;
      }
      expect(rule.why).not.toBe('');
      // A rule leads where it says, and keeps what a call never loses.
      expect(rule.to.length === 0 ? [phase] : [...rule.to, phase]).toContain(next.call.phase);
      expect(next.call).toMatchObject({
        id: call.id,
        direction: call.direction,
        party: call.party,
        startedAt: 0,
      });
      const over = next.call.phase === 'closed' || next.call.phase === 'closing';
      if (over) expect(next.call.outcome).toBeDefined();
      if (over && next.call.phase !== phase) expect(next.call.endedAt).toBe(at);
    }
  });

  test('a closed call never changes again', () => {
    for (const type of eventTypes)
      for (const call of callsIn('closed')) expect(step(call, eventOf[type]).call).toBe(call);
  });

  test('every phase but closed reaches closed', () => {
    for (const phase of phases) {
      if (phase === 'closed') continue;
      for (const call of callsIn(phase)) expect(follow(call, eventOf.released).call.phase).toBe('closed');
    }
  });

  test('docs/states.md says the same', () => {
    expect(readFileSync('docs/states.md', 'utf8')).toBe(statesPage());
  });
});

describe('what an operator lives through', () => {
  const out = placed('a', party, 0);
  const inc = offered('a', party, 0);

  test('an answered call out and its end', () => {
    const { call, effects } = follow(
      out,
      eventOf.ringing,
      eventOf.connected,
      eventOf['hang-up'],
      eventOf.released,
    );
    expect(call).toMatchObject({ phase: 'closed', answeredAt: at, outcome: { kind: 'completed' } });
    expect(effects).toEqual(['bye']);
  });

  test('a second answer click sends nothing', () => {
    expect(follow(inc, eventOf.answer, eventOf.answer).effects).toEqual(['accept']);
  });

  test('hold is shown only once it is confirmed, and a refusal is told', () => {
    const live = follow(out, eventOf.connected).call;
    const asking = follow(live, eventOf.hold).call;
    expect(asking.hold.ours).toBe('asking');
    expect(follow(asking, eventOf['hold-confirmed']).call.hold.ours).toBe('on');
    const refused = follow(asking, eventOf['hold-refused']).call;
    expect(refused.hold.ours).toBe('off');
    expect(refused.trouble).toMatchObject({ kind: 'hold-refused', code: 488 });
  });

  test('both ends may hold, each on its own', () => {
    const live = follow(out, eventOf.connected).call;
    const both = follow(live, eventOf['far-hold'], eventOf.hold, eventOf['hold-confirmed']).call;
    expect(both.hold).toEqual({ ours: 'on', theirs: true });
    expect(follow(both, eventOf['far-resume']).call.hold).toEqual({ ours: 'on', theirs: false });
  });

  test('a call is ours until the other one has answered; then we leave it', () => {
    const asked = follow(out, eventOf.connected, eventOf.transfer);
    expect(asked.effects).toEqual(['transfer']);
    expect(asked.call).toMatchObject({ phase: 'live', transfer: { to: { number: '602' }, state: 'asking' } });
    expect(follow(asked.call, eventOf.transfer).effects).toEqual([]);
    const done = follow(asked.call, eventOf['transfer-going'], eventOf['transfer-done']);
    expect(done.effects).toEqual(['bye']);
    expect(done.call.outcome).toMatchObject({ kind: 'transferred', to: { number: '602' } });
    // Some hang up as soon as they have somebody else.
    const left = follow(asked.call, eventOf['transfer-going'], eventOf['far-hang-up']).call;
    expect(left.outcome?.kind).toBe('transferred');
    expect(follow(asked.call, eventOf['far-hang-up']).call.outcome?.kind).toBe('completed');
  });

  test('a transfer that fails leaves the call with us, and may be tried again', () => {
    const failed = follow(out, eventOf.connected, eventOf.transfer, eventOf['transfer-refused']).call;
    expect(failed).toMatchObject({ phase: 'live', trouble: { kind: 'transfer-refused', code: 486 } });
    expect(failed.transfer).toBeUndefined();
    expect(follow(failed, eventOf.transfer).effects).toEqual(['transfer']);
  });

  test('a 200 that crosses our CANCEL is ended by BYE', () => {
    const { call, effects } = follow(out, eventOf['hang-up'], eventOf.connected, eventOf.released);
    expect(effects).toEqual(['cancel', 'bye']);
    expect(call.outcome?.kind).toBe('cancelled');
  });

  test('the caller who gives up is missed, unless another phone answered', () => {
    expect(follow(inc, eventOf.withdrawn).call.outcome?.kind).toBe('missed');
    expect(follow(inc, { type: 'withdrawn', elsewhere: true, at }).call.outcome?.kind).toBe(
      'answered-elsewhere',
    );
  });

  test('media that does not come back ends the call as lost', () => {
    const { call, effects } = follow(
      out,
      eventOf.connected,
      eventOf['media-lost'],
      eventOf.failed,
      eventOf.released,
    );
    expect(call.outcome?.kind).toBe('lost');
    expect(effects).toEqual(['bye']);
  });
});
