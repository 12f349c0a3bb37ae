/** How long to wait before trying again. */

const first = 500;
/** Short enough that a server that comes back is found within 5 s, jitter included. */
const steady = 3500;
/** As many failures make about five minutes of outage; whoever is away longer is asked less often. */
const patient = 90;
const longest = 30_000;

/**
 * The pause before attempt number `failures`+1, in ms: doubles from half a second to 3.5 s, after some minutes further
 * to 30 s, with 25 % jitter so that a restarted server does not meet all its phones in one instant.
 */
export function pauseBefore(failures: number, random: () => number = Math.random): number {
  const early = Math.min(steady, first * 2 ** (failures - 1));
  const late = failures > patient ? Math.min(longest, steady * 1.2 ** (failures - patient)) : 0;
  return Math.round(Math.max(early, late) * (0.75 + random() * 0.5));
}

const afterRefusal = 30_000;
const longestAfterRefusal = 300_000;

/** The pause after the `refusals`th time in a row that a known account was not let in, in ms: 30 s doubling to 5 min, 25 % jitter. */
export function pauseAfterRefusal(refusals: number, random: () => number = Math.random): number {
  const pause = Math.min(longestAfterRefusal, afterRefusal * 2 ** (refusals - 1));
  return Math.round(pause * (0.75 + random() * 0.5));
}

/** The longest Retry-After that is believed, in seconds; a server's slip must not switch the phone off for a day. */
const longestWish = 3600;

/** Seconds a Retry-After header (RFC 3261 §20.33) asks for: a number, maybe with a comment and parameters after it. */
export function retryAfterIn(header: string | undefined): number | undefined {
  const seconds = /^\s*(\d{1,10})\s*(?:[;(].*)?$/.exec(header ?? '')?.[1];
  return seconds === undefined || Number(seconds) === 0 ? undefined : Math.min(Number(seconds), longestWish);
}
