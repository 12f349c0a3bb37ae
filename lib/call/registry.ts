/** The rules between calls: one live unheld call at a time. Plans are data; the engine carries out the first step and plans anew. */
import type { Call, Phase, Party } from './call.ts';

/** One thing to do; the next is planned when this one is confirmed, and a failure ends it all. */
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

/** Calls that are or will presently be answered, and can be held then. */
const establishedPhases: ReadonlySet<Phase> = new Set(['answering', 'live', 'recovering']);

/** Who is talked to, or about to be; not who is on hold or only rings at the far end. */
export const talkedTo = (calls: readonly Call[]): Call[] =>
  talking(calls).filter((call) => establishedPhases.has(call.phase));

/** The call the operator hears: who is talked to, else who is being called. */
export const inEar = (calls: readonly Call[]): Call | undefined => talkedTo(calls)[0] ?? talking(calls)[0];

const holds = (calls: readonly Call[], but?: string): PlanStep[] =>
  talkedTo(calls)
    .filter((call) => call.id !== but)
    .map((call) => ({ do: 'hold', call: call.id }));

/** Placing a call holds the live one first. */
export const planDial = (calls: readonly Call[]): PlanStep[] => [...holds(calls), { do: 'place' }];

/** Answering a call holds the live one first; one that still rings out is held as it connects (`givingWay`). */
export const planAnswer = (calls: readonly Call[], id: string): PlanStep[] => [
  ...holds(calls, id),
  { do: 'answer', call: id },
];

/** Resuming a held call holds the live one first. */
export const planResume = (calls: readonly Call[], id: string): PlanStep[] => [
  ...holds(calls, id),
  { do: 'resume', call: id },
];

/** Whom a swap resumes: the one that has been here longest of those we hold. */
export const heldCall = (calls: readonly Call[]): Call | undefined =>
  calls.find((call) => call.hold.ours === 'on' && !isOver(call));

/**
 * Who must be held because somebody else has just connected: the call the operator last asked for (`last`) is in the ear; where
 * that one is not, whoever was talked to first.
 */
export function givingWay(calls: readonly Call[], last: string | undefined): string[] {
  const candidates = talkedTo(calls).toSorted((a, b) => (a.answeredAt ?? 0) - (b.answeredAt ?? 0));
  const stays = candidates.find((call) => call.id === last) ?? candidates[0];
  return candidates
    .filter((call) => call !== stays && call.phase !== 'answering' && call.hold.ours === 'off')
    .map((call) => call.id);
}

/** Calls out whose far end may sound already (RFC 3960) while the operator talks to somebody else. */
export const unheard = (calls: readonly Call[]): string[] =>
  talkedTo(calls).length === 0
    ? []
    : calls.filter((call) => call.phase === 'placing' || call.phase === 'ringing-out').map((call) => call.id);

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
