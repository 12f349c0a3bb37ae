import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { type CompanionConfig, createCompanion } from './companion.ts';
import type { SessionCheck } from './sessions/check.ts';
import { cookieSession } from './sessions/cookie.ts';
import { oidcSession } from './sessions/oidc.ts';
import type { Settings } from './settings.ts';

export interface RunningCompanion {
  /** `http://host:port`. */
  url: string;
  /** Takes no more requests and settles when those under way are answered (or have had 10 s). */
  stop(): Promise<void>;
}

const PATIENCE_MS = 10_000;

/** Serves the companion as the settings say. Rejects if the port cannot be had. */
export async function serveCompanion(
  settings: Settings,
  log: CompanionConfig['log'] = () => undefined,
): Promise<RunningCompanion> {
  const companion = createCompanion({ ...configOf(settings), log });
  const listener = getRequestListener((request, env) => companion.fetch(request, env));
  let stopping = false;
  const server = createServer((request, response) => {
    // A connection that is kept alive would keep the server from closing.
    if (stopping) response.setHeader('connection', 'close');
    response.once('close', () => {
      if (stopping) server.closeIdleConnections();
    });
    void listener(request, response);
  });
  server.listen(settings.PORT, settings.HOST);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the companion listens on no port');
  const host = settings.HOST.includes(':') ? `[${settings.HOST}]` : settings.HOST;
  return {
    url: `http://${host}:${address.port}`,
    stop: async () => {
      stopping = true;
      const closed = once(server, 'close');
      server.close();
      const limit = setTimeout(() => server.closeAllConnections(), PATIENCE_MS);
      await closed;
      clearTimeout(limit);
    },
  };
}

/** What the settings mean for the handlers. */
export function configOf(settings: Settings): CompanionConfig {
  const sessions: SessionCheck[] = [];
  const emailClaim = settings.SESSION_EMAIL_CLAIM;
  if (settings.SESSION_COOKIE_SECRET !== undefined) {
    const { SESSION_COOKIE_NAME: name, SESSION_COOKIE_SECRET: secret } = settings;
    sessions.push(cookieSession({ name, secret, emailClaim }));
  }
  if (settings.OIDC_ISSUER !== undefined && settings.OIDC_AUDIENCE !== undefined) {
    const { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience, OIDC_JWKS_URL: jwksUrl } = settings;
    sessions.push(oidcSession({ issuer, audience, jwksUrl, emailClaim }));
  }
  return {
    secretKey: settings.SIPPET_SECRET_API_KEY,
    apiOrigin: settings.SIPPET_API_ORIGIN,
    mint: settings.SIPPET_MINT,
    timeoutMs: settings.SIPPET_TIMEOUT_MS,
    cemscale:
      settings.CEMSCALE_API_KEY === undefined
        ? undefined
        : {
            apiKey: settings.CEMSCALE_API_KEY,
            apiUrl: settings.CEMSCALE_API_URL,
            keyHeader: settings.CEMSCALE_KEY_HEADER,
            routes: settings.CEMSCALE_ROUTES,
            timeoutMs: settings.SIPPET_TIMEOUT_MS,
          },
    allowedOrigins: settings.ALLOWED_ORIGINS,
    sessions,
    perOperatorPerMinute: settings.RATE_PER_OPERATOR,
    perAddressPerMinute: settings.RATE_PER_ADDRESS,
    addressOf: (request, env) => addressOf(request, env, settings.TRUSTED_PROXIES),
  };
}

/** The client's address: the connection's, or what the last trusted proxy has written into X-Forwarded-For. */
function addressOf(request: Request, env: unknown, trustedProxies: number): string | undefined {
  const { incoming } = env as { incoming: IncomingMessage };
  if (trustedProxies === 0) return incoming.socket.remoteAddress;
  const hops = (request.headers.get('x-forwarded-for') ?? '').split(',').map((hop) => hop.trim());
  return hops.at(-trustedProxies) || incoming.socket.remoteAddress;
}
