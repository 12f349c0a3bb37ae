/**
 * Runs what it is given one after the other. What fails is told and holds up nothing; the promise settles when this very
 * piece is over, and never rejects.
 */
export function inTurn(failed: (error: unknown) => void): (work: () => Promise<unknown>) => Promise<unknown> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => (last = last.then(work).catch(failed));
}
