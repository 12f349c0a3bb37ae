import * as v from 'valibot';
import { PathsInput } from './media/relay.ts';
import { CemscaleFaultsInput } from './cemscale/faults.ts';
import { SippetFaultsInput } from './sippet/switches.ts';

/** One wrong answer: this status (and reason, and headers) instead of what would be right. */
const WrongAnswer = v.strictObject({
  status: v.pipe(v.number(), v.integer(), v.minValue(300), v.maxValue(699)),
  reason: v.optional(v.string()),
  /** Seconds for a Retry-After header. */
  retryAfter: v.optional(v.number()),
  /** Given this often, then the truth again; without it, always. */
  times: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
});

/** Everything that can be made to go wrong, as data. Absent means right. */
export const FaultsInput = v.strictObject({
  /** Instead of the answer to REGISTER (before the password is looked at). */
  register: v.optional(WrongAnswer),
  /** Instead of the answer to an operator's INVITE of a new call. */
  invite: v.optional(WrongAnswer),
  /** Instead of the answer to a re-INVITE: hold and resume fail. */
  reinvite: v.optional(WrongAnswer),
  /** Instead of the answer to INFO. */
  info: v.optional(WrongAnswer),
  /** Instead of the answer to REFER: transfers fail. */
  refer: v.optional(WrongAnswer),
  /** New WebSocket connections are refused with HTTP 503. */
  refuseSocket: v.optional(v.boolean(), false),
  /** What clients send is read and ignored: the connection stands and nobody is there. */
  deaf: v.optional(v.boolean(), false),
  /** Every response leaves this many ms late. */
  delayMs: v.optional(v.pipe(v.number(), v.minValue(0)), 0),
  /** Callers are connected but not a packet of theirs is sent. */
  mute: v.optional(v.boolean(), false),
  /** A bad network: calls that begin while this is set go through a relay that does this to their packets. */
  paths: v.optional(PathsInput),
  /** What goes wrong at Sippet. */
  sippet: v.optional(SippetFaultsInput, {}),
  /** What goes wrong at CemScale. */
  cemscale: v.optional(CemscaleFaultsInput, {}),
});

export type Faults = v.InferOutput<typeof FaultsInput>;
export type FaultsInput = v.InferInput<typeof FaultsInput>;

type Answerable = 'register' | 'invite' | 'reinvite' | 'info' | 'refer';

/** Nothing wrong. */
export const noFaults: Faults = v.parse(FaultsInput, {});

/** Takes the wrong answer due for this kind of request, if any, and counts it. */
export function takeFault(faults: Faults, kind: Answerable): v.InferOutput<typeof WrongAnswer> | undefined {
  const wrong = faults[kind];
  if (wrong?.times === undefined) return wrong;
  if (wrong.times === 0) return undefined;
  wrong.times -= 1;
  return wrong;
}
