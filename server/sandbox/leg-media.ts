import { FRAME_SAMPLES } from './media/g711.ts';
import { type Heard, Meter, type Press } from './media/meter.ts';
import { Peer, type PeerOptions } from './media/peer.ts';
import type { Relay } from './media/relay.ts';
import type { RtpPacket } from './media/rtp.ts';
import { Sender, type Sent } from './media/sender.ts';
import type { SoundEnd } from './media/sound-end.ts';
import { silence, type Source } from './media/sources.ts';
import { type Direction, maySend } from './sip/sdp.ts';

export interface LegMediaOptions {
  ssrc: number;
  /** The tones to measure in what is heard, in Hz. */
  frequencies: readonly number[];
  /** Asked for every packet: keep it back? */
  muted: () => boolean;
  onPress: (press: Press) => void;
  /** ICE or DTLS has failed for good. */
  onLost: () => void;
  /** A relay in the media path, if the network is to be bad. */
  relay: Relay | undefined;
}

/** The sound of one leg: a WebRTC stream, what goes out on it and a meter on what comes in. */
export class LegMedia implements SoundEnd {
  readonly #options: LegMediaOptions;
  readonly #meter: Meter;
  readonly #sender: Sender;
  readonly #opened = Promise.withResolvers<void>();
  #peer: Peer | undefined;
  #bridged: SoundEnd | undefined;
  #listener: ((frame: Uint8Array) => void) | undefined;

  constructor(options: LegMediaOptions) {
    this.#options = options;
    this.#meter = new Meter(options.frequencies);
    this.#sender = new Sender(
      (packet) => !options.muted() && this.#peer?.send(packet) === true,
      options.ssrc,
    );
  }

  /** Packets can pass. Never settles if the call ends before. */
  get opened(): Promise<void> {
    return this.#opened.promise;
  }

  /** Which way sound goes, seen from us. */
  get direction(): Direction {
    return this.#peer?.direction ?? 'inactive';
  }

  get sent(): Sent {
    return this.#sender.sent;
  }

  heard(): Heard {
    return this.#meter.report(performance.now());
  }

  /** Starts measuring gaps and losses anew. */
  restartMeter(): void {
    this.#meter.restart();
  }

  /** Answers a first offer; the second time (a 200 after a 183) gives the same answer. Throws NotAcceptable. */
  async answer(offer: string): Promise<string> {
    this.#peer ??= await Peer.answering(offer, this.#peerOptions());
    this.#follow();
    return this.#peer.localSdp;
  }

  async offer(): Promise<string> {
    this.#peer = await Peer.offering(this.#peerOptions());
    return this.#peer.localSdp;
  }

  /** Takes the answer to `offer` or `reoffer`. Throws NotAcceptable. */
  accept(answer: string): void {
    this.#peer?.accept(answer);
    this.#follow();
  }

  /** Answers a later offer. Throws NotAcceptable and changes nothing then. */
  async answerAgain(offer: string, wanted: Direction): Promise<string> {
    if (this.#peer === undefined) return this.answer(offer);
    const sdp = await this.#peer.answerAgain(offer, wanted);
    this.#follow();
    return sdp;
  }

  /** Our own later offer, with another direction. */
  reoffer(direction: Direction): string {
    return this.#peer?.reoffer(direction) ?? '';
  }

  /** Plays a source; resolves at its end, when another takes its place or when the call is over. */
  play(source: Source): Promise<void> {
    return this.#sender.play(source);
  }

  /** Hands every 20 ms µ-law frame that is heard to `listener`. */
  listen(listener: (frame: Uint8Array) => void): void {
    this.#listener = listener;
  }

  link(other: SoundEnd | undefined): void {
    this.#bridged = other;
    if (other === undefined) void this.#sender.play(silence);
    else this.#sender.startForwarding();
  }

  forward(packet: RtpPacket, isEvent: boolean): void {
    const type = isEvent ? this.#peer?.eventPayloadType : packet.payloadType;
    if (type !== undefined) this.#sender.forward(packet, type);
  }

  /** A key that came by INFO. */
  press(key: string, ms: number): void {
    this.#pressed({ key, via: 'info', ms });
  }

  close(): void {
    this.#sender.close();
    this.#peer?.close();
    this.#bridged?.link(undefined);
    this.#bridged = undefined;
  }

  #peerOptions(): PeerOptions {
    return {
      ssrc: this.#options.ssrc,
      onRtp: (packet: RtpPacket) => this.#receive(packet),
      onOpen: () => {
        this.#follow();
        this.#opened.resolve();
      },
      onLost: this.#options.onLost,
      relay: this.#options.relay,
    };
  }

  /** Lets packets out or holds them back, as the agreed direction says. */
  #follow(): void {
    this.#meter.pause();
    if (this.#peer?.open === true && maySend(this.#peer.direction)) this.#sender.start();
    else this.#sender.stop();
  }

  #receive(packet: RtpPacket): void {
    const eventType = this.#peer?.eventPayloadType;
    const press = this.#meter.packet(packet, performance.now(), eventType);
    if (press !== undefined) this.#options.onPress(press);
    const isEvent = packet.payloadType === eventType;
    if (this.#bridged !== undefined) this.#bridged.forward(packet, isEvent);
    else if (packet.payloadType === 0 && packet.payload.length === FRAME_SAMPLES) {
      this.#listener?.(packet.payload);
    }
  }

  #pressed(press: Press): void {
    this.#meter.press(press);
    this.#options.onPress(press);
  }
}
