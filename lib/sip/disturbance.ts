/** Notices what may have broken a connection without a word: sleep, and changes of the network. */

export type Disturbance = 'slept' | 'online' | 'offline' | 'network';

/** How often the clock is looked at, and how late a look must be to mean sleep; ms. */
const lookEvery = 2000;
const lateness = 5000;
/** Further changes of network within this time are told together, at its end; Chromium renews its estimate of a network now and then. */
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
  let calmUntil = 0;
  let later: ReturnType<typeof setTimeout> | undefined;
  function changed(): void {
    const wait = calmUntil - Date.now();
    if (wait > 0) {
      later ??= setTimeout(() => {
        later = undefined;
        changed();
      }, wait);
      return;
    }
    calmUntil = Date.now() + calm;
    tell('network');
  }
  connectionOf(navigator)?.addEventListener('change', changed, { signal });
  return () => {
    clearInterval(timer);
    clearTimeout(later);
    ending.abort();
  };
}

/** The Network Information API, where there is one; TypeScript's DOM does not know it. */
const connectionOf = (from: Navigator & { connection?: EventTarget }): EventTarget | undefined =>
  from.connection;
