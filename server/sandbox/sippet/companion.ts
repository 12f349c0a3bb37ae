import { Hono } from 'hono';
import { setCookie } from 'hono/cookie';
import { createCompanion, cookieSession, signSession } from '../../companion/companion.ts';
import { SECRET_KEY } from './workspace.ts';

const COOKIE = 'sandbox_session';
/** Obviously no secret: whoever can reach the sandbox may sign in as anybody. */
const COOKIE_SECRET = 'sandbox-cookie-secret-which-is-not-a-secret';
const SESSION_MS = 12 * 3_600_000;

/**
 * The companion beside the sandbox's Sippet, and a sign-in that asks nothing: `GET /sign-in?as=one` gives the cookie a
 * real application would give after a password.
 */
export function sandboxCompanion(origin: () => string): Hono {
  const app = new Hono();
  app.get('/sign-in', async (context) => {
    const email = `${context.req.query('as') ?? 'one'}@sandbox.ringside.test`;
    const expiresAt = new Date(Date.now() + SESSION_MS);
    const value = await signSession({ email }, { secret: COOKIE_SECRET, expiresAt });
    setCookie(context, COOKIE, value, { httpOnly: true, sameSite: 'Lax', path: '/', expires: expiresAt });
    return context.json({ email, expiresAt: expiresAt.toISOString() });
  });
  app.get('/sign-out', (context) => {
    setCookie(context, COOKIE, '', { path: '/', maxAge: 0 });
    return context.json({ ok: true });
  });
  let companion: ReturnType<typeof createCompanion> | undefined;
  app.all('/*', (context) => {
    companion ??= createCompanion({
      sippet: { secretKey: SECRET_KEY, apiOrigin: origin(), mint: 'rest', timeoutMs: 8000 },
      allowedOrigins: ['chrome-extension://*', 'moz-extension://*', origin()],
      sessions: [cookieSession({ name: COOKIE, secret: COOKIE_SECRET, emailClaim: 'email' })],
      perOperatorPerMinute: 10_000,
      perAddressPerMinute: 10_000,
    });
    // Mounted below a path, as in any other server: the companion sees its own paths.
    const url = new URL(context.req.url);
    url.pathname = url.pathname.replace(/^\/companion/, '');
    return companion.fetch(new Request(url, context.req.raw));
  });
  return app;
}
