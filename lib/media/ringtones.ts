/** Our own ringtones and the short sound that tests a device: made, not played from files. */
import type { RingtoneName } from '../mirror/slices.ts';
import type { Note, Pattern } from './pattern.ts';

/** Loud enough for a desk, quiet enough for an ear: a ringer may be the headset. */
const gain = 0.3;

const struck = (at: number, hz: number): Note => ({ at, lasts: 0.9, hz: [hz, hz * 2], gain, struck: true });

export const ringtones: Readonly<Record<RingtoneName, Pattern>> = {
  /** Two notes at once, twice, like a desk phone. */
  warble: {
    period: 3,
    notes: [0, 0.6].map((at) => ({ at, lasts: 0.4, hz: [587.33, 739.99], gain })),
  },
  /** Four struck notes going up. */
  chime: {
    period: 3.2,
    notes: [struck(0, 523.25), struck(0.18, 659.26), struck(0.36, 783.99), struck(0.54, 1046.5)],
  },
  /** Short low beats, for a shared room. */
  pulse: {
    period: 2.4,
    notes: [0, 0.24, 0.48].map((at) => ({ at, lasts: 0.14, hz: [392, 493.88], gain })),
  },
};

/** One short beep: the phone answered by itself, and the operator should know that they are heard. */
export const beepSound: Pattern = {
  period: 0.4,
  notes: [{ at: 0, lasts: 0.25, hz: [440], gain: 0.1 }],
};

/** A rising pair of notes: short, and plainly not a call. */
export const testSound: Pattern = { period: 1, notes: [struck(0, 659.26), struck(0.25, 880)] };
