/** A bounded number of attempts, so that we never fight a page (or another extension) without end. */

/** Returns a function that says whether one more attempt may be made: `most` at once, one more every `refill` ms. */
export function budget(most: number, refill: number, now: () => number = Date.now): () => boolean {
  let left = most;
  let since = now();
  return () => {
    const gained = Math.floor((now() - since) / refill);
    left = Math.min(most, left + gained);
    since += gained * refill;
    if (left === 0) return false;
    left -= 1;
    return true;
  };
}
