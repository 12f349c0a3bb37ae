import type { WebSocket } from 'ws';
import type { CemscaleFaults } from './faults.ts';
import type { Credential, Credentials } from './credentials.ts';
import type { Tenant } from './store.ts';

export interface HubOptions {
  credentials: Credentials;
  faults: () => CemscaleFaults;
  changed: () => void;
}

const BAD_CREDENTIAL = 4401;
const PING_MS = 30_000;
/** A socket that has not said who it is by then is closed, ms. */
const AUTH_MS = 5000;

interface Connection {
  socket: WebSocket;
  credential: Credential;
}

/** The realtime socket (§6.2, ASSUMED): `token=` in the query, or a first message `{type:"auth",token}`. */
export class Hub {
  readonly #options: HubOptions;
  readonly #connections = new Set<Connection>();

  constructor(options: HubOptions) {
    this.#options = options;
  }

  /** How many are connected. */
  get size(): number {
    return this.#connections.size;
  }

  async connect(socket: WebSocket, query: URLSearchParams): Promise<void> {
    socket.on('error', () => socket.terminate());
    const refuse = this.#options.faults().refuseSocket;
    if (refuse !== undefined && refuse.times !== 0) {
      if (refuse.times !== undefined) refuse.times -= 1;
      return socket.close(BAD_CREDENTIAL);
    }
    const token = query.get('token') ?? (await firstMessage(socket));
    const credential = token === undefined ? undefined : await this.#options.credentials.ofToken(token);
    if (credential === undefined) return socket.close(BAD_CREDENTIAL);
    const connection = { socket, credential };
    this.#connections.add(connection);
    const ping = setInterval(() => {
      socket.ping();
      send(socket, 'ping', {});
    }, PING_MS);
    socket.on('close', () => {
      clearInterval(ping);
      this.#connections.delete(connection);
      this.#options.changed();
    });
    this.#options.changed();
  }

  /** Tells everybody of a tenant. */
  tell(tenant: Tenant, type: string, data: object): void {
    if (this.#options.faults().dropEvents) return;
    for (const { socket, credential } of this.#connections)
      if (credential.tenant.id === tenant.id) send(socket, type, data);
  }

  /** Closes every socket; 1006 cuts the line. */
  disconnect(code: number): void {
    for (const { socket } of this.#connections) {
      if (code === 1006) socket.terminate();
      else socket.close(code);
    }
  }
}

function send(socket: WebSocket, type: string, data: object): void {
  if (socket.readyState !== socket.OPEN) return;
  socket.send(JSON.stringify({ type, data, timestamp: new Date().toISOString() }));
}

/** The token of a first message; undefined if it is none or does not come. */
function firstMessage(socket: WebSocket): Promise<string | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), AUTH_MS);
    socket.once('close', () => resolve(undefined));
    socket.once('message', (bytes: Buffer) => {
      clearTimeout(timer);
      resolve(tokenIn(bytes.toString('utf8')));
    });
  });
}

function tokenIn(text: string): string | undefined {
  try {
    const { type, token } = JSON.parse(text) as { type?: unknown; token?: unknown };
    return type === 'auth' && typeof token === 'string' ? token : undefined;
  } catch {
    return undefined; // Whatever it was, it was no credential.
  }
}
