/** Carries out a call of three: reads the conference as often as it must, and does what the pure rules say (lib/call/three-way.ts). */
import { effect, signal, type ReadonlySignal } from '@preact/signals-core';
import type { Call, Party } from '../../call/call.ts';
import { isOver } from '../../call/registry.ts';
import {
  dialing,
  nextThreeWay,
  type Member,
  type Other,
  type ThreeWay,
  type ThreeWayEffect,
  type ThreeWayEvent,
} from '../../call/three-way.ts';
import type { ThreeWaySlice } from '../../mirror/desk.ts';
import { FaultError } from '../../mirror/fault.ts';
import type { CallControl } from '../../providers/provider.ts';
import { faultOf } from './fault-of.ts';

export interface ThreeWayDeps {
  port: CallControl['conference'];
  calls: ReadonlySignal<Call[]>;
  /** The switch's id of one of our calls. */
  uuidOf(call: Call): Promise<string>;
  partyFor(party: Party): Party;
  log(line: string): void;
  /** Multiplies all times; tests make it small. */
  pace?: number;
}

/** How often the conference is read, and for how long without news, ms (CemScale's sheet §8.2, ASSUMED). */
const whileDialing = 1000;
const whileTalking = 3000;
const newsless = 45_000;
/** Who does not answer by then is given up, ms. */
const patience = 30_000;

/** A call of three under way. */
interface Session {
  call: string;
  person: Party;
  conference: string;
  added: string;
  first?: string;
  now: ThreeWay;
  since?: number;
  newsAt: number;
}

export function createThreeWay(deps: ThreeWayDeps) {
  const slice = signal<ThreeWaySlice | null>(null);
  const { pace = 1 } = deps;
  let session: Session | undefined;
  let adding = false;
  let poll: ReturnType<typeof setTimeout> | undefined;
  let late: ReturnType<typeof setTimeout> | undefined;

  function show(more: Pick<ThreeWaySlice, 'asking'> = { asking: false }): void {
    if (!session) return;
    const { call, person, now, since } = session;
    slice.value = { call, person, state: now.state, waits: now.waits, since, ...more };
  }

  function forget(): void {
    clearTimeout(poll);
    clearTimeout(late);
    session = undefined;
    slice.value = null;
  }

  /** One event; its effects are done one after the other, and what they miss is no news to anybody. */
  async function happen(event: ThreeWayEvent): Promise<void> {
    const mine = session;
    if (!mine) return;
    const step = nextThreeWay(mine.now, event);
    if (step.session) {
      if (JSON.stringify(step.session) !== JSON.stringify(mine.now)) mine.newsAt = Date.now();
      mine.now = step.session;
      if (mine.now.state === 'active') mine.since ??= Date.now();
      show();
      if (mine.now.state !== 'dialing') clearTimeout(late);
      return;
    }
    forget();
    for (const one of step.effects) await carryOut(mine, one);
    if (step.missed)
      throw new FaultError('person-missing', { about: mine.person.name ?? mine.person.number });
  }

  async function carryOut(mine: Session, todo: ThreeWayEffect): Promise<void> {
    try {
      if (todo.do === 'end') await deps.port.end(mine.conference);
      else if (todo.do === 'remove') await deps.port.remove(mine.conference, mine.added);
      else {
        const member = todo.who === 'first' ? mine.first : mine.added;
        if (member !== undefined) await deps.port.hold(mine.conference, member, false);
      }
    } catch (error) {
      // They may be gone already, and the conference with them.
      deps.log(`call of three, ${todo.do}: ${faultOf(error).said ?? faultOf(error).code}`);
    }
  }

  async function read(): Promise<void> {
    const mine = session;
    if (!mine) return;
    try {
      const members = await deps.port.members(mine.conference);
      if (session !== mine) return;
      const first = members.find((one) => !one.ours && one.id !== mine.added);
      if (first) mine.first = first.id;
      const facts = (one: (typeof members)[number] | undefined): Member | undefined =>
        one && { here: one.here, over: one.over, held: one.held };
      await happen({
        type: 'read',
        ours: members.some((one) => one.ours),
        first: facts(first),
        added: facts(members.find((one) => one.id === mine.added)),
      });
    } catch (error) {
      tellOf(mine, error);
    }
    if (session === mine) plan();
  }

  /** Something nobody asked for has failed: shown where the call of three stands, or logged when it is gone. */
  function tellOf(mine: Session, error: unknown): void {
    const fault = faultOf(error);
    if (fault.code === 'person-missing')
      slice.value = {
        call: mine.call,
        person: mine.person,
        state: 'dialing',
        waits: { first: false, added: false },
        asking: false,
        fault,
      };
    else deps.log(`call of three: ${fault.said ?? fault.code}`);
  }

  function plan(): void {
    clearTimeout(poll);
    if (!session) return;
    const { state } = session.now;
    if (state !== 'dialing' && Date.now() - session.newsAt > newsless * pace) return;
    poll = setTimeout(() => void read(), (state === 'dialing' ? whileDialing : whileTalking) * pace);
  }

  const stopWatching = effect(() => {
    const calls = deps.calls.value;
    const { call } = session ?? slice.peek() ?? {};
    const one = calls.find(({ id }) => id === call);
    if (call === undefined || (one && !isOver(one))) return;
    if (session) void happen({ type: 'over' });
    else slice.value = null;
  });

  function mustBe(): Session {
    if (!session) throw new FaultError('call-moved-on');
    return session;
  }

  return {
    slice,
    /** Calls somebody into a call of ours. One call of three at a time. */
    async add(call: Call, person: Party, to: string): Promise<void> {
      if (session || adding) throw new FaultError('one-at-a-time');
      adding = true;
      try {
        const callUuid = await deps.uuidOf(call);
        const { id, person: added } = await deps.port.add(callUuid, to);
        session = { call: call.id, person, conference: id, added, now: dialing, newsAt: Date.now() };
      } finally {
        adding = false;
      }
      const mine = session;
      late = setTimeout(() => {
        happen({ type: 'late' }).catch((error: unknown) => tellOf(mine, error));
      }, patience * pace);
      show();
      plan();
    },
    /** Takes the added one out, also while they are still being called. */
    drop: async (): Promise<void> => {
      if (!session) slice.value = null;
      await happen({ type: 'drop' });
    },
    /** Lets one of the two wait, or back in. */
    async hold(who: Other, on: boolean): Promise<void> {
      const mine = mustBe();
      const member = who === 'first' ? mine.first : mine.added;
      if (member === undefined) throw new FaultError('call-moved-on');
      show({ asking: true });
      try {
        await deps.port.hold(mine.conference, member, on);
        await happen({ type: 'held', who, on });
      } finally {
        if (session === mine) show();
      }
    },
    /** Something happened in it, or may have while nobody could tell us. */
    poke(conference?: string): void {
      if (!session || (conference !== undefined && conference !== session.conference)) return;
      session.newsAt = Date.now();
      clearTimeout(poll);
      void read();
    },
    stop(): void {
      stopWatching();
      forget();
    },
  };
}
