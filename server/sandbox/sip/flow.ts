import type { WebSocket } from 'ws';
import type { Faults } from '../faults.ts';
import {
  branch,
  formatMessage,
  header,
  type Headers,
  headersNamed,
  need,
  parseMessage,
  sequence,
  type SipMessage,
  type SipRequest,
  type SipResponse,
  SipSyntaxError,
} from './message.ts';
import { parseAddress } from './address.ts';
import { reasonOf } from './reasons.ts';

/** A request of the client's that waits for our answer (RFC 3261 §17.2). */
export interface ServerTransaction {
  request: SipRequest;
  flow: Flow;
  /** Our tag in the To of every answer: the one the request came with, or a new one. */
  localTag: string;
  /** A final response has been given. */
  finished: boolean;
  /** What to do when the client takes an INVITE back; set by whoever handles it. */
  onCancel: (() => void) | undefined;
  /** Answers; does nothing once a final response has been given. */
  respond(status: number, extra?: { reason?: string; headers?: Headers; body?: string }): void;
}

export interface FlowHandlers {
  /** A request that is not a CANCEL or an ACK of a refusal. */
  onRequest: (transaction: ServerTransaction) => void;
  onClose: (flow: Flow) => void;
  faults: () => Faults;
  newTag: () => string;
  trace: (direction: 'in' | 'out', text: string) => void;
}

/** How long we wait for a final response, in ms (timer B and F, 64 × T1). */
const RESPONSE_MS = 32_000;
/** How long a client may take to close its side, in ms. */
const FAREWELL_MS = 500;

/**
 * SIP over one WebSocket (RFC 7118). The transport is reliable, so nothing is sent twice; a transaction ends with its
 * final response.
 */
export class Flow {
  readonly #socket: WebSocket;
  readonly #handlers: FlowHandlers;
  readonly #served = new Map<string, ServerTransaction>();
  readonly #asked = new Map<string, { settle: (response: SipResponse) => void; timer: NodeJS.Timeout }>();

  constructor(socket: WebSocket, handlers: FlowHandlers) {
    this.#socket = socket;
    this.#handlers = handlers;
    socket.on('message', (data: Buffer) => this.#receive(data.toString('utf8')));
    socket.on('close', () => this.#closed());
    socket.on('error', () => socket.terminate());
  }

  get open(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  /** Cuts the connection without a closing handshake: what a failing network looks like. */
  cut(): void {
    this.#socket.terminate();
  }

  /** Closes the connection properly. */
  close(): void {
    this.#socket.close(1001);
    // A client that is gone without a word never answers the farewell.
    setTimeout(() => this.#socket.terminate(), FAREWELL_MS).unref();
  }

  /** Sends a request; every response is handed on, the last one final. No answer is a 408, no connection a 503. */
  request(request: SipRequest, onResponse: (response: SipResponse) => void): void {
    const key = clientKey(request);
    const fail = (status: number): void => {
      this.#asked.delete(key);
      onResponse({ kind: 'response', status, reason: reasonOf(status), headers: [], body: '' });
    };
    if (!this.open) {
      queueMicrotask(() => fail(503));
      return;
    }
    const timer = setTimeout(() => fail(408), RESPONSE_MS);
    const settle = (response: SipResponse): void => {
      // An INVITE may ring for as long as it likes once something has been heard of it.
      if (response.status >= 200 || request.method === 'INVITE') clearTimeout(timer);
      if (response.status >= 200) this.#asked.delete(key);
      onResponse(response);
    };
    this.#asked.set(key, { settle, timer });
    this.send(request);
  }

  /** Sends a message that nobody waits on (an ACK, a response). */
  send(message: SipMessage): void {
    const text = formatMessage(message);
    this.#handlers.trace('out', text);
    if (this.open) this.#socket.send(text);
  }

  #receive(text: string): void {
    // A lone CRLF pair is a keep-alive and is answered with one CRLF (RFC 5626 §4.4.1).
    if (text.trim() === '') {
      if (this.open && text === '\r\n\r\n') this.#socket.send('\r\n');
      return;
    }
    this.#handlers.trace('in', text);
    if (this.#handlers.faults().deaf) return;
    try {
      const message = parseMessage(text);
      if (message.kind === 'response') this.#asked.get(clientKey(message))?.settle(message);
      else this.#serve(message);
    } catch (error) {
      if (!(error instanceof SipSyntaxError)) throw error;
      this.#handlers.trace('out', `(dropped: ${error.message})`);
    }
  }

  #serve(request: SipRequest): void {
    const id = branch(request);
    const { method } = sequence(request);
    for (const name of ['From', 'To', 'Call-ID']) need(request, name);
    const invite = this.#served.get(`INVITE ${id}`);
    if (method === 'ACK' && invite !== undefined) {
      this.#served.delete(`INVITE ${id}`);
      return;
    }
    const key = `${method} ${id}`;
    if (this.#served.has(key)) return;
    const transaction = this.#transaction(request, key);
    if (method === 'CANCEL') {
      transaction.respond(invite === undefined ? 481 : 200);
      if (invite?.finished === false) invite.onCancel?.();
      return;
    }
    this.#handlers.onRequest(transaction);
  }

  #transaction(request: SipRequest, key: string): ServerTransaction {
    const existingTag = parseAddress(need(request, 'To')).params.get('tag');
    const transaction: ServerTransaction = {
      request,
      flow: this,
      localTag: existingTag ?? this.#handlers.newTag(),
      finished: false,
      onCancel: undefined,
      respond: (status, extra = {}) => {
        if (transaction.finished || request.method === 'ACK') return;
        transaction.finished = status >= 200;
        const toTag = existingTag !== undefined || status === 100 ? '' : `;tag=${transaction.localTag}`;
        this.#later(() => {
          // A refused INVITE is remembered until its ACK comes; everything else is over now.
          if (status >= 200 && !(request.method === 'INVITE' && status >= 300)) this.#served.delete(key);
          this.send({
            kind: 'response',
            status,
            reason: extra.reason ?? reasonOf(status),
            headers: [
              ...headersNamed(request, 'Via'),
              ['From', need(request, 'From')],
              ['To', need(request, 'To') + toTag],
              ['Call-ID', need(request, 'Call-ID')],
              ['CSeq', need(request, 'CSeq')],
              ...(extra.headers ?? []),
              ['Server', 'Ringside sandbox'],
            ],
            body: extra.body ?? '',
          });
        });
      },
    };
    this.#served.set(key, transaction);
    if (request.method === 'ACK') this.#served.delete(key);
    return transaction;
  }

  #later(send: () => void): void {
    const { delayMs } = this.#handlers.faults();
    if (delayMs > 0) setTimeout(send, delayMs);
    else send();
  }

  #closed(): void {
    for (const [key, { settle, timer }] of this.#asked) {
      clearTimeout(timer);
      this.#asked.delete(key);
      settle({ kind: 'response', status: 503, reason: reasonOf(503), headers: [], body: '' });
    }
    this.#served.clear();
    this.#handlers.onClose(this);
  }
}

function clientKey(message: SipMessage): string {
  return `${sequence(message).method} ${branch(message)}`;
}

/** The Expires asked for: the Contact's own parameter first, then the header (RFC 3261 §10.2.1.1), in seconds. */
export function expiresOf(request: SipRequest, contact: string): number | undefined {
  const value = parseAddress(contact).params.get('expires') ?? header(request, 'Expires');
  return value === undefined || !/^\d+$/.test(value) ? undefined : Number(value);
}
