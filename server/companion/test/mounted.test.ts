/** The receiver in a server of somebody else's, whose session check lets nobody in; and the example of the README. */
import { execFile, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { getRequestListener } from '@hono/node-server';
import express from 'express';
import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { createCompanion } from '../companion.ts';
import { callOf, digestOf, itemsOf, KEY, openDesk, post, tell, tenantWith } from './support/desk.ts';
import { onBothStores } from './support/stores.ts';

const WEBHOOK = '/api/webhooks/ai-tools';
const MESSAGE = { caller_name: 'Sample', caller_phone: '+13055550102', message: 'Call me' };
const hasCurl = spawnSync('curl', ['--version']).status === 0;

/** A server of the CRM's with a session check for everything; `mount` puts the companion where it belongs. */
const SERVERS: Record<string, (companion: ReturnType<typeof createCompanion>) => RequestListener> = {
  Express: (companion) => {
    const app = express();
    app.all(WEBHOOK, getRequestListener(companion.fetch));
    app.use((_request, response) => void response.status(401).json({ error: 'sign in' }));
    return app;
  },
  Hono: (companion) => {
    const app = new Hono();
    app.all(WEBHOOK, (context) => companion.fetch(context.req.raw));
    app.use('*', (context) => Promise.resolve(context.json({ error: 'sign in' }, 401)));
    const listener = getRequestListener(app.fetch);
    return (request, response) => void listener(request, response);
  },
};

onBothStores((freshPlace) => {
  describe.each(Object.entries(SERVERS))('in %s', (_name, serverWith) => {
    it('4: it is reached although there is a session check for everything', async () => {
      const desk = await openDesk(await freshPlace());
      const companion = createCompanion({
        allowedOrigins: [],
        sessions: [],
        perOperatorPerMinute: 1,
        perAddressPerMinute: 1,
        toolCalls: desk.toolCalls,
      });
      const server = createServer(serverWith(companion));
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      expect((await fetch(`${url}/customers`)).status).toBe(401);
      expect(await tell(url, 'leave_message', MESSAGE)).toMatchObject({ http: 200, status: 'saved' });
      expect(await post(url, callOf('leave_message', MESSAGE), { authorization: 'guess' })).toMatchObject({
        http: 401,
        status: 'error',
      });
      expect((await post(url, 'x'.repeat(70_000))).http).toBe(413);
      expect((await fetch(url + WEBHOOK, { headers: { authorization: KEY } })).status).toBe(405);
      expect(await itemsOf(desk)).toMatchObject([{ text: 'Call me' }]);
      server.closeAllConnections();
      server.close();
      await desk.stop();
    });
  });

  it.skipIf(!hasCurl)("the README's request does what stands there, by curl itself", async () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    const [, command = '', answer = ''] =
      /```sh\n(curl -s localhost:8787\/api\/webhooks[^]*?)\n# (.*)\n```/.exec(readme) ?? [];
    const desk = await openDesk(await freshPlace(), {
      tenants: [tenantWith({ id: '*', keyDigests: [digestOf('csk_test_not-a-secret')] })],
    });
    const line = command.replace('localhost:8787', desk.url);
    const { stdout } = await promisify(execFile)('sh', ['-c', line]);
    expect(stdout).toBe(answer);
    expect(await itemsOf(desk, '*')).toMatchObject([
      {
        callId: 'test-123',
        name: 'Pat Doe',
        number: '+13055550100',
        urgent: true,
        text: 'Call me about the quote',
      },
    ]);
    await desk.stop();
  });
});
