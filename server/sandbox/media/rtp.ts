/** RTP packets (RFC 3550 §5.1), as far as one audio stream needs them. */

export interface RtpPacket {
  payloadType: number;
  marker: boolean;
  /** 16 bits, wraps. */
  sequence: number;
  /** 32 bits in units of the clock rate (8 kHz here), wraps. */
  timestamp: number;
  ssrc: number;
  payload: Uint8Array;
}

const FIXED_HEADER = 12;

/**
 * Reads one packet. Returns undefined for what is not RTP version 2 or is cut short, and for RTCP, which shares the
 * port (payload types 64…95 after the marker bit is taken off, RFC 5761 §4).
 */
export function parseRtp(bytes: Uint8Array): RtpPacket | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < FIXED_HEADER) return undefined;
  const first = view.getUint8(0);
  const second = view.getUint8(1);
  const payloadType = second & 0x7f;
  if (first >> 6 !== 2 || (payloadType >= 64 && payloadType < 96)) return undefined;
  let start = FIXED_HEADER + (first & 0x0f) * 4;
  if (first & 0x10) {
    if (bytes.length < start + 4) return undefined;
    start += 4 + view.getUint16(start + 2) * 4;
  }
  const padding = first & 0x20 ? view.getUint8(bytes.length - 1) : 0;
  const end = bytes.length - padding;
  if (end < start) return undefined;
  return {
    payloadType,
    marker: (second & 0x80) !== 0,
    sequence: view.getUint16(2),
    timestamp: view.getUint32(4),
    ssrc: view.getUint32(8),
    payload: bytes.subarray(start, end),
  };
}

/** Writes one packet without header extensions, contributing sources or padding. */
export function formatRtp(packet: RtpPacket): Buffer {
  const bytes = Buffer.alloc(FIXED_HEADER + packet.payload.length);
  bytes.writeUInt8(0x80, 0);
  bytes.writeUInt8((packet.marker ? 0x80 : 0) | packet.payloadType, 1);
  bytes.writeUInt16BE(packet.sequence & 0xffff, 2);
  bytes.writeUInt32BE(packet.timestamp >>> 0, 4);
  bytes.writeUInt32BE(packet.ssrc >>> 0, 8);
  bytes.set(packet.payload, FIXED_HEADER);
  return bytes;
}
