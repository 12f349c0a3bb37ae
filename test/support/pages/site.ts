/** Pages of our own on a local server: a site that a test makes up. */
import { createServer } from 'node:http';

export interface SitePage {
  html: string;
  headers?: Record<string, string>;
}

export interface Site {
  /** The full address of a page, by its path. */
  url(path: string): string;
  close(): Promise<void>;
}

/** Serves pages by their path. */
export async function serveSite(pages: Record<string, SitePage>): Promise<Site> {
  const server = createServer((request, response) => {
    const page = pages[request.url ?? ''];
    response.writeHead(page ? 200 : 404, { 'content-type': 'text/html; charset=utf-8', ...page?.headers });
    response.end(page?.html ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the site has no port');
  return {
    url: (path) => `http://127.0.0.1:${address.port}${path}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
