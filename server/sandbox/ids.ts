/**
 * Identifiers (Call-IDs, tags, branches, nonces, SSRCs) from a seed, so that two runs of a test speak the same bytes.
 * Not for secrets: this is a sandbox.
 */
export interface Ids {
  /** `length` lower-case hexadecimal digits. */
  hex(length: number): string;
  /** A whole number from 0 up to, not including, 2³². */
  uint32(): number;
}

/** A generator with 32 bits of state (the well-known "mulberry32" mixing steps). The same seed gives the same ids. */
export function createIds(seed: number): Ids {
  let state = seed >>> 0;
  const uint32 = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const hex = (length: number): string => {
    let text = '';
    while (text.length < length) text += uint32().toString(16).padStart(8, '0');
    return text.slice(0, length);
  };
  return { hex, uint32 };
}
