import { once } from 'node:events';
import { WebSocket } from 'ws';
import { MediaPhone } from '../../test/media-phone.ts';
import { Phone } from '../../test/phone.ts';
import { need, type SipRequest } from '../../sip/message.ts';
import type { Sandbox } from '../../sandbox.ts';
import { toneSource } from '../../media/sources.ts';
import type { RpcError } from '../rpc/errors.ts';
import type { Frame } from '../socket/frames.ts';

export const ONE = 'one@sandbox.ringside.test';
export const TWO = 'two@sandbox.ringside.test';

export interface Answer {
  status: number;
  headers: Headers;
  body: unknown;
}

/** POSTs JSON and reads JSON, or text where it is none. */
export async function post(
  url: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const json = response.headers.get('content-type')?.includes('json') === true;
  const parsed: unknown = json ? JSON.parse(text) : text;
  return { status: response.status, headers: response.headers, body: parsed };
}

/** One credential at one sandbox. */
export class Client {
  readonly #sandbox: Sandbox;
  readonly #headers: Record<string, string>;

  constructor(sandbox: Sandbox, headers: Record<string, string>) {
    this.#sandbox = sandbox;
    this.#headers = headers;
  }

  /** With the secret key. */
  static secret(sandbox: Sandbox): Client {
    return new Client(sandbox, { 'x-api-key': sandbox.sippet.secretKey });
  }

  /** With a fresh operator token. */
  static operator(sandbox: Sandbox, email = ONE): Client {
    return new Client(sandbox, { authorization: `Bearer ${sandbox.sippet.mint('operator', email).token}` });
  }

  post(path: string, body?: unknown): Promise<Answer> {
    return post(this.#sandbox.httpUrl + path, body, this.#headers);
  }

  /** The envelope of an action. */
  async run(body: object, verb: 'run' | 'validate' = 'run'): Promise<unknown> {
    return (await this.post(`/rpc/public/${verb}`, body)).body;
  }

  /** The data of an action that must succeed. */
  async data(action: string, rest: object = {}): Promise<unknown> {
    const envelope = (await this.run({ action, ...rest })) as { success: boolean; data: unknown };
    if (!envelope.success) throw new Error(JSON.stringify(envelope));
    return envelope.data;
  }

  /** The rows of a list that must succeed. */
  async rows(action: string, rest: object = {}): Promise<Record<string, unknown>[]> {
    return (await this.data(action, rest)) as Record<string, unknown>[];
  }

  /** The first error of an action that must fail. */
  async error(action: string, rest: object = {}): Promise<RpcError> {
    const envelope = (await this.run({ action, ...rest })) as { success: boolean; errors: RpcError[] };
    const [error] = envelope.errors;
    if (envelope.success || error === undefined) throw new Error(`${action} did not fail`);
    return error;
  }

  /** Issues SIP access and registers a phone with it. */
  async phone(): Promise<Phone> {
    const access = (await this.data('issue_sip_access', { input: {} })) as Record<string, string>;
    const phone = await Phone.connect(this.#sandbox.wsUrl, access['sip_username']);
    const { status } = await phone.register({ password: access['sip_password'] ?? '' });
    if (status !== 200) throw new Error(`REGISTER was answered with ${status}`);
    return phone;
  }
}

/**
 * For tests that answer calls: about one in a hundred WebRTC connections of the media library fails in the moment it is
 * answered when the machine is busy ("Got a remote candidate without ICE transport"), whatever is done with it.
 */
export const answering = { retry: 2 };

/** A phone's answered call, with a tone of 1000 Hz on our side. */
export interface Answered {
  invite: SipRequest;
  sound: MediaPhone;
}

/** Answers the next call on a phone. */
export async function answer(phone: Phone, ssrc = 815): Promise<Answered> {
  const invite = await phone.request('INVITE');
  const sound = new MediaPhone(ssrc, toneSource(1000, 0.5));
  phone.answer(invite, '180 Ringing');
  phone.answer(invite, '200 OK', { body: await sound.answer(invite.body) });
  await phone.request('ACK');
  return { invite, sound };
}

/** Hangs up a call the phone has answered. */
export function hangUp(phone: Phone, { invite }: Answered): void {
  const target = /<([^>]+)>/.exec(need(invite, 'Contact'))?.[1] ?? '';
  phone.send([
    `BYE ${target} SIP/2.0`,
    `Via: SIP/2.0/WS phone.invalid;branch=z9hG4bKbye${need(invite, 'Call-ID')}`,
    `From: ${need(invite, 'To')};tag=answer${phone.user}`,
    `To: ${need(invite, 'From')}`,
    `Call-ID: ${need(invite, 'Call-ID')}`,
    'CSeq: 2 BYE',
    'Max-Forwards: 70',
  ]);
}

/** Frames by hand over a real WebSocket. */
export class RawSocket {
  readonly #socket: WebSocket;
  readonly frames: Frame[] = [];
  readonly #waiting = new Set<(frame: Frame) => void>();
  readonly closed: Promise<number>;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    this.closed = new Promise((resolve) => socket.once('close', (code: number) => resolve(code)));
    socket.on('message', (data: Buffer) => {
      const frame = JSON.parse(data.toString('utf8')) as Frame;
      this.frames.push(frame);
      for (const look of this.#waiting) look(frame);
    });
  }

  /** Connects; rejects with what the upgrade was refused with. */
  static async connect(sandbox: Sandbox, params: Record<string, string>): Promise<RawSocket> {
    const query = new URLSearchParams({ ...params, vsn: '2.0.0' });
    const socket = new WebSocket(
      `${sandbox.httpUrl.replace('http', 'ws')}/socket/websocket?${query.toString()}`,
    );
    const raw = new RawSocket(socket);
    await once(socket, 'open');
    return raw;
  }

  /** Connects with a fresh session token and joins `events`. */
  static async joined(sandbox: Sandbox): Promise<RawSocket> {
    const raw = await RawSocket.connect(sandbox, { session_token: sandbox.sippet.mint('session').token });
    raw.send(['1', '1', 'events', 'phx_join', {}]);
    await raw.take('the answer to the join', ([, , , event]) => event === 'phx_reply');
    return raw;
  }

  send(frame: unknown): void {
    this.#socket.send(JSON.stringify(frame));
  }

  /** Takes the first frame that fits, and all before it; waits up to 5 s. */
  take(what: string, fits: (frame: Frame) => boolean): Promise<Frame> {
    return new Promise((resolve, reject) => {
      const limit = setTimeout(() => {
        this.#waiting.delete(look);
        reject(new Error(`waited in vain for ${what}; not taken: ${JSON.stringify(this.frames)}`));
      }, 5000);
      const look = (): void => {
        const index = this.frames.findIndex(fits);
        const found = this.frames[index];
        if (found === undefined) return;
        this.frames.splice(0, index + 1);
        clearTimeout(limit);
        this.#waiting.delete(look);
        resolve(found);
      };
      this.#waiting.add(look);
      look();
    });
  }

  /** The payload of the next event of this name. */
  async event(name: string): Promise<Record<string, unknown>> {
    const [, , , , payload] = await this.take(name, ([, , , event]) => event === name);
    return payload as Record<string, unknown>;
  }

  /** All frames before the answer to a heartbeat: nothing that was sent until now is missing then. */
  async settled(): Promise<Frame[]> {
    this.send([null, 'settle', 'phoenix', 'heartbeat', {}]);
    await new Promise<void>((resolve) => {
      const look = (frame?: Frame): void => {
        if (frame?.[1] !== 'settle') return;
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
    });
    return this.frames.splice(0).filter(([, ref]) => ref !== 'settle');
  }

  /** The server has read everything that was sent until now, whether it answers or not. */
  async read(): Promise<void> {
    this.#socket.ping();
    await once(this.#socket, 'pong');
  }

  close(): void {
    this.#socket.close();
  }
}
