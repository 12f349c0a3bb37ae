import { type Context, Hono } from 'hono';
import { cors } from 'hono/cors';
import { type CemscaleUpstream, mintCemscaleToken } from './cemscale.ts';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { inboxRoutes } from './inbox/routes.ts';
import { limitPerMinute } from './limits.ts';
import { isListed } from './origins.ts';
import { replyWith, SENTENCES } from './receiver/replies.ts';
import type { Received } from './receiver/receiver.ts';
import type { ToolCalls } from './receiver/tool-calls.ts';
import { Refusal } from './refusal.ts';
import type { OperatorSession, SessionCheck } from './sessions/check.ts';
import { mintOperatorToken, mintRealtimeSession, type UpstreamOptions } from './upstream.ts';

export type { OperatorSession, SessionCheck } from './sessions/check.ts';
export { cookieSession, signSession } from './sessions/cookie.ts';
export { oidcSession } from './sessions/oidc.ts';
export { openToolCalls, type ToolCalls, type ToolCallsOptions } from './receiver/tool-calls.ts';
export type { CustomAnswer, CustomCall, CustomTool } from './tools/custom.ts';
export { ConnectorFault } from './connectors/connector.ts';
export { Refusal } from './refusal.ts';
export { defineTools } from './config/define-tools.ts';
export { verifyWebhook } from './connectors/webhook-signature.ts';

/** Where AI agents' tool calls come in (protocol sheet §11.1). */
const WEBHOOK = '/api/webhooks/ai-tools';
/** How long the database may take to say that it is there. */
const READY_MS = 2000;

export interface CompanionConfig {
  /** Origins that may ask from a browser; see `isListed` for what an entry can be. */
  allowedOrigins: readonly string[];
  /** Asked in order until one knows the operator. Without any, no operator is let in. */
  sessions: readonly SessionCheck[];
  /** Gives operators tokens of CemScale; without it they are told that this is not set up. */
  cemscale?: CemscaleUpstream | undefined;
  perOperatorPerMinute: number;
  perAddressPerMinute: number;
  /** Gives operators tokens of Sippet; without it they are told that this is not set up. */
  sippet?: UpstreamOptions | undefined;
  /** Receives AI agents' tool calls and serves the Inbox; without it every call is refused. */
  toolCalls?: ToolCalls | undefined;
  /** Whether `GET /metrics` answers. Whoever reaches it can read it. */
  metrics?: boolean;
  /** Where a request comes from; without it there is no limit per address. `env` is what `fetch` was given. */
  addressOf?: (request: Request, env: unknown) => string | undefined;
  /** Told of every request once it is answered; there is no token, key, number or e-mail address in it. */
  log?: (entry: LogEntry) => void;
}

export interface LogEntry {
  method: string;
  /** One that is served here, else `other`. */
  path: string;
  status: number;
  ms: number;
  /** Why it was refused. */
  code?: string;
  /** Of a tool call: whose it is, and which; `other` where it is not one that is known here. */
  tenant?: string;
  tool?: string;
}

/** The companion as a Web-standard handler, to serve by itself or to mount in another server. */
export interface Companion {
  fetch: (request: Request, env?: object) => Response | Promise<Response>;
}

interface Known {
  Variables: { about: Pick<LogEntry, 'code' | 'tenant' | 'tool'> };
}

/** Makes the companion; README.md lists what it answers. */
export function createCompanion(config: CompanionConfig): Companion {
  const { toolCalls, sippet } = config;
  const app = new Hono<Known>();
  let known: ReadonlySet<string> = new Set();
  const byAddress = limitPerMinute(config.perAddressPerMinute);
  const byOperator = limitPerMinute(config.perOperatorPerMinute);

  // What else somebody puts into an address may be anything.
  const pathOf = (path: string): string => (known.has(path) ? path : 'other');

  app.onError((error, context) => {
    if (!(error instanceof Refusal)) {
      context.set('about', { code: 'internal_error' });
      console.error(error);
      return context.json({ error: 'internal_error', message: 'Something went wrong here.' }, 500);
    }
    context.set('about', { code: error.code });
    if (error.status === 413) context.header('connection', 'close');
    if (error.retryAfter !== undefined) context.header('retry-after', String(error.retryAfter));
    return context.json({ error: error.code, message: error.message }, error.status);
  });
  app.notFound((context) => context.json({ error: 'not_found', message: 'There is nothing here.' }, 404));
  app.use('*', async (context, next) => {
    const startedAt = performance.now();
    context.header('cache-control', 'no-store');
    await next();
    const about = context.get('about') as Known['Variables']['about'] | undefined;
    config.log?.({
      method: context.req.method,
      path: pathOf(context.req.path),
      status: context.res.status,
      ms: Math.round(performance.now() - startedAt),
      ...about,
    });
  });

  // Before everything that knows browsers and operators: a platform has neither origin nor session.
  app.post(WEBHOOK, async (context) => {
    const refused: Received = { reply: replyWith(401, 'error', SENTENCES.refused), code: 'no_key_set' };
    const received = (await toolCalls?.receive(context.req.raw)) ?? refused;
    const { reply, retryAfter, code, tenant, tool } = received;
    context.set('about', { ...(code && { code }), ...(tenant && { tenant }), ...(tool && { tool }) });
    context.header('content-type', 'application/json; charset=utf-8');
    if (retryAfter !== undefined) context.header('retry-after', String(retryAfter));
    // The rest of such a request is not read, so nothing else can come on its connection.
    if (reply.status === 413 || reply.status === 408) context.header('connection', 'close');
    return context.body(reply.body, reply.status as ContentfulStatusCode);
  });
  app.use(
    '*',
    cors({
      origin: (origin) => (isListed(origin, config.allowedOrigins) ? origin : undefined),
      credentials: true,
      allowMethods: ['GET', 'POST'],
      allowHeaders: ['authorization', 'content-type', 'last-event-id'],
      exposeHeaders: ['retry-after'],
      maxAge: 600,
    }),
  );
  app.get('/healthz', (context) => context.json({ status: 'ok' }));
  app.get('/readyz', async (context) => {
    if (toolCalls) await ready(toolCalls);
    return context.json({ status: 'ok' });
  });
  if (config.metrics && toolCalls) {
    app.get('/metrics', async (context) => {
      const now = { jobs: await toolCalls.store.countJobs(), streams: toolCalls.streams.count() };
      const { type, text } = await toolCalls.watch.metrics(now);
      return context.body(text, 200, { 'content-type': type });
    });
  }

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
  if (sippet && config.sessions.length > 0) {
    app.post('/operator-token', async (context) => {
      const { email } = await admit(context);
      return context.json(await mintOperatorToken(email, sippet));
    });
    app.post('/realtime-session', async (context) => {
      await admit(context);
      const { token: sessionToken, ...end } = await mintRealtimeSession(sippet);
      return context.json({ sessionToken, ...end });
    });
  } else {
    const off = new Refusal(503, 'tokens_not_configured', 'This companion gives out no operator tokens.');
    for (const path of ['/operator-token', '/realtime-session']) app.post(path, () => Promise.reject(off));
  }
  if (toolCalls && config.sessions.length > 0) {
    const { store, streams, tenants, tokenSecret } = toolCalls;
    app.route('/', inboxRoutes({ store, streams, tenants, tokenSecret, admit }));
  } else {
    const off = new Refusal(503, 'inbox_not_configured', 'This companion has no Inbox set up.');
    app.post('/inbox-token', () => Promise.reject(off));
    app.all('/inbox/*', () => Promise.reject(off));
  }
  app.post('/cemscale-token', async (context) => {
    const { email } = await admit(context);
    return context.json(await mintCemscaleToken(email, config.cemscale));
  });
  const posted = [
    '/operator-token',
    '/realtime-session',
    '/cemscale-token',
    '/inbox-token',
    '/inbox/actions',
  ];
  for (const path of [WEBHOOK, ...posted]) {
    app.all(path, (context) => {
      context.header('allow', 'POST');
      return context.json({ error: 'method_not_allowed', message: 'Use POST.' }, 405);
    });
  }
  known = new Set(app.routes.map(({ path }) => path));
  return { fetch: (request, env) => app.fetch(request, env) };
}

async function findSession(request: Request, checks: readonly SessionCheck[]): Promise<OperatorSession> {
  for (const check of checks) {
    const session = await check(request);
    if (session !== undefined) return session;
  }
  throw new Refusal(401, 'not_signed_in', 'Sign in to your application first.');
}

/** Throws Refusal when the database does not answer. */
async function ready({ store, watch }: ToolCalls): Promise<void> {
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error('no answer in time')), READY_MS).unref();
  });
  try {
    await Promise.race([store.check(), late]);
  } catch (error) {
    watch.note('database', { message: error instanceof Error ? error.message : String(error) });
    throw new Refusal(503, 'database_unreachable', 'The database does not answer.');
  }
}
