// Work in slices so short that no page feels them.

const SLICE_MS = 4;

/** A job that yields wherever it may be interrupted. */
export type Job = Generator<void, void>;

interface PostTask {
  postTask(
    callback: () => void,
    options: { priority: 'user-visible'; signal: AbortSignal },
  ): Promise<unknown>;
}

function postTaskOf(view: object): PostTask | undefined {
  const scheduler: unknown = 'scheduler' in view ? view.scheduler : undefined;
  return isPostTask(scheduler) ? scheduler : undefined;
}

function isPostTask(scheduler: unknown): scheduler is PostTask {
  return typeof scheduler === 'object' && scheduler !== null && 'postTask' in scheduler;
}

/** Runs jobs, the newest first, in slices; each gets the processor back only after the page had its turn. */
export interface Slices {
  add(job: Job): void;
  /** Calls back whenever a slice is over. */
  atEnd(callback: () => void): void;
}

/** Makes such a runner. */
export function slices(signal: AbortSignal): Slices {
  const jobs: Job[] = [];
  const ends: (() => void)[] = [];
  const later = nextTask(signal, run);
  let planned = false;

  function run(): void {
    planned = false;
    if (signal.aborted) return;
    const end = performance.now() + SLICE_MS;
    for (let job = jobs.at(-1); job; job = jobs.at(-1)) {
      if (job.next().done === true) jobs.splice(jobs.indexOf(job), 1);
      if (performance.now() > end) break;
    }
    for (const end of ends) end();
    if (jobs.length > 0) plan();
  }

  function plan(): void {
    if (planned || signal.aborted) return;
    planned = true;
    later();
  }

  return {
    add(job) {
      jobs.push(job);
      plan();
    },
    atEnd(callback) {
      ends.push(callback);
    },
  };
}

/** A way to come back in a task of one's own: scheduler.postTask, or a message to oneself where it is missing. */
function nextTask(signal: AbortSignal, run: () => void): () => void {
  const scheduler = postTaskOf(globalThis);
  if (scheduler) {
    return () => {
      scheduler.postTask(run, { priority: 'user-visible', signal }).catch((error: unknown) => {
        // An abort is how this ends; anything else is a fault of ours and belongs to the page's console.
        if (!signal.aborted) reportError(error);
      });
    };
  }
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = run;
  signal.addEventListener('abort', () => port1.close(), { once: true });
  return () => port2.postMessage(undefined);
}
