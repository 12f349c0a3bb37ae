/** Notices what may have broken a connection without a word: sleep, and changes of the network. */

export type Disturbance = 'slept' | 'online' | 'offline' | 'network';

/** How often the clock is looked at, and how late a look must be to mean sleep; ms. */
const lookEvery = 2000;
const lateness = 5000;
/** Reports of the same kind within this time count once; Chromium renews its estimate of a network now and then. */
const calm = 10_000;

/** Tells of disturbances until the returned function is called. */
export function onDisturbance(tell: (what: Disturbance) => void): () => void {
  const ending = new AbortController();
  const { signal } = ending;
  let looked = Date.now();
  // A machine that sleeps runs no timers; its wall clock goes on.
  const timer = setInterval(() => {
    const now = Date.now();
    if (now - looked > lookEvery + lateness) tell('slept');
    looked = now;
  }, lookEvery);
  globalThis.addEventListener?.('online', () => tell('online'), { signal });
  globalThis.addEventListener?.('offline', () => tell('offline'), { signal });
  let changed = 0;
  connectionOf(navigator)?.addEventListener(
    'change',
    () => {
      if (Date.now() - changed < calm) return;
      changed = Date.now();
      tell('network');
    },
    { signal },
  );
  return () => {
    clearInterval(timer);
    ending.abort();
  };
}

/** The Network Information API, where there is one; TypeScript's DOM does not know it. */
const connectionOf = (from: Navigator & { connection?: EventTarget }): EventTarget | undefined =>
  from.connection;
