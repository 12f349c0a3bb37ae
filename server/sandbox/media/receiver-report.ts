import type { RtpPacket } from './rtp.ts';

/** RTCP packet types (RFC 3550 §12.1). */
const SENDER_REPORT = 200;
const RECEIVER_REPORT = 201;
/** µ-law's clock, Hz. */
const CLOCK = 8000;

/** Tells the sender once a second how its stream arrives: losses, jitter and round trip (RFC 3550 §6.4.2). */
export class ReceiverReports {
  readonly #ssrc: number;
  #first: number | undefined;
  #highest = 0;
  #received = 0;
  #remote = 0;
  #before = { expected: 0, received: 0 };
  #transit: number | undefined;
  #jitter = 0;
  #sender: { middle: number; at: number } | undefined;

  constructor(ssrc: number) {
    this.#ssrc = ssrc;
  }

  /** A packet of the stream arrived. `now` in ms. */
  heard(packet: Pick<RtpPacket, 'sequence' | 'timestamp' | 'ssrc'>, now: number): void {
    if (packet.ssrc !== this.#remote) {
      // Another stream, e.g. after the phone changed its connection.
      this.#remote = packet.ssrc;
      this.#first = packet.sequence;
      this.#highest = packet.sequence;
      this.#received = 0;
      this.#before = { expected: 0, received: 0 };
      this.#transit = undefined;
      this.#jitter = 0;
    }
    this.#received += 1;
    const ahead = (packet.sequence - this.#highest + 0x1_0000) & 0xffff;
    if (ahead < 0x8000) this.#highest += ahead;
    const transit = (now * CLOCK) / 1000 - packet.timestamp;
    if (this.#transit !== undefined) this.#jitter += (Math.abs(transit - this.#transit) - this.#jitter) / 16;
    this.#transit = transit;
  }

  /** An RTCP packet arrived; the time in a sender report is what a round trip is measured by. */
  rtcp(bytes: Buffer, now: number): void {
    if (bytes.length >= 28 && bytes[1] === SENDER_REPORT)
      this.#sender = { middle: bytes.readUInt32BE(10), at: now };
  }

  /** The report of now; undefined while nothing has been heard. */
  report(now: number): Buffer | undefined {
    if (this.#first === undefined) return undefined;
    const expected = this.#highest - this.#first + 1;
    const lost = Math.max(0, expected - this.#received);
    const newly = expected - this.#before.expected;
    const newlyLost = Math.max(0, newly - (this.#received - this.#before.received));
    this.#before = { expected, received: this.#received };
    const packet = Buffer.alloc(32);
    // Version 2, one block; seven words follow the first.
    packet.writeUInt8(0x81, 0);
    packet.writeUInt8(RECEIVER_REPORT, 1);
    packet.writeUInt16BE(7, 2);
    packet.writeUInt32BE(this.#ssrc, 4);
    packet.writeUInt32BE(this.#remote, 8);
    packet.writeUInt8(newly > 0 ? Math.min(255, Math.floor((newlyLost * 256) / newly)) : 0, 12);
    packet.writeUIntBE(Math.min(lost, 0x7f_ffff), 13, 3);
    packet.writeUInt32BE(this.#highest % 0x1_0000_0000, 16);
    packet.writeUInt32BE(Math.round(Math.max(0, this.#jitter)), 20);
    packet.writeUInt32BE(this.#sender?.middle ?? 0, 24);
    // The delay since that report, in 1/65536 s.
    packet.writeUInt32BE(this.#sender ? Math.round(((now - this.#sender.at) * 65_536) / 1000) : 0, 28);
    return packet;
  }
}
