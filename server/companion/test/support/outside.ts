/** The other side of the connectors: Twilio, Telnyx, a CRM and a policy service, with everything that can go wrong. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as textOf } from 'node:stream/consumers';

export interface Seen {
  method: string;
  path: string;
  headers: Headers;
  body: string;
}

/** What is answered instead. `done`: what was asked is done nevertheless. */
export interface Trouble {
  /** Only for requests of this method. */
  method?: 'GET' | 'POST';
  done?: boolean;
  /** `hang` never answers, `half` breaks off within the body, `reset` before it, `endless` never ends its body. */
  how: 'answer' | 'hang' | 'half' | 'reset' | 'endless';
  status?: number;
  headers?: Record<string, string>;
  body?: string;
}

export interface Message {
  sid: string;
  to: string;
  from: string | null;
  body: string;
  status: string;
  direction: string;
  date_created: string | null;
}

export interface Outside {
  url: string;
  seen: Seen[];
  /** What Twilio and Telnyx have taken, newest first. */
  messages: Message[];
  /** What the policy service and the CRM answer to what is none of the above. */
  reply: { status: number; body: string };
  /** Used up one by one. */
  troubles: Trouble[];
  /** What its clock says, if not the time. */
  clock: string | undefined;
  stop(): Promise<void>;
}

export async function startOutside(): Promise<Outside> {
  const server = createServer((request, response) => void handle(request, response));
  const outside: Outside = {
    url: '',
    seen: [],
    messages: [],
    reply: { status: 200, body: '{}' },
    troubles: [],
    clock: undefined,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: path = '' } = request;
    const headers = new Headers(
      Object.entries(request.headersDistinct).map(([name, [value = ''] = []]) => [name, value]),
    );
    const body = await textOf(request);
    if (outside.clock !== undefined) response.setHeader('date', outside.clock);
    outside.seen.push({ method, path, headers, body });
    const index = outside.troubles.findIndex(
      (trouble) => trouble.method === undefined || trouble.method === method,
    );
    const [trouble] = index === -1 ? [] : outside.troubles.splice(index, 1);
    if (trouble === undefined || trouble.done === true) {
      const { status, json } = answerTo(method, path, body);
      if (trouble === undefined) {
        response.writeHead(status, { 'content-type': 'application/json' }).end(json);
        return;
      }
    }
    makeTrouble(trouble, response);
  }

  function answerTo(method: string, path: string, body: string): { status: number; json: string } {
    if (path.startsWith('/2010-04-01/')) {
      if (method === 'GET') return { status: 200, json: JSON.stringify({ messages: listed(path) }) };
      const form = new URLSearchParams(body);
      const { sid, ...message } = take(form.get('To') ?? '', form.get('Body') ?? '', form.get('From'));
      return {
        status: 201,
        json: JSON.stringify({ sid, ...message, error_code: null, error_message: null }),
      };
    }
    if (path === '/v2/messages') {
      const { to, text, from } = JSON.parse(body) as { to: string; text: string; from: string };
      return { status: 200, json: JSON.stringify({ data: { id: take(to, text, from).sid }, errors: [] }) };
    }
    return { status: outside.reply.status, json: outside.reply.body };
  }

  function take(to: string, body: string, from: string | null): Message {
    const message: Message = {
      sid: `SM${String(outside.messages.length).padStart(32, '0')}`,
      to,
      from,
      body,
      status: 'queued',
      direction: 'outbound-api',
      date_created: new Date().toUTCString(),
    };
    outside.messages.unshift(message);
    return message;
  }

  function listed(path: string): Message[] {
    const query = new URL(path, 'http://outside').searchParams;
    return outside.messages.filter(
      ({ to, from }) => to === query.get('To') && (!query.has('From') || from === query.get('From')),
    );
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  outside.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return outside;
}

function makeTrouble(trouble: Trouble, response: ServerResponse): void {
  const { how, status = 200, headers = {}, body = '' } = trouble;
  if (how === 'hang') return;
  if (how === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  if (how === 'answer') {
    response.writeHead(status, headers).end(body);
    return;
  }
  response.writeHead(status, { ...headers, 'content-type': 'application/json' });
  if (how === 'half') {
    response.write('{"sid": "SM', () => response.destroy());
    return;
  }
  const more = (): void => {
    while (!response.destroyed && response.write(' '.repeat(65_536)));
  };
  response.on('drain', more);
  more();
}
