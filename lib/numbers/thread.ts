// The finder's thread: texts come in, numbers go out, in the order they came.
import { createFinder } from './cache.ts';
import type { Asked, Found } from './wire.ts';

/** What the engine says to the thread. */
export interface ToThread {
  id: number;
  asked: Asked;
  /** The operator's own country. */
  home: string;
}

/** What the thread answers. */
export interface FromThread {
  id: number;
  found: Found[];
}

/** Serves the thread that this runs in. */
export function serveFinder(): void {
  const finder = createFinder();
  addEventListener('message', ({ data: { id, asked, home } }: MessageEvent<ToThread>) => {
    postMessage({ id, found: finder.find(asked, home) } satisfies FromThread);
  });
}
