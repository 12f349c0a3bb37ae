import { FRAME_SAMPLES } from './g711.ts';
import { formatRtp, type RtpPacket } from './rtp.ts';
import { silence, type Source } from './sources.ts';

/** What has been sent to an operator. */
export interface Sent {
  packets: number;
  /** The latest any frame has left after its time, in ms: a busy machine shows here, not in the network. */
  maxLateMs: number;
}

const FRAME_MS = 20;
/** Farther behind than this (ms) the missed frames are left out instead of sent in a burst. */
const GIVE_UP_MS = 500;

/**
 * One outgoing RTP stream with one SSRC. Its sound comes from a `Source`, a frame for every 20 ms that have passed on the
 * clock (however seldom the timer fires), or from another call's packets when the two are bridged.
 */
export class Sender {
  readonly #write: (packet: Buffer) => boolean;
  readonly #ssrc: number;
  #source: Source = silence;
  #onEnd: (() => void) | undefined;
  #forwarding: { ssrc: number; sequenceOffset: number; timestampOffset: number } | 'waiting' | undefined;
  #timer: NodeJS.Timeout | undefined;
  #dueAt = 0;
  #sequence = 0;
  #timestamp = 0;
  #marker = true;
  #packets = 0;
  #maxLate = 0;

  /** `write` puts a packet on the wire and says whether it went. */
  constructor(write: (packet: Buffer) => boolean, ssrc: number) {
    this.#write = write;
    this.#ssrc = ssrc;
  }

  get sent(): Sent {
    return { packets: this.#packets, maxLateMs: Math.round(this.#maxLate) };
  }

  /** Plays a source from its next frame on; resolves when it ends or is replaced. */
  play(source: Source): Promise<void> {
    this.#onEnd?.();
    this.#forwarding = undefined;
    this.#source = source;
    return new Promise((resolve) => {
      this.#onEnd = resolve;
    });
  }

  /** From now on the sound is what `forward` is given. */
  startForwarding(): void {
    this.#onEnd?.();
    this.#onEnd = undefined;
    this.#forwarding = 'waiting';
  }

  /** Sends another call's packet as ours: own SSRC, numbering that goes on from ours and keeps the gaps of theirs. */
  forward(packet: RtpPacket, payloadType: number): void {
    if (this.#timer === undefined || this.#forwarding === undefined) return;
    if (this.#forwarding === 'waiting' || this.#forwarding.ssrc !== packet.ssrc) {
      this.#forwarding = {
        ssrc: packet.ssrc,
        sequenceOffset: this.#sequence - packet.sequence,
        timestampOffset: this.#timestamp - packet.timestamp,
      };
    }
    const sequence = (packet.sequence + this.#forwarding.sequenceOffset) & 0xffff;
    const timestamp = (packet.timestamp + this.#forwarding.timestampOffset) >>> 0;
    this.#send({ ...packet, payloadType, sequence, timestamp });
    this.#sequence = (sequence + 1) & 0xffff;
    this.#timestamp = (timestamp + FRAME_SAMPLES) >>> 0;
  }

  /** Lets packets out, from now on. The pause before is not made up for. */
  start(): void {
    if (this.#timer !== undefined) return;
    const now = performance.now();
    // The clock of the stream goes on while it is silent (RFC 3550 §5.1), so the receiver hears a pause, not a splice.
    if (this.#dueAt > 0) this.#timestamp += Math.round((now - this.#dueAt) * 8);
    this.#dueAt = now;
    this.#marker = true;
    this.#timer = setInterval(() => this.#tick(), FRAME_MS);
    this.#tick();
  }

  /** Holds everything back; the source keeps its place. */
  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Stops for good; whoever waits for the end of a source is let go. */
  close(): void {
    this.stop();
    this.#onEnd?.();
    this.#onEnd = undefined;
  }

  #tick(): void {
    const now = performance.now();
    if (this.#forwarding !== undefined) {
      this.#dueAt = now;
      return;
    }
    const late = now - this.#dueAt;
    // Up to one frame late is the timer's own grain.
    this.#maxLate = Math.max(this.#maxLate, late - FRAME_MS);
    if (late > GIVE_UP_MS) {
      const skipped = Math.floor(late / FRAME_MS);
      this.#dueAt += skipped * FRAME_MS;
      this.#timestamp += skipped * FRAME_SAMPLES;
      this.#marker = true;
    }
    while (this.#dueAt <= now) {
      this.#dueAt += FRAME_MS;
      const payload = this.#nextFrame();
      this.#send({
        payloadType: 0,
        marker: this.#marker,
        sequence: this.#sequence,
        timestamp: this.#timestamp,
        ssrc: this.#ssrc,
        payload,
      });
      this.#marker = false;
      this.#sequence = (this.#sequence + 1) & 0xffff;
      this.#timestamp = (this.#timestamp + FRAME_SAMPLES) >>> 0;
    }
  }

  #nextFrame(): Uint8Array {
    const frame = this.#source.next();
    if (frame !== undefined) return frame;
    this.#source = silence;
    this.#onEnd?.();
    this.#onEnd = undefined;
    return this.#nextFrame();
  }

  #send(packet: RtpPacket): void {
    if (this.#write(formatRtp({ ...packet, ssrc: this.#ssrc }))) this.#packets += 1;
  }
}
