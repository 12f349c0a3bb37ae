/** One of the servers that are compared, in a process of its own: `node bench-server.ts <kind> <directory> [database url]`. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { ToolCalls } from '../../companion.ts';
import { openToolCalls } from '../../receiver/tool-calls.ts';
import { listenWith } from '../../serve.ts';
import type { Store } from '../../store/store.ts';
import { createReceiver } from '../../receiver/receiver.ts';
import { tenantWith } from './desk.ts';

const [kind = '', directory = '', databaseUrl] = process.argv.slice(2);
const options = {
  directory,
  databaseUrl,
  tenants: [tenantWith()],
  retentionDays: 90,
  perKeyPerMinute: 1e9,
};

/** The same route with everything but the store: what is written is forgotten. */
async function withoutStore(): Promise<ToolCalls> {
  const real = await openToolCalls(options);
  const store: Store = {
    ...real.store,
    write: (operation) =>
      Promise.resolve(
        operation.do === 'accept' ? { first: true, item: { ...operation.item, rev: 1 } } : { first: true },
      ),
  };
  const { watch, tenants } = real;
  const outbox = {
    leaseUntil: () => 0,
    attempt: () => Promise.reject(new Error('nothing is done outside here')),
    wake: () => undefined,
    start: () => undefined,
    stop: () => Promise.resolve(),
  };
  const rest = { custom: new Map(), budgetMs: 7000, tryMs: 4000, perKeyPerMinute: 1e9 };
  return { ...real, receive: createReceiver({ tenants, store, outbox, watch, ...rest }) };
}

async function serveExpress(): Promise<string> {
  const app = express();
  app.post('/api/webhooks/ai-tools', express.json({ limit: '64kb' }), (request, response) => {
    const body = request.body as { function?: string; args?: object };
    if (typeof body.function !== 'string' || typeof body.args !== 'object') {
      response.status(400).json({ status: 'error', message: 'Could you say that again?' });
      return;
    }
    response.json({
      status: 'saved',
      message: 'I have taken down your message. Someone will get back to you.',
    });
  });
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function serveCompanionKind(): Promise<string> {
  const toolCalls = kind === 'unstored' ? await withoutStore() : await openToolCalls(options);
  const companion = {
    allowedOrigins: [],
    // Anybody is whom they say they are.
    sessions: [
      (request: Request) =>
        Promise.resolve({ email: request.headers.get('x-operator') ?? 'one@crm.example' }),
    ],
    perOperatorPerMinute: 1e6,
    perAddressPerMinute: 1e6,
    toolCalls,
  };
  return (await listenWith(companion, { host: '127.0.0.1', port: 0 })).url;
}

console.log(`listening on ${kind === 'express' ? await serveExpress() : await serveCompanionKind()}`);
