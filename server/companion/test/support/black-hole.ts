/** A PostgreSQL that can be lost: a proxy whose connections can begin to swallow everything, without a word. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface BlackHole {
  /** The same database, by way of the proxy. */
  url: string;
  /** The connections there are swallow everything from now on, in both directions; later ones do not. */
  swallow(): void;
  /** The next connection that says this is swallowed from there on: what it says (`before`), or what it is answered. */
  swallowAt(words: string, side: 'before' | 'after'): void;
  /** Later connections are swallowed as well, or not any more. */
  dead: boolean;
  /** Later connections are closed at once. */
  refusing: boolean;
  /** Ends the connections there are. */
  cut(): void;
  stop(): Promise<void>;
}

/** Stands before the database of this URL, which is on a Unix socket. */
export async function startBlackHole(databaseUrl: string): Promise<BlackHole> {
  const [, name = '', host = ''] = /^postgresql:\/\/ringside@\/(\w+)\?host=(.+)$/.exec(databaseUrl) ?? [];
  const directory = decodeURIComponent(host);
  const lines = new Set<{ swallowed: boolean }>();
  const sockets = new Set<Socket>();
  let trap: { words: string; side: 'before' | 'after' } | undefined;
  const server = createServer((near) => {
    if (hole.refusing) {
      near.destroy();
      return;
    }
    const line = { swallowed: hole.dead };
    const far = connect(`${directory}/.s.PGSQL.5432`);
    lines.add(line);
    for (const socket of [near, far]) {
      sockets.add(socket);
      // Either end may be killed by its process.
      socket.on('error', () => socket.destroy());
    }
    near.on('data', (bytes: Buffer) => {
      const trapped = trap !== undefined && bytes.includes(trap.words) ? trap : undefined;
      if (trapped) trap = undefined;
      if (trapped?.side === 'before') line.swallowed = true;
      if (!line.swallowed) far.write(bytes);
      if (trapped?.side === 'after') line.swallowed = true;
    });
    far.on('data', (bytes: Buffer) => {
      if (!line.swallowed) near.write(bytes);
    });
    // A hole says nothing of an end, either.
    near.on('close', () => {
      if (!line.swallowed) far.destroy();
    });
    far.on('close', () => {
      if (!line.swallowed) near.destroy();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const hole: BlackHole = {
    url: `postgresql://ringside@127.0.0.1:${(server.address() as AddressInfo).port}/${name}`,
    swallow: () => {
      for (const line of lines) line.swallowed = true;
    },
    swallowAt: (words, side) => {
      trap = { words, side };
    },
    dead: false,
    refusing: false,
    cut: () => {
      for (const socket of sockets) socket.destroy();
    },
    stop: async () => {
      hole.cut();
      server.close();
      await once(server, 'close');
    },
  };
  return hole;
}
