/** Asks under way, by id, each with its promise. */
import type { PageAsk } from '../mirror/page-api.ts';
import type { PageCode } from '../mirror/page-words.ts';
import type { Bridge } from './bridge.ts';
import { bare, makeError, NativePromise } from './primordials.ts';

interface Waiting {
  resolve(result: unknown): void;
  reject(why: Error): void;
}

const words: Readonly<Partial<Record<PageCode, string>>> = bare({
  'consent-needed': 'the operator has not allowed this site to do that (yet)',
  'consent-denied': 'the operator does not allow this site to do that',
  'rate-limited': 'this site asks too often',
  'bad-input': 'that is not what this method takes',
  busy: 'the operator is in a call',
  unavailable: 'Ringside is not in this page any more; reload it',
  interrupted: 'the connection went; it may have been done or not',
});

export const refusal = (code: PageCode): Error =>
  makeError(code, words[code] ?? `the phone could not: ${code}`);

export function createAsks(bridge: () => Bridge) {
  let waiting: Record<number, Waiting> = bare({});
  let nextId = 1;

  function take(id: number): Waiting | undefined {
    const one = waiting[id];
    delete waiting[id];
    return one;
  }

  return {
    /** Asks the phone. */
    ask(name: PageAsk, input: object): Promise<unknown> {
      return new NativePromise((resolve, reject) => {
        const id = nextId++;
        waiting[id] = bare({ resolve, reject });
        if (!bridge().send({ say: 'ask', id, name, input: bare(input) }))
          take(id)?.reject(refusal('unavailable'));
      });
    },
    done: (id: number, result: unknown): void => take(id)?.resolve(result),
    failed: (id: number, code: PageCode): void => take(id)?.reject(refusal(code)),
    /** Nobody will answer any of them. */
    drop(code: PageCode): void {
      const dropped = waiting;
      waiting = bare({});
      for (const id in dropped) dropped[id]?.reject(refusal(code));
    },
  };
}

export type Asks = ReturnType<typeof createAsks>;
