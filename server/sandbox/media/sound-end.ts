import type { RtpPacket } from './rtp.ts';

/** One end of a bridge: what it hears goes to the end it is linked with, and the other way round. */
export interface SoundEnd {
  /** Takes a packet the other end has heard; `isEvent`: it is a key (RFC 4733), not sound. */
  forward(packet: RtpPacket, isEvent: boolean): void;
  /** From now on what is heard goes to `other`; undefined: nowhere. */
  link(other: SoundEnd | undefined): void;
}

/** Connects two ends with each other. Whoever they were connected with before must be given something else. */
export function bridge(one: SoundEnd, other: SoundEnd): void {
  one.link(other);
  other.link(one);
}
