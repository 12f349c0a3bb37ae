/** Tries a phone server's address as far as a browser can tell its parts apart. */

export interface Probe {
  ok: boolean;
  /** ms. */
  took: number;
  /** The browser's own words. */
  said?: string;
  /** Nothing came back in time. */
  silent?: boolean;
}

/** How long each try may take, in ms. */
const patience = 5000;

/** Opens a WebSocket that speaks SIP (RFC 7118) and closes it again. */
export function probeSocket(url: string): Promise<Probe> {
  const started = performance.now();
  return new Promise((resolve) => {
    let socket: WebSocket | undefined;
    const settle = (ok: boolean, said?: string) => {
      clearTimeout(timer);
      if (socket) socket.onopen = socket.onclose = null;
      socket?.close();
      resolve({ ok, took: Math.round(performance.now() - started), said });
    };
    const timer = setTimeout(() => settle(false, `no answer in ${patience / 1000} s`), patience);
    try {
      socket = new WebSocket(url, 'sip');
      socket.onopen = () => settle(true);
      socket.onclose = ({ code, reason }) => settle(false, `closed with ${code}${reason && ` ${reason}`}`);
    } catch (error) {
      settle(false, error instanceof Error ? error.message : String(error));
    }
  });
}

/**
 * Whether anything answers there: path and certificate together, because a browser does not tell scripts which of them
 * failed. Any HTTP answer counts.
 */
export function probeServer(url: string): Promise<Probe> {
  return probe(url.replace(/^ws/i, 'http'));
}

/** The same port without encryption: an answer tells that somebody is there, whom only TLS fails with. */
export function probePlain(url: string): Promise<Probe> {
  return probe(url.replace(/^wss?/i, 'http'));
}

async function probe(address: string): Promise<Probe> {
  const started = performance.now();
  const took = () => Math.round(performance.now() - started);
  try {
    await fetch(address, {
      mode: 'no-cors',
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'manual',
      signal: AbortSignal.timeout(patience),
    });
    return { ok: true, took: took() };
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return { ok: false, took: took(), said, silent: error instanceof Error && error.name === 'TimeoutError' };
  }
}
