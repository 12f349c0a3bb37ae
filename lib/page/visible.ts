/** A page nobody sees holds no connection: it costs nothing, may be frozen and may rest in the back/forward cache. */

interface WhileVisible {
  start: () => void;
  stop: () => void;
  signal: AbortSignal;
}

/** Resolves when the page is seen for the first time; a tab opened in the background or prerendered waits. */
export function seen(): Promise<void> {
  return new Promise((resolve) => {
    if (document.visibilityState === 'visible') return resolve();
    const look = () => {
      if (document.visibilityState !== 'visible') return;
      document.removeEventListener('visibilitychange', look);
      resolve();
    };
    document.addEventListener('visibilitychange', look);
  });
}

/** Calls `start` and `stop` as the page comes and goes. Both may be called again without harm. */
export function whileVisible({ start, stop, signal }: WhileVisible): void {
  const look = () => (document.visibilityState === 'visible' ? start() : stop());
  const options = { signal, capture: true };
  document.addEventListener('visibilitychange', look, options);
  // The browser alone says that a page rests; a script of the page cannot.
  const rest = (event: Event) => event.isTrusted && stop();
  document.addEventListener('freeze', rest, options);
  document.addEventListener('resume', look, options);
  window.addEventListener('pagehide', rest, options);
  window.addEventListener('pageshow', look, options);
}
