import { decodeUlaw } from './g711.ts';
import { toneAmplitude } from './goertzel.ts';
import type { RtpPacket } from './rtp.ts';
import { parseTelephoneEvent } from './telephone-event.ts';

/** One DTMF key that was pressed, and how it came. */
export interface Press {
  key: string;
  via: 'rtp' | 'info';
  /** How long it was held, in milliseconds, as far as the sender said so. */
  ms: number;
}

/** What the far end has heard of an operator. Amplitudes and levels are 0…1 of full scale. */
export interface Heard {
  packets: number;
  /** Packets missing by their sequence numbers. */
  lost: number;
  /** The longest time between two packets, in ms; time on hold does not count. */
  maxGapMs: number;
  /** Peak amplitude of each measured frequency (Hz) over the last second. */
  tones: Record<string, number>;
  /** Root mean square over the last second. */
  level: number;
  /** All keys pressed in this call, in order. */
  digits: string;
  presses: Press[];
}

/** The stretch of sound that tones and level are taken from. */
const WINDOW_MS = 1000;

/** Listens to one incoming stream: counts, gaps, losses, tones, digits. Times are those of `performance.now()`. */
export class Meter {
  readonly #frequencies: readonly number[];
  #recent: { at: number; payload: Uint8Array }[] = [];
  #packets = 0;
  #lost = 0;
  #maxGap = 0;
  #lastAt: number | undefined;
  #stream: { ssrc: number; highest: number } | undefined;
  #eventTimestamp: number | undefined;
  #presses: Press[] = [];

  constructor(frequencies: readonly number[]) {
    this.#frequencies = frequencies;
  }

  /** When the last packet came; undefined before the first. */
  get lastAt(): number | undefined {
    return this.#lastAt;
  }

  /** Takes one packet in; returns the DTMF key if this packet is the first that tells of its press being over. */
  packet(packet: RtpPacket, now: number, eventPayloadType: number | undefined): Press | undefined {
    this.#count(packet);
    if (this.#lastAt !== undefined) this.#maxGap = Math.max(this.#maxGap, now - this.#lastAt);
    this.#lastAt = now;
    if (packet.payloadType === eventPayloadType) return this.#event(packet);
    if (packet.payloadType !== 0) return undefined;
    this.#recent.push({ at: now, payload: packet.payload });
    this.#forget(now);
    return undefined;
  }

  /** Notes a key that came by SIP INFO. */
  press(press: Press): void {
    this.#presses.push(press);
  }

  /** The stream is meant to pause now (hold): the next gap is not counted. */
  pause(): void {
    this.#lastAt = undefined;
  }

  /** Starts the longest gap and the losses anew; totals and digits stay. */
  restart(): void {
    this.#maxGap = 0;
    this.#lost = 0;
    this.#lastAt = undefined;
  }

  report(now: number): Heard {
    this.#forget(now);
    const samples = decodeUlaw(Buffer.concat(this.#recent.map((chunk) => chunk.payload)));
    const energy = samples.reduce((sum, sample) => sum + sample * sample, 0);
    const tones = this.#frequencies.map((hz) => [hz, rounded(toneAmplitude(samples, hz, 8000))] as const);
    return {
      packets: this.#packets,
      lost: this.#lost,
      maxGapMs: Math.round(this.#maxGap),
      tones: Object.fromEntries(tones),
      level: samples.length === 0 ? 0 : rounded(Math.sqrt(energy / samples.length)),
      digits: this.#presses.map((press) => press.key).join(''),
      presses: [...this.#presses],
    };
  }

  #count(packet: RtpPacket): void {
    this.#packets += 1;
    if (this.#stream?.ssrc !== packet.ssrc) {
      this.#stream = { ssrc: packet.ssrc, highest: packet.sequence };
      return;
    }
    // The distance on the 16-bit circle, −32768…32767: a late packet takes back the loss it was counted as.
    const ahead = ((packet.sequence - this.#stream.highest + 0x18000) & 0xffff) - 0x8000;
    if (ahead > 0) {
      this.#lost += ahead - 1;
      this.#stream.highest = packet.sequence;
    } else if (ahead < 0 && this.#lost > 0) {
      this.#lost -= 1;
    }
  }

  #event(packet: RtpPacket): Press | undefined {
    const event = parseTelephoneEvent(packet.payload);
    // The end of an event is sent three times, all with the timestamp of its beginning (RFC 4733 §2.5.1.4).
    if (event?.end !== true || this.#eventTimestamp === packet.timestamp) return undefined;
    this.#eventTimestamp = packet.timestamp;
    const press: Press = { key: event.key, via: 'rtp', ms: Math.round(event.duration / 8) };
    this.#presses.push(press);
    return press;
  }

  #forget(now: number): void {
    const old = this.#recent.findIndex((chunk) => now - chunk.at <= WINDOW_MS);
    if (old < 0) this.#recent = [];
    else if (old > 0) this.#recent.splice(0, old);
  }
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
