/** The WebSocket servers of one account, in the operator's order. */

/** How long a server may take to open a socket that is only looked at, in ms. */
const lookLimit = 5000;

export function createServers(urls: readonly string[]) {
  let index = 0;
  /** When each wants to be asked again, in ms since the epoch. */
  const rests = urls.map(() => 0);
  /** How long one must still be left alone, in ms. */
  const rest = (which: number) => Math.max(0, (rests[which] ?? 0) - Date.now());
  return {
    current: () => urls[index] ?? '',
    /**
     * Goes on to the next one, round and round; this one is left alone for `seconds`. Where all are, to the one that is
     * free first.
     */
    next(seconds = 0) {
      rests[index] = Date.now() + seconds * 1000;
      const following = urls.map((_, step) => (index + 1 + step) % urls.length);
      index = following.reduce((best, one) => (rest(one) < rest(best) ? one : best), following[0] ?? 0);
    },
    /** How long the current one must still be left alone, in ms. */
    rest: () => rest(index),
    isFirst: () => index === 0,
    first() {
      index = 0;
    },
    /** Whether the first one takes connections again, tried with a socket of its own. */
    firstAnswers: () => (rest(0) > 0 ? Promise.resolve(false) : opens(urls[0] ?? '')),
  };
}

function opens(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url, 'sip');
    const settle = (open: boolean) => {
      clearTimeout(timer);
      socket.onopen = socket.onclose = null;
      socket.close();
      resolve(open);
    };
    const timer = setTimeout(() => settle(false), lookLimit);
    socket.onopen = () => settle(true);
    socket.onclose = () => settle(false);
  });
}
