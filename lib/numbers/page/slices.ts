// Work in slices so short that no page feels them, and with a share of the time that no page feels either.

const SLICE_MS = 3;
/** So much work in so long a time is a page that never stops changing: from then on we take a tenth of the time. */
const WINDOW_MS = 10_000;
const MOST_IN_WINDOW_MS = 2000;
const BUSY_PAUSE_MS = 40;

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
  /** The page changes faster than we may work: what is new on it comes late. */
  readonly busy: boolean;
}

/** Makes such a runner. */
export function slices(signal: AbortSignal): Slices {
  const jobs: Job[] = [];
  const ends: (() => void)[] = [];
  const later = nextTask(signal, run);
  let planned = false;
  let windowFrom = performance.now();
  let worked = 0;
  let workedBefore = 0;
  let pause: ReturnType<typeof setTimeout> | undefined;
  signal.addEventListener('abort', () => clearTimeout(pause), { once: true });

  function run(): void {
    planned = false;
    if (signal.aborted) return;
    const from = performance.now();
    if (from - windowFrom > WINDOW_MS) {
      workedBefore = from - windowFrom > 2 * WINDOW_MS ? 0 : worked;
      windowFrom = from;
      worked = 0;
    }
    for (let job = jobs.at(-1); job; job = jobs.at(-1)) {
      if (job.next().done === true) jobs.splice(jobs.indexOf(job), 1);
      if (performance.now() - from > SLICE_MS) break;
    }
    for (const end of ends) end();
    worked += performance.now() - from;
    if (jobs.length > 0) plan();
  }

  function isBusy(): boolean {
    return worked > MOST_IN_WINDOW_MS || workedBefore > MOST_IN_WINDOW_MS;
  }

  function plan(): void {
    if (planned || signal.aborted) return;
    planned = true;
    if (isBusy()) pause = setTimeout(later, BUSY_PAUSE_MS);
    else later();
  }

  return {
    add(job) {
      jobs.push(job);
      plan();
    },
    atEnd(callback) {
      ends.push(callback);
    },
    get busy() {
      return isBusy() && jobs.length > 0;
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
