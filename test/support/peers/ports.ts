import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';

// Below the kernel's ephemeral range, so that no outgoing connection takes a port between probing and use.
const LOWEST = 10_000;
const HIGHEST = 19_998;
const given = new Set<number>();

/** A loopback port free for UDP and TCP, with the next one free too: baresip takes both. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 200; tries++) {
    const port = LOWEST + 2 * Math.floor((Math.random() * (HIGHEST - LOWEST)) / 2);
    if (given.has(port)) continue;
    if ((await isFree(port)) && (await isFree(port + 1))) {
      given.add(port);
      return port;
    }
  }
  throw new Error(`no free port pair between ${LOWEST} and ${HIGHEST}`);
}

async function isFree(port: number): Promise<boolean> {
  const tcp = createServer();
  const udp = createSocket('udp4');
  try {
    tcp.listen(port, '127.0.0.1');
    await once(tcp, 'listening');
    udp.bind(port, '127.0.0.1');
    await once(udp, 'listening');
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return false;
    throw error;
  } finally {
    tcp.close();
    udp.close();
  }
}
