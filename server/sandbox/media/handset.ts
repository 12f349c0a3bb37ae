import { FRAME_SAMPLES } from './g711.ts';
import { type Heard, Meter, type Press } from './meter.ts';
import { parseRtp, type RtpPacket } from './rtp.ts';
import { Sender } from './sender.ts';
import type { SoundEnd } from './sound-end.ts';
import { type Source, silence } from './sources.ts';

export interface HandsetOptions {
  ssrc: number;
  /** The tones to measure in what is heard, in Hz. */
  frequencies: readonly number[];
  onPress: (press: Press) => void;
}

/** A phone whose line into the exchange is memory: 20 ms µ-law frames in real time, a meter on what it hears. */
export class Handset implements SoundEnd {
  readonly #options: HandsetOptions;
  readonly #meter: Meter;
  readonly #sender: Sender;
  #linked: SoundEnd | undefined;
  #listener: ((frame: Uint8Array) => void) | undefined;

  constructor(options: HandsetOptions) {
    this.#options = options;
    this.#meter = new Meter(options.frequencies);
    this.#sender = new Sender((packet) => this.#speak(packet), options.ssrc);
    this.#sender.start();
  }

  /** Speaks; resolves at the end of the source, when another takes its place or when the line is closed. */
  play(source: Source): Promise<void> {
    return this.#sender.play(source);
  }

  /** Says nothing and listens to nothing. */
  quiet(): void {
    this.#listener = undefined;
    void this.#sender.play(silence);
  }

  /** Hands every 20 ms µ-law frame that is heard to `listener`. */
  listen(listener: (frame: Uint8Array) => void): void {
    this.#listener = listener;
  }

  heard(): Heard {
    return this.#meter.report(performance.now());
  }

  link(other: SoundEnd | undefined): void {
    this.#linked = other;
    this.#meter.pause();
  }

  forward(packet: RtpPacket, isEvent: boolean): void {
    const press = this.#meter.packet(packet, performance.now(), isEvent ? packet.payloadType : undefined);
    if (press !== undefined) this.#options.onPress(press);
    else if (packet.payloadType === 0 && packet.payload.length === FRAME_SAMPLES)
      this.#listener?.(packet.payload);
  }

  close(): void {
    this.#sender.close();
    this.#linked = undefined;
  }

  #speak(bytes: Buffer): boolean {
    const packet = parseRtp(bytes);
    if (packet === undefined || this.#linked === undefined) return false;
    this.#linked.forward(packet, false);
    return true;
  }
}
