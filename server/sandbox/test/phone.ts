import { once } from 'node:events';
import { WebSocket } from 'ws';
import { digestResponse, parseCredentials } from '../sip/digest.ts';
import { parseAddress } from '../sip/address.ts';
import {
  branch,
  header,
  need,
  parseMessage,
  sequence,
  type SipMessage,
  type SipRequest,
  type SipResponse,
} from '../sip/message.ts';

const DOMAIN = 'sandbox.ringside.test';

/** A phone for tests: SIP text written by hand over a real WebSocket. */
export class Phone {
  readonly user: string;
  readonly #socket: WebSocket;
  readonly #received: SipMessage[] = [];
  readonly #waiting = new Set<() => void>();
  #counter = 0;
  #credentials = '';
  readonly closed: Promise<void>;

  private constructor(user: string, socket: WebSocket) {
    this.user = user;
    this.#socket = socket;
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
    socket.on('message', (data: Buffer) => {
      this.#received.push(parseMessage(data.toString('utf8')));
      for (const look of this.#waiting) look();
    });
  }

  /** Connects; rejects if the sandbox refuses the WebSocket. */
  static async connect(wsUrl: string, user = '1001'): Promise<Phone> {
    const socket = new WebSocket(wsUrl, 'sip');
    const phone = new Phone(user, socket);
    await once(socket, 'open');
    return phone;
  }

  get contact(): string {
    return `<sip:${this.user}@phone.invalid;transport=ws>`;
  }

  send(lines: readonly string[], body = ''): void {
    const length = `Content-Length: ${Buffer.byteLength(body)}`;
    this.#socket.send([...lines, length, '', body].join('\r\n'));
  }

  /** Takes the first message not taken yet that fits; waits for it up to 5 s. */
  take<T extends SipMessage>(what: string, fits: (message: SipMessage) => message is T): Promise<T> {
    return new Promise((resolve, reject) => {
      const limit = setTimeout(() => {
        this.#waiting.delete(look);
        const seen = this.#received.map((message) =>
          message.kind === 'request' ? message.method : `${message.status} ${need(message, 'CSeq')}`,
        );
        reject(new Error(`${this.user} waited in vain for ${what}; not taken: ${seen.join(', ')}`));
      }, 5000);
      const look = (): void => {
        const found = this.#received.find(fits);
        if (found === undefined) return;
        this.#received.splice(this.#received.indexOf(found), 1);
        clearTimeout(limit);
        this.#waiting.delete(look);
        resolve(found);
      };
      this.#waiting.add(look);
      look();
    });
  }

  /** The next response to a method, 100 Trying left out. */
  response(method: string): Promise<SipResponse> {
    return this.take(
      `a response to ${method}`,
      (message): message is SipResponse =>
        message.kind === 'response' && message.status > 100 && sequence(message).method === method,
    );
  }

  /** The next request of a method. */
  request(method: string): Promise<SipRequest> {
    return this.take(
      method,
      (message): message is SipRequest => message.kind === 'request' && message.method === method,
    );
  }

  /** Sends REGISTER, answers one challenge, and gives the final response. */
  async register(
    options: { expires?: number; password?: string; contact?: string; as?: string } = {},
  ): Promise<SipResponse> {
    const address = `<sip:${options.as ?? this.user}@${DOMAIN}>`;
    const start = (number: number): string[] => [
      `REGISTER sip:${DOMAIN} SIP/2.0`,
      `Via: SIP/2.0/WS phone.invalid;branch=z9hG4bKreg${this.user}${++this.#counter}`,
      `From: ${address};tag=reg`,
      `To: ${address}`,
      `Call-ID: register-${this.user}`,
      `CSeq: ${number} REGISTER`,
      `Contact: ${options.contact ?? this.contact}`,
      `Expires: ${options.expires ?? 300}`,
      'Max-Forwards: 70',
    ];
    this.send(start(++this.#counter));
    const challenged = await this.response('REGISTER');
    if (challenged.status !== 401) return challenged;
    const credentials = this.credentials(challenged, 'REGISTER', `sip:${DOMAIN}`, options.password);
    this.send([...start(++this.#counter), `Authorization: ${credentials}`]);
    return this.response('REGISTER');
  }

  /** The Digest header value that answers a challenge. */
  credentials(challenged: SipResponse, method: string, uri: string, password?: string, count = 1): string {
    const challenge = header(challenged, 'WWW-Authenticate') ?? need(challenged, 'Proxy-Authenticate');
    const fields = parseCredentials(challenge);
    const input = {
      user: this.user,
      realm: fields.get('realm') ?? '',
      password: password ?? `demo-${this.user}-not-a-secret`,
      method,
      uri,
      nonce: fields.get('nonce') ?? '',
      count: count.toString(16).padStart(8, '0'),
      clientNonce: 'abcdef',
    };
    return (
      `Digest username="${input.user}", realm="${input.realm}", nonce="${input.nonce}", uri="${uri}", ` +
      `response="${digestResponse(input)}", algorithm=MD5, qop=auth, nc=${input.count}, cnonce="${input.clientNonce}"`
    );
  }

  /** Dials a number; the challenge is answered, the first real answer is left to be taken. */
  async dial(number: string, offer: string): Promise<OutgoingCall> {
    const call = new OutgoingCall(this, number, `call-${this.user}-${++this.#counter}`);
    call.invite(offer);
    const challenged = await this.response('INVITE');
    if (challenged.status !== 407) throw new Error(`expected a challenge, got ${challenged.status}`);
    call.acknowledge(challenged);
    this.#credentials = this.credentials(challenged, 'INVITE', call.target);
    call.invite(offer, `Proxy-Authorization: ${this.#credentials}`);
    return call;
  }

  /** Dials with the credentials of the last call, as they are. */
  dialWithOldCredentials(number: string, offer: string): Promise<SipResponse> {
    const call = new OutgoingCall(this, number, `call-${this.user}-${++this.#counter}`);
    call.invite(offer, `Proxy-Authorization: ${this.#credentials}`);
    return this.response('INVITE');
  }

  /** Answers a request of the sandbox's. */
  answer(
    request: SipRequest,
    status: string,
    options: { headers?: readonly string[]; body?: string } = {},
  ): void {
    const tag = parseAddress(need(request, 'To')).params.has('tag') ? '' : `;tag=answer${this.user}`;
    this.send(
      [
        `SIP/2.0 ${status}`,
        `Via: ${need(request, 'Via')}`,
        `From: ${need(request, 'From')}`,
        `To: ${need(request, 'To')}${tag}`,
        `Call-ID: ${need(request, 'Call-ID')}`,
        `CSeq: ${need(request, 'CSeq')}`,
        `Contact: ${this.contact}`,
        ...(options.body === undefined ? [] : ['Content-Type: application/sdp']),
        ...(options.headers ?? []),
      ],
      options.body,
    );
  }

  close(): void {
    this.#socket.close();
  }
}

/** A call the test phone has dialled. */
export class OutgoingCall {
  readonly phone: Phone;
  readonly id: string;
  readonly target: string;
  #number = 0;
  #toTag = '';
  #inviteBranch = '';

  constructor(phone: Phone, number: string, id: string) {
    this.phone = phone;
    this.id = id;
    this.target = `sip:${number}@${DOMAIN}`;
  }

  /** Remembers the tag of the other side from a response. */
  learn(response: SipResponse): void {
    this.#toTag = parseAddress(need(response, 'To')).params.get('tag') ?? '';
  }

  /** An INVITE, first or later, with an offer. */
  invite(offer: string, ...headers: string[]): void {
    this.#number += 1;
    this.#inviteBranch = `z9hG4bK${this.id}-${this.#number}`;
    this.phone.send(
      [...this.#start('INVITE', this.#inviteBranch), 'Content-Type: application/sdp', ...headers],
      offer,
    );
  }

  /** ACK; for a refusal with the branch of the INVITE. */
  acknowledge(response: SipResponse): void {
    this.learn(response);
    const id = response.status >= 300 ? branch(response) : `${this.#inviteBranch}-ack`;
    this.phone.send(this.#start('ACK', id, sequence(response).number));
    if (response.status >= 300 && this.#number === 1) this.#toTag = '';
  }

  cancel(): void {
    this.phone.send(this.#start('CANCEL', this.#inviteBranch));
  }

  /** Any other request in the call. */
  ask(method: string, headers: readonly string[] = [], body = ''): void {
    this.#number += 1;
    this.phone.send([...this.#start(method, `z9hG4bK${this.id}-${this.#number}`), ...headers], body);
  }

  #start(method: string, id: string, number = this.#number): string[] {
    const tag = this.#toTag === '' || method === 'CANCEL' ? '' : `;tag=${this.#toTag}`;
    return [
      `${method} ${this.target} SIP/2.0`,
      `Via: SIP/2.0/WS phone.invalid;branch=${id}`,
      `From: <sip:${this.phone.user}@${DOMAIN}>;tag=from`,
      `To: <${this.target}>${tag}`,
      `Call-ID: ${this.id}`,
      `CSeq: ${number} ${method}`,
      `Contact: ${this.phone.contact}`,
      'Max-Forwards: 70',
    ];
  }
}
