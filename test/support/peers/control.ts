import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { until } from '../facts.ts';

/** Something baresip told of itself, as its ctrl_tcp module writes it. */
export interface PhoneEvent {
  type: string;
  class?: string;
  peeruri?: string;
  id?: string;
  param?: string;
  accountaor?: string;
}

interface Answer {
  ok: boolean;
  data: string;
  token: string;
}

/** The line to a running baresip: commands go out, events come in. */
export class PhoneControl {
  /** Everything that happened, oldest first. */
  readonly events: PhoneEvent[] = [];
  readonly #taken = new Set<PhoneEvent>();
  readonly #answers = new Map<string, (answer: Answer) => void>();
  readonly #socket: Socket;
  readonly #name: string;
  #unread = Buffer.alloc(0);
  #count = 0;

  constructor(name: string, socket: Socket) {
    this.#name = name;
    this.#socket = socket;
    socket.on('data', (chunk) => this.#read(chunk));
  }

  /** Runs one of baresip's menu commands and gives what it printed. */
  async command(command: string, params = ''): Promise<string> {
    const token = String(++this.#count);
    const message = JSON.stringify({ command, params, token });
    const answered = new Promise<Answer>((resolve) => this.#answers.set(token, resolve));
    this.#socket.write(`${Buffer.byteLength(message)}:${message},`);
    const { ok, data } = await answered;
    if (!ok) throw new Error(`${this.#name} refused "${command} ${params}": ${data}`);
    return data;
  }

  /** The next event of this type that nobody has waited for yet, also when it came before the waiting began. */
  waitFor(type: string, timeout = 10_000): Promise<PhoneEvent> {
    return until(() => this.#take(type), {
      timeout,
      message: () =>
        `${this.#name} never told of ${type}; it told of ${this.events.map((event) => event.type).join(', ') || 'nothing'}`,
    });
  }

  /** Lets all events so far count as waited for. */
  forget(): void {
    for (const event of this.events) this.#taken.add(event);
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(type: string): PhoneEvent | undefined {
    const found = this.events.find((event) => event.type === type && !this.#taken.has(event));
    if (found) this.#taken.add(found);
    return found;
  }

  /** Messages are netstrings: length, colon, JSON, comma. */
  #read(chunk: Buffer): void {
    this.#unread = Buffer.concat([this.#unread, chunk]);
    for (;;) {
      const colon = this.#unread.indexOf(':');
      const length = Number(this.#unread.toString('latin1', 0, Math.max(colon, 0)));
      if (colon < 0 || this.#unread.length < colon + length + 2) return;
      const message: unknown = JSON.parse(this.#unread.toString('utf8', colon + 1, colon + 1 + length));
      this.#unread = this.#unread.subarray(colon + length + 2);
      if (isEvent(message)) this.events.push(message);
      else if (isAnswer(message)) this.#answers.get(message.token)?.(message);
    }
  }
}

function isEvent(message: unknown): message is PhoneEvent {
  return typeof message === 'object' && message !== null && 'event' in message && 'type' in message;
}

function isAnswer(message: unknown): message is Answer {
  return typeof message === 'object' && message !== null && 'response' in message && 'token' in message;
}

/** Connects to a baresip that is starting; `unless` throws when waiting on would be in vain. */
export async function connectControl(name: string, port: number, unless: () => void): Promise<PhoneControl> {
  const socket = await until(
    async () => {
      const socket = connect(port, '127.0.0.1');
      await once(socket, 'connect');
      return socket;
    },
    { unless, message: `${name}'s control port ${port} never opened` },
  );
  return new PhoneControl(name, socket);
}
