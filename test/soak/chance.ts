/** Chance that can be had again: the same seed gives the same run. */
export interface Chance {
  /** 0 ≤ x < 1. */
  next(): number;
  /** One of these; undefined only of none. */
  of<T>(some: readonly T[]): T | undefined;
  maybe(share: number): boolean;
  /** A whole number between these, both included. */
  between(least: number, most: number): number;
}

/** Mulberry32. */
export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    of: (some) => some[Math.floor(next() * some.length)],
    maybe: (share) => next() < share,
    between: (least, most) => least + Math.floor(next() * (most - least + 1)),
  };
}
