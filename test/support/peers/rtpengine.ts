import { createSocket } from 'node:dgram';
import { until } from '../facts.ts';
import { type Daemon, startDaemon } from './daemon.ts';
import { freePort } from './ports.ts';

/** The media relay between WebRTC and plain RTP. */
export interface Rtpengine extends Daemon {
  readonly ngPort: number;
}

const PORTS_EACH = 400;

/** Starts rtpengine in user space only and waits until its control port answers. */
export async function startRtpengine(dir: string, host: string): Promise<Rtpengine> {
  const ngPort = await freePort();
  // A range of its own keeps suites side by side apart; rtpengine itself passes over ports that are taken.
  const lowest = 20_000 + PORTS_EACH * Math.floor(Math.random() * 30);
  const daemon = startDaemon(
    'rtpengine',
    [
      ...'--config-file=none -f --log-stderr --log-level=6 --table=-1 --num-threads=2 --delete-delay=1'.split(
        ' ',
      ),
      `--interface=${host}`,
      `--listen-ng=127.0.0.1:${ngPort}`,
      `--port-min=${lowest}`,
      `--port-max=${lowest + PORTS_EACH - 1}`,
    ],
    { cwd: dir },
  );
  await answers(ngPort, 'ready d7:command4:pinge', 'pong', daemon);
  return { ...daemon, ngPort };
}

/** Sends a datagram over and over until the answer holds `expected`; gives up at once when the daemon has died. */
export async function answers(port: number, ask: string, expected: string, daemon: Daemon): Promise<void> {
  const socket = createSocket('udp4');
  let answer = '';
  socket.on('message', (message) => (answer = message.toString()));
  // A refused datagram (ICMP) only means that nobody listens yet.
  socket.on('error', (error) => (answer = String(error)));
  try {
    await until(
      () => {
        socket.send(ask, port, '127.0.0.1');
        return answer.includes(expected);
      },
      {
        unless: () => daemon.assertRunning(),
        message: () => `${daemon.name} never answered:\n${daemon.output().slice(-3000)}`,
      },
    );
  } finally {
    socket.close();
  }
}
