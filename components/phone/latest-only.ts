/** Asks while somebody types: not at every key, and only the answer to the latest question is told. */

/** A question asked anew replaces the one before it. */
export interface LatestOnly<I> {
  ask(input: I): void;
  /** Forgets what was asked; an answer still on its way is not told. */
  stop(): void;
}

/** `question` may be slow and answers may overtake each other; a failed one is told as undefined. */
export function latestOnly<I, R>(
  question: (input: I) => Promise<R>,
  tell: (input: I, result: R | undefined) => void,
  wait: number,
): LatestOnly<I> {
  let turn = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function put(input: I, mine: number): Promise<void> {
    const result = await question(input).catch(() => undefined);
    if (mine === turn) tell(input, result);
  }

  return {
    ask(input) {
      const mine = ++turn;
      clearTimeout(timer);
      timer = setTimeout(() => void put(input, mine), wait);
    },
    stop() {
      turn += 1;
      clearTimeout(timer);
    },
  };
}
