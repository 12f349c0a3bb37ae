/** How long to wait before trying again. */

const first = 500;
const longest = 30_000;

/**
 * The pause before attempt number `failures`+1, in ms: doubles from half a second to 30 s, with 25 % jitter so that a
 * restarted server does not meet all its phones in one instant.
 */
export function pauseBefore(failures: number, random: () => number = Math.random): number {
  const pause = Math.min(longest, first * 2 ** (failures - 1));
  return Math.round(pause * (0.75 + random() * 0.5));
}
