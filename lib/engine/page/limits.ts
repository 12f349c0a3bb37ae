/** How often each site may ask: a bucket per site and kind that fills by itself. Pure but for the clock it is given. */

interface Rate {
  /** So many at once. */
  burst: number;
  /** So many more each second. */
  perSecond: number;
}

interface Bucket {
  left: number;
  at: number;
}

/** Sites whose buckets are remembered; the least recently used goes first. */
const mostBuckets = 500;

export function createLimits<P extends string>(rates: Readonly<Record<P, Rate>>, now: () => number) {
  const buckets = new Map<string, Bucket>();
  return {
    /** Takes one; false when there is none left. */
    take(who: string, pace: P): boolean {
      const { burst, perSecond } = rates[pace];
      const key = `${pace} ${who}`;
      const at = now();
      const before = buckets.get(key) ?? { left: burst, at };
      // A clock that was set back gives nothing.
      const left = Math.min(burst, before.left + (Math.max(0, at - before.at) / 1000) * perSecond);
      buckets.delete(key);
      buckets.set(key, { left: left >= 1 ? left - 1 : left, at });
      const [oldest] = buckets.keys();
      if (buckets.size > mostBuckets && oldest !== undefined) buckets.delete(oldest);
      return left >= 1;
    },
  };
}
