/** A way to a server that can be cut: TCP, passed on as it is. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface Way {
  /** The server by this way. */
  origin: string;
  /** Everything that is open ends, and nothing comes through any more. */
  cut(): void;
  mend(): void;
  stop(): Promise<void>;
}

export async function wayTo(origin: string): Promise<Way> {
  const to = new URL(origin);
  const open = new Set<Socket>();
  let whole = true;
  const server = createServer((near) => {
    if (!whole) {
      near.destroy();
      return;
    }
    const far = connect(Number(to.port), to.hostname);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const cut = () => {
    whole = false;
    for (const socket of open) socket.destroy();
  };
  return {
    origin: `http://127.0.0.1:${address.port}`,
    cut,
    mend() {
      whole = true;
    },
    async stop() {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
