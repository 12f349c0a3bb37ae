import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Context, Hono } from 'hono';
import { setCookie } from 'hono/cookie';
import {
  type Companion,
  cookieSession,
  createCompanion,
  openToolCalls,
  Refusal,
  signSession,
  type ToolCalls,
} from '../../companion/companion.ts';
import { CEMSCALE_BASE, CEMSCALE_KEY } from '../cemscale/store.ts';
import { callToolAt, type ToolAnswer, type ToolCall } from './call-tool.ts';
import { SECRET_KEY } from './workspace.ts';

const COOKIE = 'sandbox_session';
/** Obviously no secrets: whoever can reach the sandbox may sign in as anybody, and call tools. */
const COOKIE_SECRET = 'sandbox-cookie-secret-which-is-not-a-secret';
const TOOLS_KEY = 'sandbox-tools-key-which-is-not-a-secret';
const SESSION_MS = 12 * 3_600_000;
const TENANT = '00000000-0000-4000-8000-0000000000aa';

/** How colleagues know those who sign in as these. */
const NAMES: Readonly<Record<string, string>> = { one: 'Operator One', two: 'Operator Two' };

/** The company of the sandbox: its companion with receiver and Inbox, and the AI agents that call it. */
export interface Company {
  /** Everything below `/companion`. */
  app: Hono;
  /** As a platform does it: by HTTP, with the key. Rejects while the companion is stopped. */
  callTool(call: ToolCall): Promise<ToolAnswer>;
  /** The companion ends, with its streams. What it keeps stays. */
  stop(): Promise<void>;
  start(): void;
  /** Ends it for good, and removes what it kept. */
  close(): Promise<void>;
}

const session = cookieSession({ name: COOKIE, secret: COOKIE_SECRET, emailClaim: 'email' });

/** The e-mail of whoever is signed in at the sandbox's company; undefined for nobody, or with a cookie that is over. */
export const signedInAs = async (request: Request): Promise<string | undefined> => {
  try {
    return (await session(request))?.email;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
};

/**
 * Its sign-in asks nothing: `GET /sign-in?as=one` gives the cookie a real application would give after a password. With `to`, a path of the
 * sandbox, it leads there. Nothing is opened before somebody asks for it.
 */
export function sandboxCompanion(origin: () => string): Company {
  const app = new Hono();
  const onward = (context: Context, facts: object): Response => {
    const to = context.req.query('to');
    return to !== undefined && /^\/(?![/\\])/.test(to) ? context.redirect(to) : context.json(facts);
  };
  let directory: string | undefined;
  let open: Promise<{ toolCalls: ToolCalls; companion: Companion }> | undefined;
  let stopped = false;

  async function start(): Promise<{ toolCalls: ToolCalls; companion: Companion }> {
    directory ??= mkdtempSync(join(tmpdir(), 'ringside-company-'));
    const toolCalls = await openToolCalls({
      directory,
      tenants: [
        {
          id: TENANT,
          keyDigests: [createHash('sha256').update(TOOLS_KEY).digest('hex')],
          timeZone: 'America/New_York',
          language: 'en',
          region: 'US',
          operators: [],
          connectors: {},
        },
      ],
      retentionDays: 90,
      perKeyPerMinute: 1_000_000,
    });
    const companion = createCompanion({
      sippet: { secretKey: SECRET_KEY, apiOrigin: origin(), mint: 'rest', timeoutMs: 8000 },
      cemscale: {
        apiKey: CEMSCALE_KEY,
        apiUrl: origin() + CEMSCALE_BASE,
        keyHeader: 'X-API-Key',
        routes: {},
        timeoutMs: 8000,
      },
      allowedOrigins: ['chrome-extension://*', 'moz-extension://*', origin()],
      sessions: [session],
      perOperatorPerMinute: 10_000,
      perAddressPerMinute: 10_000,
      toolCalls,
    });
    return { toolCalls, companion };
  }

  async function stop(): Promise<void> {
    stopped = true;
    const was = open;
    open = undefined;
    await (await was)?.toolCalls.stop();
  }

  app.get('/sign-in', async (context) => {
    const as = context.req.query('as') ?? 'one';
    const email = `${as}@sandbox.ringside.test`;
    const expiresAt = new Date(Date.now() + SESSION_MS);
    const value = await signSession({ email, name: NAMES[as] }, { secret: COOKIE_SECRET, expiresAt });
    setCookie(context, COOKIE, value, { httpOnly: true, sameSite: 'Lax', path: '/', expires: expiresAt });
    return onward(context, { email, expiresAt: expiresAt.toISOString() });
  });
  app.get('/sign-out', (context) => {
    setCookie(context, COOKIE, '', { path: '/', maxAge: 0 });
    return onward(context, { ok: true });
  });
  app.all('/*', async (context) => {
    if (stopped) return context.json({ error: 'stopped', message: 'The companion is stopped.' }, 503);
    open ??= start();
    const { companion } = await open;
    // Mounted below a path, as in any other server: the companion sees its own paths.
    const url = new URL(context.req.url);
    url.pathname = url.pathname.replace(/^\/companion/, '');
    return companion.fetch(new Request(url, context.req.raw));
  });

  return {
    app,
    callTool: (call) => callToolAt(`${origin()}/companion/api/webhooks/ai-tools`, TOOLS_KEY, TENANT, call),
    stop,
    start() {
      stopped = false;
    },
    async close() {
      await stop();
      if (directory !== undefined) rmSync(directory, { recursive: true, force: true });
    },
  };
}
