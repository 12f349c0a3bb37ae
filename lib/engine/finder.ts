/** Has numbers found in a thread of its own. One that dies or hangs is replaced, and what it left is asked once more. */
import { FaultError } from '../mirror/fault.ts';
import type { FromThread, ToThread } from '../numbers/thread.ts';
import type { Asked, Found } from '../numbers/wire.ts';

/** The members of a Worker that are used. */
export interface Thread {
  postMessage(message: ToThread): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<FromThread>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

export interface FinderOptions {
  start(): Thread;
  log(line: string): void;
}

interface Waiting extends ToThread {
  tries: number;
  resolve(found: Found[]): void;
  reject(error: unknown): void;
}

/** A batch that takes longer will never be done, in ms. The slowest text we know takes 50. */
const patience = 10_000;
const mostTries = 2;
/** More than this waiting is a page that asks faster than anybody could answer. */
const mostWaiting = 500;

/** The thread starts with the first question. */
export function createNumberFinder(options: FinderOptions) {
  /** In the order they were asked, which is the order they are answered in. */
  const waiting = new Map<number, Waiting>();
  let thread: Thread | undefined;
  let watch: ReturnType<typeof setTimeout> | undefined;
  let last = 0;

  function running(): Thread {
    if (thread) return thread;
    const made = options.start();
    made.onmessage = ({ data }) => {
      if (thread === made) answered(data);
    };
    made.onerror = (event) => {
      event.preventDefault();
      if (thread === made) replace(event.message);
    };
    thread = made;
    return made;
  }

  function answered({ id, found }: FromThread): void {
    waiting.get(id)?.resolve(found);
    waiting.delete(id);
    watchFirst();
  }

  function watchFirst(): void {
    clearTimeout(watch);
    watch = waiting.size > 0 ? setTimeout(() => replace('it did not answer'), patience) : undefined;
  }

  /** Only the first in line can have done it: the others have not been looked at. */
  function replace(why: string): void {
    options.log(`the finder was replaced: ${why}`);
    thread?.terminate();
    thread = undefined;
    const [first] = waiting.values();
    if (first && ++first.tries >= mostTries) {
      waiting.delete(first.id);
      first.reject(new FaultError('unexpected', { said: why }));
    }
    for (const { id, asked, home } of waiting.values()) running().postMessage({ id, asked, home });
    watchFirst();
  }

  return {
    /** `home` is the operator's own country. */
    find(asked: Asked, home: string): Promise<Found[]> {
      if (waiting.size >= mostWaiting)
        return Promise.reject(new FaultError('unexpected', { said: 'too busy' }));
      return new Promise((resolve, reject) => {
        const id = ++last;
        waiting.set(id, { id, asked, home, tries: 0, resolve, reject });
        running().postMessage({ id, asked, home });
        if (waiting.size === 1) watchFirst();
      });
    },
  };
}
