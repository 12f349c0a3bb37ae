/** A web server for pages of a test's own, on as many origins as wanted: one port each. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface TestSite {
  origin: string;
  /** Its pages by path; anything else is 404. */
  pages: Map<string, { body: string; headers?: Record<string, string> }>;
  close(): Promise<void>;
}

export async function openSite(body = '<!doctype html><title>CRM</title><h1>Page</h1>'): Promise<TestSite> {
  const pages: TestSite['pages'] = new Map([['/', { body }]]);
  const server: Server = createServer((request, response) => {
    const page = pages.get((request.url ?? '/').split('?')[0] ?? '/');
    response.writeHead(page ? 200 : 404, {
      'content-type': request.url?.endsWith('.js') ? 'text/javascript' : 'text/html; charset=utf-8',
      ...page?.headers,
    });
    response.end(page?.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    pages,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
