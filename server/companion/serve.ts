import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { type CompanionConfig, createCompanion } from './companion.ts';
import type { Tenant } from './config/tenant.ts';
import { openToolCalls } from './receiver/tool-calls.ts';
import type { Note } from './receiver/watch.ts';
import type { SessionCheck } from './sessions/check.ts';
import { cookieSession } from './sessions/cookie.ts';
import { oidcSession } from './sessions/oidc.ts';
import type { Settings } from './settings.ts';

export interface RunningCompanion {
  /** `http://host:port`. */
  url: string;
  /** Which parts are on, a line each. */
  parts: string[];
  /** Takes no more requests and settles when those under way are answered (or have had 10 s) and all is kept. */
  stop(): Promise<void>;
}

const PATIENCE_MS = 10_000;

/** How long the head of a request, and all of it, may take to come in. */
const HEAD_MS = 5000;
const REQUEST_MS = 10_000;
/** Longer than balancers keep their idle connections, so that it is they who close them. */
const IDLE_MS = 75_000;

/** Serves the companion as the settings say. Rejects if the database or the port cannot be had. */
export async function serveCompanion(
  settings: Settings,
  tenants: readonly Tenant[],
  log: (entry: object) => void = () => undefined,
): Promise<RunningCompanion> {
  const toolCalls = tenants.length === 0 ? undefined : await openToolCalls(callsOf(settings, tenants, log));
  try {
    const config: CompanionConfig = { ...configOf(settings), toolCalls, log };
    const running = await listenWith(config, { host: settings.HOST, port: settings.PORT });
    return { ...running, parts: partsOf(config, settings) };
  } catch (error) {
    await toolCalls?.stop();
    throw error;
  }
}

/** Serves a companion that is configured in code, with the timeouts it needs. Port 0 takes a free one. */
export async function listenWith(
  config: CompanionConfig,
  where: { host: string; port: number },
): Promise<Pick<RunningCompanion, 'url' | 'stop'>> {
  const { toolCalls } = config;
  const companion = createCompanion(config);
  const listener = getRequestListener((request, env) => companion.fetch(request, env));
  let stopping = false;
  const timeouts = {
    headersTimeout: HEAD_MS,
    requestTimeout: REQUEST_MS,
    keepAliveTimeout: IDLE_MS,
    connectionsCheckingInterval: 1000,
  };
  const server = createServer(timeouts, (request, response) => {
    // A connection that is kept alive would keep the server from closing.
    if (stopping) response.setHeader('connection', 'close');
    response.once('close', () => {
      if (stopping) server.closeIdleConnections();
    });
    void listener(request, response);
  });
  server.listen(where.port, where.host);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the companion listens on no port');
  const host = where.host.includes(':') ? `[${where.host}]` : where.host;
  return {
    url: `http://${host}:${address.port}`,
    stop: async () => {
      stopping = true;
      const closed = once(server, 'close');
      server.close();
      toolCalls?.streams.stop();
      const limit = setTimeout(() => server.closeAllConnections(), PATIENCE_MS);
      await closed;
      clearTimeout(limit);
      await toolCalls?.stop();
    },
  };
}

function partsOf({ toolCalls, sippet, sessions, metrics }: CompanionConfig, settings: Settings): string[] {
  const state = (on: boolean, missing: string) => (on ? 'on' : `off (${missing})`);
  const [noCalls, noSession] = [
    'VOIP_TOOLS_WEBHOOK_KEY is not set',
    'no SESSION_COOKIE_SECRET or OIDC_ISSUER',
  ];
  const kept = settings.DATABASE_URL === undefined ? `SQLite in ${settings.DATA_DIR}` : 'PostgreSQL';
  return [
    `tool calls: ${toolCalls ? `on, kept in ${kept}` : state(false, noCalls)}`,
    `inbox: ${state(toolCalls !== undefined && sessions.length > 0, toolCalls ? noSession : noCalls)}`,
    `operator tokens: ${state(sippet !== undefined, 'SIPPET_SECRET_API_KEY is not set')}`,
    `metrics: ${state(metrics === true, 'METRICS is not 1')}`,
  ];
}

const callsOf = (settings: Settings, tenants: readonly Tenant[], log: (entry: Note) => void) => ({
  tenants,
  databaseUrl: settings.DATABASE_URL,
  directory: settings.DATA_DIR,
  retentionDays: settings.INBOX_RETENTION_DAYS,
  perKeyPerMinute: settings.RATE_PER_WEBHOOK_KEY,
  log,
});

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
  const secretKey = settings.SIPPET_SECRET_API_KEY;
  return {
    ...(secretKey !== undefined && {
      sippet: {
        secretKey,
        apiOrigin: settings.SIPPET_API_ORIGIN,
        mint: settings.SIPPET_MINT,
        timeoutMs: settings.SIPPET_TIMEOUT_MS,
      },
    }),
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
    metrics: settings.METRICS,
    allowedOrigins: settings.ALLOWED_ORIGINS ?? [],
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
