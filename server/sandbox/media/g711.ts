/** G.711 µ-law (ITU-T G.711): one byte per sample at 8 kHz, payload type 0 in RTP (RFC 3551). */

const BIAS = 0x84;
const CLIP = 32635;

/** The µ-law byte for silence. */
export const SILENCE = 0xff;

/** Samples in one 20 ms frame at 8 kHz; also its bytes, because µ-law takes one byte each. */
export const FRAME_SAMPLES = 160;

/** Encodes one linear sample, −1…1 (clipped outside), as a µ-law byte. */
export function encodeUlaw(sample: number): number {
  const scaled = Math.round(sample * 32768);
  const sign = scaled < 0 ? 0x80 : 0;
  const magnitude = Math.min(Math.abs(scaled), CLIP) + BIAS;
  // The segment is the place of the highest set bit above the seventh.
  const segment = 24 - Math.clz32(magnitude);
  const mantissa = (magnitude >> (segment + 3)) & 0x0f;
  return ~(sign | (segment << 4) | mantissa) & 0xff;
}

const DECODED = Float32Array.from({ length: 256 }, (_, byte) => {
  const bits = ~byte & 0xff;
  const magnitude = ((((bits & 0x0f) << 3) + BIAS) << ((bits >> 4) & 0x07)) - BIAS;
  return (bits & 0x80 ? -magnitude : magnitude) / 32768;
});

/** Decodes µ-law bytes to linear samples, −1…1. */
export function decodeUlaw(payload: Uint8Array): Float32Array {
  return Float32Array.from(payload, (byte) => DECODED[byte] ?? 0);
}
