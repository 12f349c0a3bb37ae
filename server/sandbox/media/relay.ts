/** A bad network between the phone and the sandbox: a UDP relay in the media path that loses, delays and jitters. */
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import * as v from 'valibot';

const ms = v.pipe(v.number(), v.minValue(0), v.maxValue(5000));

/** What one direction of the path does to packets. */
const PathInput = v.strictObject({
  /** Percent of packets that never arrive. */
  loss: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(100)), 0),
  /** How late all are, ms. */
  delayMs: v.optional(ms, 0),
  /** Every fifth packet, by chance, is held up for up to this many ms, and those behind it wait: as on a busy radio link. */
  jitterMs: v.optional(ms, 0),
});

/** Both directions, seen from the operator's phone. */
export const PathsInput = v.strictObject({
  toOperator: v.optional(PathInput, {}),
  fromOperator: v.optional(PathInput, {}),
});
export type Paths = v.InferOutput<typeof PathsInput>;
type Path = Paths['toOperator'];

export const noTrouble: Path = v.parse(PathInput, {});

/** Where the media library listens; candidates of an answer all share one port. */
const candidate = /^a=candidate:.* udp \d+ \S+ (\d+) typ host.*$/im;

export class Relay {
  readonly #front: Socket = createSocket('udp4');
  readonly #back: Socket = createSocket('udp4');
  readonly #paths: () => Paths;
  readonly #random: () => number;
  readonly #timers = new Set<NodeJS.Timeout>();
  #operator: RemoteInfo | undefined;
  #port = 0;

  /** `paths` is asked for each packet, so that a running call can get worse and better. */
  constructor(paths: () => Paths, random: () => number) {
    this.#paths = paths;
    this.#random = random;
    const intoLibrary = this.#passer(() => this.#paths().fromOperator);
    const toOperator = this.#passer(() => this.#paths().toOperator);
    this.#front.on('message', (packet, from) => {
      this.#operator = from;
      intoLibrary(() => this.#back.send(packet, this.#port, '127.0.0.1'));
    });
    this.#back.on('message', (packet) => {
      const operator = this.#operator;
      if (operator) toOperator(() => this.#front.send(packet, operator.port, operator.address));
    });
  }

  /** Our description with the relay's address in place of the library's. */
  async stand(sdp: string): Promise<string> {
    const line = candidate.exec(sdp);
    if (!line) throw new Error('a description without a host candidate');
    this.#port = Number(line[1]);
    if (!isBound(this.#front)) {
      for (const socket of [this.#front, this.#back]) {
        socket.bind(0, '127.0.0.1');
        await once(socket, 'listening');
      }
    }
    const { port } = this.#front.address();
    const own = `a=candidate:1 1 UDP 2122317823 127.0.0.1 ${port} typ host`;
    let first = true;
    return sdp.replace(/^a=candidate:.*\r?\n/gim, () => {
      if (!first) return '';
      first = false;
      return `${own}\r\n`;
    });
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    for (const socket of [this.#front, this.#back]) if (isBound(socket)) socket.close();
  }

  /** Lets packets of one direction through as its path says. */
  #passer(path: () => Path): (send: () => void) => void {
    let latest = 0;
    return (send) => {
      const { loss, delayMs, jitterMs } = path();
      if (this.#random() * 100 < loss) return;
      const held = this.#random() < 0.2 ? this.#random() * jitterMs : 0;
      const now = performance.now();
      latest = Math.max(latest, now + delayMs + held);
      const wait = latest - now;
      if (wait < 1) return send();
      const timer = setTimeout(() => {
        this.#timers.delete(timer);
        send();
      }, wait);
      this.#timers.add(timer);
    };
  }
}

/** The operator's description without its addresses, so that nothing goes around the relay. */
export const withoutAddresses = (sdp: string): string => sdp.replace(/^a=candidate:.*\r?\n/gim, '');

function isBound(socket: Socket): boolean {
  try {
    socket.address();
    return true;
  } catch {
    return false; // Not bound yet, or closed.
  }
}
