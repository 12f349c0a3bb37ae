/**
 * SIP over WebSocket (RFC 7118) with a fresh socket for every attempt: a socket that never opens or silently died can
 * always be left behind, while the user agent and its dialogs stay.
 */
import { EmitterImpl, TransportState, type Transport } from 'sip.js';

export interface SocketTransportOptions {
  /** The URL to connect to, asked for at each attempt. */
  server(): string;
}

/** How long a socket may take to open, in ms. */
const openLimit = 5000;

export class SocketTransport implements Transport {
  readonly protocol = 'WSS';
  onConnect: (() => void) | undefined;
  onDisconnect: ((error?: Error) => void) | undefined;
  onMessage: ((message: string) => void) | undefined;

  #state = TransportState.Disconnected;
  readonly #stateChange = new EmitterImpl<TransportState>();
  #socket: WebSocket | undefined;
  #abandon: ((error: Error) => void) | undefined;
  readonly #options: SocketTransportOptions;

  constructor(_logger: unknown, options: SocketTransportOptions) {
    this.#options = options;
  }

  get state() {
    return this.#state;
  }
  get stateChange() {
    return this.#stateChange;
  }
  isConnected() {
    return this.#state === TransportState.Connected;
  }

  /** Rejects when the socket does not open in time; an attempt under way is left for the new one. */
  connect(): Promise<void> {
    this.#leave();
    this.#abandon?.(new Error('a newer attempt took over'));
    this.#move(TransportState.Connecting);
    return new Promise((resolve, reject) => {
      let socket: WebSocket;
      const fail = (error: Error) => {
        clearTimeout(timer);
        this.#abandon = undefined;
        this.#leave();
        this.#move(TransportState.Disconnected);
        reject(error);
      };
      const timer = setTimeout(() => fail(new Error('no answer in 5 s')), openLimit);
      this.#abandon = fail;
      try {
        socket = new WebSocket(this.#options.server(), 'sip');
      } catch (error) {
        return fail(error instanceof Error ? error : new Error(String(error)));
      }
      this.#socket = socket;
      socket.onopen = () => {
        clearTimeout(timer);
        this.#abandon = undefined;
        this.#move(TransportState.Connected);
        this.onConnect?.();
        resolve();
      };
      socket.onmessage = ({ data }) => {
        // An answer to our keep-alive (RFC 7118 §6) is not a SIP message.
        if (typeof data === 'string' && data.trim() !== '') this.onMessage?.(data);
        else if (data instanceof ArrayBuffer) this.onMessage?.(new TextDecoder().decode(data));
      };
      socket.binaryType = 'arraybuffer';
      socket.onclose = ({ code, reason }) => {
        const error = new Error(`closed with ${code}${reason ? ` ${reason}` : ''}`);
        if (this.#state === TransportState.Connecting) fail(error);
        else this.drop(error);
      };
    });
  }

  /** Leaves a socket that is known to be dead, as if it had closed by itself. */
  drop(error: Error): void {
    if (this.#state !== TransportState.Connected) return;
    this.#leave();
    this.#move(TransportState.Disconnected);
    this.onDisconnect?.(error);
  }

  disconnect(): Promise<void> {
    this.#abandon?.(new Error('disconnected by us'));
    const connected = this.isConnected();
    this.#leave();
    this.#move(TransportState.Disconnected);
    if (connected) this.onDisconnect?.();
    return Promise.resolve();
  }

  async dispose(): Promise<void> {
    await this.disconnect();
    this.#stateChange.removeAllListeners();
  }

  send(message: string): Promise<void> {
    if (!this.#socket || !this.isConnected()) return Promise.reject(new Error('not connected'));
    this.#socket.send(message);
    return Promise.resolve();
  }

  /** Unhooks and closes the socket; nothing of it is heard any more. */
  #leave(): void {
    const socket = this.#socket;
    if (!socket) return;
    this.#socket = undefined;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  #move(state: TransportState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#stateChange.emit(state);
  }
}
