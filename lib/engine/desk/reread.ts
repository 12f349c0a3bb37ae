/** Reads again because something may have changed: however often it is told so, one read at a time and a pause between two. */

export interface Reread {
  /** Something may have changed; a read that began before this does not count. */
  poke(): void;
  /** Resolves after a read that began after this. */
  fresh(): Promise<void>;
  /** No more reads. */
  stop(): void;
}

/** At least this long between the end of a read and the next, in ms. */
const pause = 300;

/** `read` must not reject: it puts its failure where its result goes. */
export function createReread(read: () => Promise<void>): Reread {
  let running: Promise<void> | undefined;
  let wanted = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let endedAt = 0;
  let waiting: (() => void)[] = [];
  let stopped = false;

  function plan(): void {
    if (stopped) return;
    wanted = true;
    if (running || timer !== undefined) return;
    timer = setTimeout(begin, Math.max(0, endedAt + pause - Date.now()));
  }

  function begin(): void {
    timer = undefined;
    if (stopped) return;
    wanted = false;
    const told = waiting;
    waiting = [];
    running = read().finally(() => {
      running = undefined;
      endedAt = Date.now();
      for (const tell of told) tell();
      if (wanted) plan();
    });
  }

  return {
    poke: plan,
    fresh: () =>
      new Promise((resolve) => {
        if (stopped) return resolve();
        waiting.push(resolve);
        plan();
      }),
    stop() {
      stopped = true;
      clearTimeout(timer);
      for (const tell of waiting) tell();
    },
  };
}
