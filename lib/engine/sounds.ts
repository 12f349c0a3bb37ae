/** Which sound the phone makes is a function of its calls, so no sound can outlive its reason. */
import { effect, type ReadonlySignal } from '@preact/signals-core';
import type { Call, OutcomeKind } from '../call/call.ts';
import { talkedTo } from '../call/registry.ts';
import type { ProgressTone } from '../media/progress.ts';

export interface Tone {
  kind: 'ring' | ProgressTone;
  /** The call it belongs to: the next busy line sounds again. */
  call: string;
}

/** What the exchange would let one hear of a call that was not put through. */
const endings: Partial<Record<OutcomeKind, ProgressTone>> = {
  busy: 'busy',
  declined: 'busy',
  'not-found': 'congestion',
  unreachable: 'congestion',
  forbidden: 'congestion',
  incompatible: 'congestion',
  'server-failed': 'congestion',
  failed: 'congestion',
};

/** The one sound that belongs to these calls now. */
export function soundFor(calls: readonly Call[]): Tone | undefined {
  const offered = calls.find((call) => call.phase === 'offered');
  const inCall = talkedTo(calls).length > 0;
  if (offered) return { kind: inCall ? 'waiting' : 'ring', call: offered.id };
  // The far end's own tones win over ours; neither is heard beside somebody who is talked to.
  const ringing = calls.find((call) => call.phase === 'ringing-out' && !call.earlyMedia);
  if (ringing && !inCall) return { kind: 'ringback', call: ringing.id };
  const last = calls.at(-1);
  if (inCall || last?.phase !== 'closed' || last.direction !== 'outgoing') return undefined;
  const ending = last.outcome && endings[last.outcome.kind];
  if (!ending || last.answeredAt !== undefined || last.earlyMedia) return undefined;
  return { kind: ending, call: last.id };
}

/** Keeps the sound in step with the calls; `play` returns what ends it. */
export function keepSounds(calls: ReadonlySignal<Call[]>, play: (kind: Tone['kind']) => () => void): void {
  let now: Tone | undefined;
  let stop: (() => void) | undefined;
  effect(() => {
    const wanted = soundFor(calls.value);
    if (wanted?.kind === now?.kind && wanted?.call === now?.call) return;
    stop?.();
    now = wanted;
    stop = wanted && play(wanted.kind);
  });
}
