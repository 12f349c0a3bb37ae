/** A SIP server that says whatever a test likes: it lets anybody register and hands every message over as text. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { until } from './facts.ts';
import { parseSip, type SipText } from './sip-text.ts';

export interface RawServer {
  url: string;
  /** The user part of the phone's contact, which requests to it must name. */
  contact(): string;
  /** Everything the phone has sent, oldest first. */
  heard: SipText[];
  say(text: string): void;
  /** Waits for a message whose first line begins so and that belongs to this Call-ID. */
  answer(start: string, callId: string): Promise<SipText>;
  close(): Promise<void>;
}

export async function startRawServer(): Promise<RawServer> {
  const http = createServer();
  const sockets = new WebSocketServer({ server: http, handleProtocols: () => 'sip' });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const heard: SipText[] = [];
  let phone: WebSocket | undefined;
  let contact = '';
  sockets.on('connection', (socket) => {
    phone = socket;
    socket.on('message', (data: Buffer) => {
      const message = parseSip(data.toString('utf8'));
      heard.push(message);
      if (!/^(REGISTER|OPTIONS)/.test(message.first)) return;
      const own = message.header('Contact');
      contact = /<sip:([^@>;]+)/.exec(own ?? '')?.[1] ?? contact;
      const copied = ['Via', 'From', 'Call-ID', 'CSeq'].map((name) => `${name}: ${message.header(name)}`);
      const to = `To: ${message.header('To')};tag=raw`;
      const lines = [
        'SIP/2.0 200 OK',
        ...copied,
        to,
        ...(own ? [`Contact: ${own}`] : []),
        'Content-Length: 0',
      ];
      socket.send(`${lines.join('\r\n')}\r\n\r\n`);
    });
  });
  return {
    url: `ws://127.0.0.1:${(http.address() as AddressInfo).port}`,
    contact: () => contact,
    heard,
    say: (text) => phone?.send(text),
    answer: (start, callId) =>
      until(() => heard.find((one) => one.first.startsWith(start) && one.header('Call-ID') === callId), {
        message: () => `no ${start} for ${callId} among: ${heard.map((one) => one.first).join(' | ')}`,
      }),
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      http.close();
      await once(http, 'close');
    },
  };
}
