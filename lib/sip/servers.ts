/** The WebSocket servers of one account, in the operator's order. */

/** How long a server may take to open a socket that is only looked at, in ms. */
const lookLimit = 5000;

export function createServers(urls: readonly string[]) {
  let index = 0;
  return {
    current: () => urls[index % urls.length] ?? '',
    /** Goes on to the next one, round and round. */
    next() {
      index += 1;
    },
    isFirst: () => index % urls.length === 0,
    first() {
      index = 0;
    },
    /** Whether the first one takes connections again, tried with a socket of its own. */
    firstAnswers: () => opens(urls[0] ?? ''),
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
