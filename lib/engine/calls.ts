/** Carries the pure rules of lib/call out: events from legs and commands go in, effects go to the legs. */
import { signal } from '@preact/signals-core';
import type { Call, Effect, Party } from '../call/call.ts';
import type { Leg, LegEvent } from '../call/leg.ts';
import {
  givingWay,
  heldCall,
  isOver,
  maySetUp,
  offered,
  placed,
  planAnswer,
  planDial,
  planResume,
  type PlanStep,
  unheard,
} from '../call/registry.ts';
import { step } from '../call/transitions.ts';
import { FaultError } from '../mirror/fault.ts';

export interface CallsDeps {
  now(): number;
  /** Called at a call's beginning, answer and end. */
  record(call: Call): void;
}

/** How long an ended call stays on screen, in ms: longer when it did not go as wished. */
const afterSuccess = 2500;
const afterFailure = 20_000;

/** How long the far end of a consult call has to hang up after it was given the other one, ms. */
const replacedWithin = 2000;

const consultOf = (effect: Effect): string => (effect.do === 'transfer' && effect.consult) || '';

export type Calls = ReturnType<typeof createCalls>;

export function createCalls(deps: CallsDeps) {
  const calls = signal<Call[]>([]);
  const legs = new Map<string, Leg>();
  const forgetting = new Map<string, ReturnType<typeof setTimeout>>();
  const watchers = new Set<() => void>();
  /** Answers under way, so that a second click joins the first. */
  const answering = new Map<string, Promise<void>>();
  /** The dial under way, for the same reason. */
  let dialling: { number: string; call: Promise<string> } | undefined;
  /** The call the operator last asked for: by dialling, answering or resuming it. */
  let last: string | undefined;
  const silenced = new Set<string>();

  const find = (id: string) => calls.value.find((call) => call.id === id);

  function put(next: Call): void {
    const known = calls.value.some((call) => call.id === next.id);
    calls.value = known
      ? calls.value.map((call) => (call.id === next.id ? next : call))
      : [...calls.value, next];
    for (const look of watchers) look();
  }

  function begin(call: Call): void {
    put(call);
    deps.record(call);
  }

  function dispatch(id: string, event: LegEvent): void {
    const call = find(id);
    if (!call) return;
    const next = step(call, { ...event, at: deps.now() });
    const leg = legs.get(id);
    if (next.call !== call) put(next.call);
    if (next.call.phase === 'closed' && call.phase !== 'closed') close(next.call);
    if (next.call.outcome?.kind === 'transferred' && !isOver(call)) letGo(call.transfer?.consult);
    else if (next.call.phase === 'live' && call.phase !== 'live') deps.record(next.call);
    for (const effect of next.effects) leg?.perform(effect, legs.get(consultOf(effect)));
    if (event.type === 'connected' || event.type === 'resume-confirmed')
      for (const other of givingWay(calls.value, last)) dispatch(other, { type: 'hold' });
    keepEar();
  }

  /** Nobody who only rings out is heard beside somebody who is talked to. */
  function keepEar(): void {
    const quiet = new Set(unheard(calls.value));
    for (const { id, hold } of calls.value) {
      if (quiet.has(id) === silenced.has(id)) continue;
      if (quiet.has(id)) silenced.add(id);
      else silenced.delete(id);
      // One that is held has its own reason to be silent.
      if (hold.ours === 'off') legs.get(id)?.silence?.(quiet.has(id));
    }
  }

  /** Their far end takes our place and ends our call itself; one that does not must not stay with us. */
  function letGo(consult: string | undefined): void {
    if (consult !== undefined) setTimeout(() => dispatch(consult, { type: 'hang-up' }), replacedWithin);
  }

  function close(call: Call): void {
    legs.delete(call.id);
    deps.record(call);
    const fine =
      call.outcome &&
      ['completed', 'transferred', 'cancelled', 'answered-elsewhere'].includes(call.outcome.kind);
    forgetting.set(
      call.id,
      setTimeout(() => forget(call.id), fine ? afterSuccess : afterFailure),
    );
  }

  function forget(id: string): void {
    clearTimeout(forgetting.get(id));
    forgetting.delete(id);
    calls.value = calls.value.filter((call) => call.id !== id || call.phase !== 'closed');
  }

  /** Resolves when the call is as wanted; rejects when it can no longer become so. */
  function once(id: string, done: (call: Call) => boolean, failed: (call: Call) => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const call = find(id);
        if (call && done(call)) resolve();
        else if (!call || isOver(call)) reject(new FaultError('no-such-call'));
        else if (failed(call)) reject(new FaultError('hold-refused', { said: call.trouble?.said }));
        else return;
        watchers.delete(look);
      };
      watchers.add(look);
      look();
    });
  }

  /** Holds that the plan wants; a call that ended meanwhile is as good as held. */
  async function hold(id: string): Promise<void> {
    const held = (call: Call) => call.hold.ours === 'on' || isOver(call);
    // Only what is settled can be asked: not one that is being answered or resumed.
    const settled = (call: Call) =>
      held(call) || (call.phase !== 'answering' && ['on', 'off'].includes(call.hold.ours));
    if (!settled(mustBe(id))) await once(id, settled, () => false);
    dispatch(id, { type: 'hold' });
    await once(id, held, (call) => call.hold.ours === 'off');
  }

  /** Does what the operator wants of call `id`: step by step, unless they want something else meanwhile. */
  async function carryOut(
    id: string,
    plan: (calls: readonly Call[]) => PlanStep[],
    place?: () => void,
  ): Promise<void> {
    last = id;
    for (;;) {
      const [next] = plan(calls.value);
      if (next?.do !== 'hold') return finish(next, place);
      await hold(next.call);
      if (last !== id) throw new FaultError('one-at-a-time');
    }
  }

  async function finish(step: PlanStep | undefined, place?: () => void): Promise<void> {
    switch (step?.do) {
      case undefined:
      case 'hold':
        return;
      case 'answer':
        return dispatch(step.call, { type: 'answer' });
      case 'place':
        return place?.();
      case 'resume':
        dispatch(step.call, { type: 'resume' });
        await once(
          step.call,
          (call) => call.hold.ours === 'off',
          (call) => call.hold.ours === 'on',
        );
    }
  }

  const resume = (id: string) => carryOut(id, (all) => planResume(all, id));

  function mustBe(id: string): Call {
    const call = find(id);
    if (!call) throw new FaultError('no-such-call');
    return call;
  }

  function mustTalk(id: string): Call {
    const call = mustBe(id);
    if (call.phase !== 'live') throw new FaultError('call-moved-on');
    return call;
  }

  return {
    calls,
    find,

    /** Somebody calls us. */
    offer(
      leg: Leg,
      party: Party,
      { direction = 'incoming', site }: Partial<Pick<Call, 'direction' | 'site'>> = {},
    ): { id: string; tell: (event: LegEvent) => void } {
      const id = crypto.randomUUID();
      legs.set(id, leg);
      begin({ ...offered(id, party, deps.now()), direction, ...(site !== undefined && { site }) });
      return { id, tell: (event) => dispatch(id, event) };
    },

    /** Places a call; `start` makes its leg. A second click on the same number joins the call being placed. */
    dial(party: Party, start: (tell: (event: LegEvent) => void) => Leg, site?: string): Promise<string> {
      if (dialling?.number === party.number) return dialling.call;
      const same = calls.value.find(
        (call) => call.party.number === party.number && ['placing', 'ringing-out'].includes(call.phase),
      );
      if (same) return Promise.resolve(same.id);
      if (dialling || !maySetUp(calls.value)) return Promise.reject(new FaultError('one-at-a-time'));
      const id = crypto.randomUUID();
      const call = carryOut(id, planDial, () => {
        for (const old of calls.value) forget(old.id);
        begin(placed(id, party, deps.now(), site));
        legs.set(
          id,
          start((event) => dispatch(id, event)),
        );
      })
        .then(() => id)
        .finally(() => {
          dialling = undefined;
        });
      dialling = { number: party.number, call };
      return call;
    },

    /** The operator wants to answer and the microphone is being opened. */
    answering(id: string): void {
      if (find(id)?.phase === 'offered') legs.get(id)?.answering?.();
    },

    answer(id: string): Promise<void> {
      const under = answering.get(id);
      if (under) return under;
      const call = mustBe(id);
      if (isOver(call)) throw new FaultError('call-moved-on');
      if (call.phase !== 'offered') return Promise.resolve();
      const work = carryOut(id, (all) => planAnswer(all, id)).finally(() => answering.delete(id));
      answering.set(id, work);
      return work;
    },

    decline: (id: string) => (mustBe(id), dispatch(id, { type: 'decline' })),
    /** The operator is not to be disturbed: the caller hears busy, the call counts as missed. */
    turnAway: (id: string) => dispatch(id, { type: 'decline', busy: true }),
    hangUp: (id: string) => (mustBe(id), dispatch(id, { type: 'hang-up' })),
    hold: (id: string) => (mustBe(id), dispatch(id, { type: 'hold' })),
    mute: (id: string, on: boolean) => (mustBe(id), dispatch(id, { type: on ? 'mute' : 'unmute' })),
    digits: (id: string, tones: string) => (mustBe(id), dispatch(id, { type: 'digits', tones })),
    dismiss: forget,

    resume: (id: string) => (mustBe(id), resume(id)),
    /** Does nothing where no call is held. */
    async swap(): Promise<void> {
      const held = heldCall(calls.value);
      if (held) await resume(held.id);
    },

    /** Gives a call to `to` without asking them first; `dial` is their number as the account writes it on the wire. */
    transfer(id: string, to: Party, dial: string): void {
      mustTalk(id);
      dispatch(id, { type: 'transfer', to, dial });
    },
    /** Connects the far ends of two calls of ours. The one we talked to first is given to the other. */
    connect(id: string, otherId: string): void {
      const [call, other] = [mustTalk(id), mustTalk(otherId)];
      if (id === otherId) throw new FaultError('bad-input', { said: 'the same call twice' });
      const [first, consult] = call.startedAt <= other.startedAt ? [call, other] : [other, call];
      dispatch(first.id, {
        type: 'transfer',
        to: consult.party,
        dial: consult.party.number,
        consult: consult.id,
      });
    },

    /** The loudest far end the operator hears, 0..1. */
    farLevel: () => Math.max(0, ...[...legs.values()].map((leg) => leg.audio.level())),

    /** What a call sent and received so far. */
    counters: async (id: string) => legs.get(id)?.audio.counters(),

    /** We know by now who it is. */
    rename(id: string, party: Party): void {
      const call = find(id);
      if (!call || call.phase === 'closed') return;
      const next = { ...call, party };
      put(next);
      deps.record(next);
    },

    /** Ends everything, e.g. because the account is taken away. */
    endAll(): void {
      for (const call of calls.value) if (!isOver(call)) dispatch(call.id, { type: 'hang-up' });
    },
  };
}
