/** The rules between calls: one live unheld call at a time. Plans are data; the engine carries them out in order. */
import type { Call, Phase, Party } from './call.ts';

/** One thing to do; the next starts when this one is confirmed, and a failure ends the plan. */
export type PlanStep =
  | { do: 'hold'; call: string }
  | { do: 'resume'; call: string }
  | { do: 'answer'; call: string }
  | { do: 'place' };

const talkingPhases: ReadonlySet<Phase> = new Set([
  'placing',
  'ringing-out',
  'answering',
  'live',
  'recovering',
]);

/** Calls whose media is or is about to be in the operator's ear. */
export const talking = (calls: readonly Call[]): Call[] =>
  calls.filter((call) => talkingPhases.has(call.phase) && call.hold.ours !== 'on');

export const isOver = (call: Call): boolean => call.phase === 'closing' || call.phase === 'closed';

const holds = (calls: readonly Call[], but?: string): PlanStep[] =>
  talking(calls)
    .filter((call) => call.id !== but && (call.phase === 'live' || call.phase === 'recovering'))
    .map((call) => ({ do: 'hold', call: call.id }));

/** Placing a call holds the live one first. */
export const planDial = (calls: readonly Call[]): PlanStep[] => [...holds(calls), { do: 'place' }];

/** Answering a call holds the live one first. */
export const planAnswer = (calls: readonly Call[], id: string): PlanStep[] => [
  ...holds(calls, id),
  { do: 'answer', call: id },
];

/** Resuming a held call holds the live one first. */
export const planResume = (calls: readonly Call[], id: string): PlanStep[] => [
  ...holds(calls, id),
  { do: 'resume', call: id },
];

/** Swap: hold the live call, resume the one held longest ago; nothing when there is no held call. */
export function planSwap(calls: readonly Call[]): PlanStep[] {
  const held = calls.find((call) => call.hold.ours === 'on' && !isOver(call));
  return held ? planResume(calls, held.id) : [];
}

/** A second outgoing call may not start while the first is still being placed or answered. */
export const maySetUp = (calls: readonly Call[]): boolean =>
  !calls.some((call) => ['placing', 'ringing-out', 'answering'].includes(call.phase));

/** A call we place. `id` must be new; `site` is the page's that asked for it. */
export const placed = (id: string, party: Party, at: number, site?: string): Call => ({
  ...fresh(id, party, at),
  ...(site !== undefined && { site }),
  direction: 'outgoing',
  phase: 'placing',
});

/** A call somebody offers us. */
export const offered = (id: string, party: Party, at: number): Call => ({
  ...fresh(id, party, at),
  direction: 'incoming',
  phase: 'offered',
});

const fresh = (id: string, party: Party, at: number) => ({
  id,
  party,
  earlyMedia: false,
  muted: false,
  hold: { ours: 'off' as const, theirs: false },
  digits: '',
  startedAt: at,
});
