import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import type { RealtimeEvent } from '../events.ts';
import { type SippetFaults, takeSippetFault, type Variants } from '../switches.ts';
import type { Grant, Tokens } from '../tokens.ts';
import { type Frame, readFrame } from './frames.ts';

export interface HubOptions {
  tokens: Tokens;
  variants: () => Variants;
  faults: () => SippetFaults;
  changed: () => void;
  /** A socket that says nothing this long is closed (Phoenix: 60 s). */
  idleMs: number;
}

/** One socket, as tests and the control API see it. */
export interface SocketReport {
  /** The operator whose token opened it, if it was an operator's. */
  email: string | undefined;
  topics: string[];
}

/** What Phoenix closes the socket with for a frame it cannot read: the channel process dies with it. */
const UNREADABLE = 1011;

interface Connection {
  socket: WebSocket;
  grant: Grant;
  /** Topic → join_ref. */
  joined: Map<string, string | null>;
  idle: NodeJS.Timeout;
  expiry: NodeJS.Timeout;
}

/** `GET /socket/websocket`: Phoenix channels, topic `events` (protocol sheet §4). */
export class Hub {
  readonly #options: HubOptions;
  readonly #connections = new Set<Connection>();

  constructor(options: HubOptions) {
    this.#options = options;
  }

  /** Who may connect with this request; undefined: HTTP 403 (§4.2). */
  admit(request: IncomingMessage): Grant | undefined {
    if (takeSippetFault(this.#options.faults().refuseSocket) !== undefined) return undefined;
    const params = new URL(request.url ?? '', 'http://sandbox').searchParams;
    const { tokens } = this.#options;
    const session = params.get('session_token');
    if (session !== null) {
      const grant = tokens.check(session, 'session');
      if (grant !== undefined) return grant;
    }
    const operator = params.get('access_token') ?? session;
    if (operator === null || this.#options.variants().bearerSocket === 'refuse') return undefined;
    return tokens.check(operator, 'operator');
  }

  connect(socket: WebSocket, grant: Grant): void {
    const idle = setTimeout(() => socket.close(1001), this.#options.idleMs);
    const expiry = setTimeout(
      () => {
        if (this.#options.variants().dropAtExpiry) socket.close(1001);
      },
      // Node's timers hold 31 bits.
      Math.min(grant.expiresAt - Date.now(), 0x7fffffff),
    );
    const connection = { socket, grant, joined: new Map<string, string | null>(), idle, expiry };
    this.#connections.add(connection);
    socket.on('message', (data: Buffer) => {
      idle.refresh();
      this.#receive(connection, data.toString('utf8'));
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      clearTimeout(idle);
      clearTimeout(expiry);
      this.#connections.delete(connection);
      this.#options.changed();
    });
    this.#options.changed();
  }

  sockets(): SocketReport[] {
    return [...this.#connections].map(({ grant, joined }) => ({
      email: grant.email,
      topics: [...joined.keys()],
    }));
  }

  /** Sends an event to everybody who has joined. */
  broadcast({ name, payload }: RealtimeEvent): void {
    const direct = this.#options.variants().eventRefs === 'push';
    for (const connection of this.#connections) {
      for (const [topic, joinRef] of connection.joined) {
        send(connection, [direct ? joinRef : null, null, topic, name, payload]);
      }
    }
  }

  /** Channels crash: everybody has to join anew, with a new join_ref. */
  crashChannels(): void {
    for (const connection of this.#connections) {
      for (const [topic, joinRef] of connection.joined) {
        send(connection, [joinRef, joinRef, topic, 'phx_error', {}]);
      }
      connection.joined.clear();
    }
    this.#options.changed();
  }

  /** Closes every socket (of one operator); 1006 cuts the line without a closing handshake. */
  disconnect(code: number, email?: string): void {
    for (const { socket, grant } of this.#connections) {
      if (email !== undefined && grant.email !== email) continue;
      if (code === 1006) socket.terminate();
      else socket.close(code);
    }
  }

  /** Tokens have been ended: sockets that fall with theirs are closed if the switch says so. */
  tokensEnded(): void {
    if (!this.#options.variants().dropAtExpiry) return;
    const now = Date.now();
    for (const { socket, grant } of this.#connections) if (grant.expiresAt <= now) socket.close(1001);
  }

  #receive(connection: Connection, text: string): void {
    if (this.#options.faults().deafSocket) return;
    const frame = readFrame(text);
    if (frame === undefined) {
      connection.socket.close(UNREADABLE);
      return;
    }
    const [joinRef, ref, topic, event] = frame;
    const reply = (status: 'ok' | 'error', response: object): void =>
      send(connection, [joinRef, ref, topic, 'phx_reply', { status, response }]);
    if (topic === 'phoenix' && event === 'heartbeat') return reply('ok', {});
    if (event === 'phx_join') return this.#join(connection, frame, reply);
    const current = connection.joined.get(topic);
    if (current === undefined) return reply('error', { reason: 'unmatched topic' });
    // What was sent before a rejoin belongs to a channel that is gone.
    if (joinRef !== null && joinRef !== current) return;
    if (event === 'phx_leave') {
      connection.joined.delete(topic);
      reply('ok', {});
      send(connection, [joinRef, joinRef, topic, 'phx_close', {}]);
      this.#options.changed();
    }
  }

  #join(
    connection: Connection,
    [joinRef, , topic]: Frame,
    reply: (status: 'ok' | 'error', response: object) => void,
  ): void {
    if (topic !== 'events' && !topic.startsWith('events:'))
      return reply('error', { reason: 'unmatched topic' });
    const refusal = takeSippetFault(this.#options.faults().refuseJoin);
    if (refusal !== undefined) return reply('error', { reason: refusal.reason });
    const earlier = connection.joined.get(topic);
    if (earlier !== undefined) send(connection, [earlier, earlier, topic, 'phx_close', {}]);
    connection.joined.set(topic, joinRef);
    reply('ok', {});
    this.#options.changed();
  }
}

function send({ socket }: Connection, frame: Frame): void {
  if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(frame));
}
