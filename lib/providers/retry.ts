/** Pauses between attempts (Sippet's sheet §8 row 14). */

/** The longest pause anybody is made to wait for, in ms. */
const longest = 30_000;

/** `retry-after` as ms: seconds (§8 row 14), or a date (RFC 9110 §10.2.3). Undefined where there is none. */
export function retryAfterOf(header: string | null, now = Date.now()): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isNaN(ms) ? undefined : Math.min(longest, Math.max(0, ms));
}

/** 0.5 s doubling, a quarter up or down, so that not everybody comes back at once; the server's own wish wins. */
export function pauseOf(attempt: number, wished: number | undefined, random = Math.random()): number {
  return wished ?? Math.min(longest, 500 * 2 ** (attempt - 1)) * (0.75 + random / 2);
}

export function backOff(attempt: number, wished: number | undefined): Promise<void> {
  const pause = pauseOf(attempt, wished);
  return new Promise((resolve) => setTimeout(resolve, pause));
}
