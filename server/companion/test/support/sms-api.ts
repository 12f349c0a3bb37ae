/** An SMS service on a real port that counts what it was asked to send, by idempotency key, and can fail in every way. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { ConnectorFault, type SmsSender } from '../../connectors/connector.ts';

export type Mood = 'good' | 'broken' | 'busy' | 'garbage' | 'silent' | 'refusing';

export interface SmsApi {
  url: string;
  mood: Mood;
  /** Every request that was understood: the key and what was to be sent. */
  asked: { key: string; to: string; text: string }[];
  /** What was sent, by key: once each, as a service with idempotency keys does it. */
  sent: Map<string, { to: string; text: string }>;
  stop(): Promise<void>;
}

export async function startSmsApi(): Promise<SmsApi> {
  const hanging = new Set<ServerResponse>();
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const sms = JSON.parse(Buffer.concat(pieces).toString()) as { to: string; text: string };
    const key = String(request.headers['idempotency-key']);
    api.asked.push({ key, ...sms });
    if (api.mood === 'silent') {
      hanging.add(response);
      return;
    }
    if (api.mood === 'broken') response.writeHead(500).end('{"error":"broken"}');
    else if (api.mood === 'busy') response.writeHead(429, { 'retry-after': '1' }).end('{}');
    else if (api.mood === 'refusing') response.writeHead(400).end('{"error":"landline"}');
    else if (api.mood === 'garbage') response.writeHead(200).end('<html>Bad gateway</html>');
    else {
      api.sent.set(key, sms);
      response.writeHead(201).end('{"id":"sent"}');
    }
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const api: SmsApi = {
    url: `http://127.0.0.1:${address.port}`,
    mood: 'good',
    asked: [],
    sent: new Map(),
    stop: async () => {
      for (const response of hanging) response.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return api;
}

/** Sends by such a service. */
export const smsBy = (url: string): SmsSender => ({
  async send({ key, to, text: words }, signal) {
    let response: Response;
    try {
      response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify({ to, text: words }),
        signal,
      });
    } catch (error) {
      throw new ConnectorFault('again', 'The SMS service cannot be reached.', { cause: error });
    }
    const text = await response.text();
    if (response.status === 400) throw new ConnectorFault('refused', 'The SMS service refuses this number.');
    if (response.status !== 201 || !text.startsWith('{'))
      throw new ConnectorFault('again', `The SMS service answered ${response.status}.`);
  },
});
