/** The wire side of one call, as the engine sees it; lib/sip makes them. Types only. */
import type { CallEvent, Effect, Party } from './call.ts';

/** A call event before the engine stamps the time on it. */
export type LegEvent = CallEvent extends infer E ? (E extends CallEvent ? Omit<E, 'at'> : never) : never;

export interface Leg {
  readonly party: Party;
  /** Seconds after which the server wants the phone to answer by itself. */
  readonly answerAfter?: number;
  /** The service's own id of the call, where the server names it. */
  readonly callUuid?: string;
  /** The operator answers: what needs neither microphone nor rules is done while those are seen to. */
  answering?(): void;
  /** Cuts the sound both ways, without a message: somebody else tells the far end. */
  silence?(on: boolean): void;
  /**
   * Carries out an effect of the call's transitions. What comes of it is told as events. `consult` is the leg of the call
   * that a `transfer` names.
   */
  perform(effect: Effect, consult?: Leg): void;
  /** Far-end audio, once there is any. */
  readonly audio: LegAudio;
}

/** Media of one leg: what the operator hears and what is sent. */
export interface LegAudio {
  /** RMS level 0..1 of the far end right now. */
  level(): number;
  /** Silences the far end in the operator's ear, e.g. while held. */
  quiet(on: boolean): void;
  /** What was sent and received so far; undefined while there is no media. */
  counters(): Promise<MediaCounters | undefined>;
}

/** Running totals of one leg's media, as the browser and the far end count them. */
export interface MediaCounters {
  /** When they were read, ms since the epoch. */
  at: number;
  /** Packets of theirs that arrived and that are missing. */
  received: number;
  lost: number;
  /** Interarrival jitter of theirs (RFC 3550 §6.4.1), ms. */
  jitter: number;
  /** How long the browser wanted to hold each sample back so as to bridge what comes late: all together in ms, and how many samples. */
  buffer?: { wanted: number; samples: number };
  /** Samples played, and of these made up because packets were missing or late. */
  played: number;
  concealed: number;
  /** Share of our packets that the far end missed since its report before (0..1), and the jitter it saw, ms. */
  farLoss?: number;
  farJitter?: number;
  /** Packets of ours missing at the far end, and sent, in all. */
  farLost?: number;
  sent: number;
  /** By the far end's report: the whole way, but up to 8 s late. ms. */
  roundTrip?: number;
  /** Round trips of the path's own checks so far: how many, and ms in all. Only to the next relay. */
  checks?: { count: number; total: number };
  /** Energy of what arrived from them so far (W3C webrtc-stats, totalAudioEnergy). */
  farEnergy?: number;
  /** Energy our microphone gave so far: it stands still only in digital silence. */
  microphoneEnergy?: number;
  /** e.g. `PCMU`. */
  codec?: string;
}
