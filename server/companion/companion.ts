import { type Context, Hono } from 'hono';
import { cors } from 'hono/cors';
import { type CemscaleUpstream, mintCemscaleToken } from './cemscale.ts';
import { limitPerMinute } from './limits.ts';
import { isListed } from './origins.ts';
import { Refusal } from './refusal.ts';
import type { OperatorSession, SessionCheck } from './sessions/check.ts';
import { mintOperatorToken, mintRealtimeSession, type UpstreamOptions } from './upstream.ts';

export type { OperatorSession, SessionCheck } from './sessions/check.ts';
export { cookieSession, signSession } from './sessions/cookie.ts';
export { oidcSession } from './sessions/oidc.ts';
export { Refusal } from './refusal.ts';
export { defineTools } from './config/define-tools.ts';
export { verifyWebhook } from './connectors/webhook-signature.ts';

export interface CompanionConfig extends UpstreamOptions {
  /** Origins that may ask from a browser; see `isListed` for what an entry can be. */
  allowedOrigins: readonly string[];
  /** Asked in order until one knows the operator. */
  sessions: readonly SessionCheck[];
  /** Gives operators tokens of CemScale; without it they are told that this is not set up. */
  cemscale?: CemscaleUpstream | undefined;
  perOperatorPerMinute: number;
  perAddressPerMinute: number;
  /** Where a request comes from; without it there is no limit per address. `env` is what `fetch` was given. */
  addressOf?: (request: Request, env: unknown) => string | undefined;
  /** Told of every request once it is answered; there is no token, key or e-mail address in it. */
  log?: (entry: LogEntry) => void;
}

export interface LogEntry {
  method: string;
  path: string;
  status: number;
  ms: number;
  /** Why it was refused. */
  code?: string;
}

/** The companion as a Web-standard handler, to serve by itself or to mount in another server. */
export interface Companion {
  fetch: (request: Request, env?: object) => Response | Promise<Response>;
}

/** Makes the companion: `POST /operator-token`, `/realtime-session`, `/cemscale-token`, and `GET /healthz`. */
export function createCompanion(config: CompanionConfig): Companion {
  const app = new Hono<{ Variables: { code: string } }>();
  const byAddress = limitPerMinute(config.perAddressPerMinute);
  const byOperator = limitPerMinute(config.perOperatorPerMinute);

  app.onError((error, context) => {
    if (!(error instanceof Refusal)) {
      context.set('code', 'internal_error');
      console.error(error);
      return context.json({ error: 'internal_error', message: 'Something went wrong here.' }, 500);
    }
    context.set('code', error.code);
    if (error.retryAfter !== undefined) context.header('retry-after', String(error.retryAfter));
    return context.json({ error: error.code, message: error.message }, error.status);
  });
  app.notFound((context) => context.json({ error: 'not_found', message: 'There is nothing here.' }, 404));
  app.use('*', async (context, next) => {
    const startedAt = performance.now();
    await next();
    context.header('cache-control', 'no-store');
    const code = context.get('code') as string | undefined;
    config.log?.({
      method: context.req.method,
      path: context.req.path,
      status: context.res.status,
      ms: Math.round(performance.now() - startedAt),
      ...(code !== undefined && { code }),
    });
  });
  app.use(
    '*',
    cors({
      origin: (origin) => (isListed(origin, config.allowedOrigins) ? origin : undefined),
      credentials: true,
      allowMethods: ['GET', 'POST'],
      allowHeaders: ['authorization', 'content-type'],
      exposeHeaders: ['retry-after'],
      maxAge: 600,
    }),
  );
  app.get('/healthz', (context) => context.json({ status: 'ok' }));

  const admit = async (context: Context): Promise<OperatorSession> => {
    const { raw: request } = context.req;
    const origin = request.headers.get('origin');
    // No Origin: not a page of a browser's. It still has to show a session.
    if (origin !== null && !isListed(origin, config.allowedOrigins)) {
      throw new Refusal(403, 'origin_not_allowed', `Requests from ${origin} are not allowed here.`);
    }
    const address = config.addressOf?.(request, context.env);
    if (address !== undefined) await byAddress(address);
    const session = await findSession(request, config.sessions);
    await byOperator(session.email);
    return session;
  };
  app.post('/operator-token', async (context) => {
    const { email } = await admit(context);
    return context.json(await mintOperatorToken(email, config));
  });
  app.post('/realtime-session', async (context) => {
    await admit(context);
    const { token: sessionToken, ...end } = await mintRealtimeSession(config);
    return context.json({ sessionToken, ...end });
  });
  app.post('/cemscale-token', async (context) => {
    const { email } = await admit(context);
    return context.json(await mintCemscaleToken(email, config.cemscale));
  });
  for (const path of ['/operator-token', '/realtime-session', '/cemscale-token']) {
    app.all(path, (context) => {
      context.header('allow', 'POST');
      return context.json({ error: 'method_not_allowed', message: 'Use POST.' }, 405);
    });
  }
  return { fetch: (request, env) => app.fetch(request, env) };
}

async function findSession(request: Request, checks: readonly SessionCheck[]): Promise<OperatorSession> {
  for (const check of checks) {
    const session = await check(request);
    if (session !== undefined) return session;
  }
  throw new Refusal(401, 'not_signed_in', 'Sign in to your application first.');
}
