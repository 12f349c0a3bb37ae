/** How calls sound, as views see it. Types only. */

export type Grade = 'good' | 'fair' | 'poor';

/**
 * Whose voice suffers: `ours` on its way to them, `theirs` on its way to us. A delay is the round trip's and belongs to
 * both; it is filed under `ours`.
 */
export type VoiceSide = 'ours' | 'theirs';

/** `silence` is that nothing arrives, or that our microphone is dead; `quiet` that what arrives holds no sound. */
export type ComplaintKind = 'silence' | 'quiet' | 'loss' | 'jitter' | 'delay' | 'mos';

export interface Complaint {
  kind: ComplaintKind;
  side: VoiceSide;
  /** Loss in whole %, jitter and delay (round trip) in ms, MOS in points, silence and quiet in whole seconds when they were raised. */
  value: number;
}

/** One live call. Changes seldom: the numbers are rounded, complaints come and go with hysteresis. */
export interface CallQuality {
  call: string;
  /** Mean opinion score 1..4.5 of the worse direction (E-model), to one decimal. */
  mos: number;
  grade: Grade;
  /** The most telling one first. */
  complaints: Complaint[];
}

/** One second of a call, for the numbers of a live view. */
export interface QualityReading {
  call: string;
  mos: number;
  /** % of packets over the last 5 s; for `ours` as the far end last reported it, absent where it reports nothing. */
  loss: { ours?: number; theirs: number };
  /** Interarrival jitter (RFC 3550), ms. */
  jitter: { ours?: number; theirs: number };
  /** ms. */
  roundTrip?: number;
  /** e.g. `opus` or `PCMU`. */
  codec?: string;
}

/** What is kept of a call. */
export interface QualitySummary {
  mos: { median: number; min: number };
  /** % of all packets. */
  loss: { ours?: number; theirs: number };
  /** ms, what arrived here. */
  jitter: { median: number; max: number };
  /** ms. */
  roundTrip?: { median: number; max: number };
  /** Seconds measured: live and not held. */
  seconds: number;
  /** Of these, seconds with a complaint about the line. */
  troubled: number;
}

/** One point of the chart: the worst of its stretch of the call. */
export interface TracePoint {
  /** Seconds since the first measured one. */
  at: number;
  mos: number;
  /** %. */
  lossOurs: number;
  lossTheirs: number;
  /** ms. */
  jitter: number;
  roundTrip: number;
}
