import { type Heard, Meter } from '../media/meter.ts';
import { Peer } from '../media/peer.ts';
import { formatRtp } from '../media/rtp.ts';
import { Sender } from '../media/sender.ts';
import { type Source, toneSource } from '../media/sources.ts';
import { formatTelephoneEvent } from '../media/telephone-event.ts';

/** The sound of a test phone: sends a tone, measures what it hears. */
export class MediaPhone {
  readonly #meter = new Meter([440, 700, 1000]);
  readonly #sender: Sender;
  readonly #ssrc: number;
  readonly #opened = Promise.withResolvers<void>();
  #peer: Peer | undefined;
  #eventTimestamp = 0;
  #sequence = 0;

  constructor(ssrc: number, source: Source = toneSource(1000, 0.5)) {
    this.#ssrc = ssrc;
    this.#sender = new Sender((packet) => this.#number(packet), ssrc);
    void this.#sender.play(source);
  }

  get opened(): Promise<void> {
    return this.#opened.promise;
  }

  async offer(): Promise<string> {
    this.#peer = await Peer.offering(this.#options());
    return this.#peer.localSdp;
  }

  async answer(offer: string): Promise<string> {
    this.#peer = await Peer.answering(offer, this.#options());
    return this.#peer.localSdp;
  }

  accept(answer: string): void {
    this.#peer?.accept(answer);
  }

  reoffer(direction: 'sendrecv' | 'sendonly' | 'inactive'): string {
    if (direction === 'sendrecv') this.#sender.start();
    else this.#sender.stop();
    return this.#peer?.reoffer(direction) ?? '';
  }

  heard(): Heard {
    return this.#meter.report(performance.now());
  }

  /** Presses a key: an event of 100 ms whose end is sent three times, as RFC 4733 wants. */
  press(key: string): void {
    this.#eventTimestamp += 8000;
    for (const [index, duration] of [160, 320, 800, 800, 800].entries()) {
      const packet = formatRtp({
        payloadType: 126,
        marker: index === 0,
        sequence: 0,
        timestamp: this.#eventTimestamp,
        ssrc: this.#ssrc,
        payload: formatTelephoneEvent({ key, end: index >= 2, duration }),
      });
      this.#number(packet);
    }
  }

  close(): void {
    this.#sender.close();
    this.#peer?.close();
  }

  /** Sound and keys share one stream and so one numbering. */
  #number(packet: Buffer): boolean {
    if (this.#peer?.open !== true) return false;
    packet.writeUInt16BE(this.#sequence++ & 0xffff, 2);
    return this.#peer.send(packet);
  }

  #options(): Parameters<typeof Peer.offering>[0] {
    return {
      ssrc: this.#ssrc,
      onRtp: (packet) => this.#meter.packet(packet, performance.now(), this.#peer?.eventPayloadType),
      onOpen: () => {
        this.#sender.start();
        this.#opened.resolve();
      },
      onLost: () => undefined,
    };
  }
}
