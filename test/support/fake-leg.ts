/** A leg without a wire: what it is told to do is kept, and what comes of it is told when the test says so. */
import type { Effect } from '../../lib/call/call.ts';
import type { Leg, LegEvent } from '../../lib/call/leg.ts';

export interface FakeLeg extends Leg {
  readonly done: Effect['do'][];
  silent: boolean;
  /** Where its events go. */
  tell: (event: LegEvent) => void;
  /** What the far end still has to say to what was done. */
  readonly owed: LegEvent[];
  /** The far end says the first thing that it owes. */
  replies(): void;
}

const replies: Partial<Record<Effect['do'], LegEvent>> = {
  accept: { type: 'connected' },
  hold: { type: 'hold-confirmed' },
  resume: { type: 'resume-confirmed' },
  reject: { type: 'released' },
  cancel: { type: 'refused', code: 487 },
  bye: { type: 'released' },
};

export function fakeLeg(number: string, answerAfter?: number): FakeLeg {
  const leg: FakeLeg = {
    party: { number },
    ...(answerAfter !== undefined && { answerAfter }),
    audio: { level: () => 0, quiet: () => undefined, counters: () => Promise.resolve(undefined) },
    done: [],
    owed: [],
    silent: false,
    tell: () => undefined,
    silence: (on) => void (leg.silent = on),
    perform({ do: what }) {
      leg.done.push(what);
      if (what === 'hold' || what === 'resume') leg.silent = what === 'hold';
      const reply = replies[what];
      if (reply) leg.owed.push(reply);
    },
    replies() {
      const reply = leg.owed.shift();
      if (reply) leg.tell(reply);
    },
  };
  return leg;
}
