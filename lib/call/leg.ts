/** The wire side of one call, as the engine sees it; lib/sip makes them. Types only. */
import type { CallEvent, Effect, Party } from './call.ts';

/** A call event before the engine stamps the time on it. */
export type LegEvent = CallEvent extends infer E ? (E extends CallEvent ? Omit<E, 'at'> : never) : never;

export interface Leg {
  readonly party: Party;
  /** Seconds after which the server wants the phone to answer by itself. */
  readonly answerAfter?: number;
  /** Carries out an effect of the call's transitions. What comes of it is told as events. */
  perform(effect: Effect): void;
  /** Far-end audio, once there is any. */
  readonly audio: LegAudio;
}

/** Media of one leg: what the operator hears and what is sent. */
export interface LegAudio {
  /** RMS level 0..1 of the far end right now. */
  level(): number;
  /** Silences the far end in the operator's ear, e.g. while held. */
  quiet(on: boolean): void;
}
