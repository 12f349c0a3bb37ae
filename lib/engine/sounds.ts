/** Which sound the phone makes is a function of its calls, so no sound can outlive its reason. */
import { effect, type ReadonlySignal } from '@preact/signals-core';
import type { Call } from '../call/call.ts';
import type { ToneName } from '../media/tones.ts';

/** The one sound that belongs to these calls now. */
export function soundFor(calls: readonly Call[]): ToneName | undefined {
  const offered = calls.some((call) => call.phase === 'offered');
  const inCall = calls.some((call) => ['live', 'recovering', 'answering'].includes(call.phase));
  if (offered) return inCall ? 'waiting' : 'ringing';
  if (calls.some((call) => call.phase === 'ringing-out' && !call.earlyMedia)) return 'ringback';
  return undefined;
}

/** Keeps the sound in step with the calls. */
export function keepSounds(calls: ReadonlySignal<Call[]>, play: (name: ToneName) => () => void): void {
  let now: ToneName | undefined;
  let stop: (() => void) | undefined;
  effect(() => {
    const wanted = soundFor(calls.value);
    if (wanted === now) return;
    stop?.();
    now = wanted;
    stop = wanted && play(wanted);
  });
}
