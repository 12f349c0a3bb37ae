import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import {
  type CompanionConfig,
  cookieSession,
  createCompanion,
  type LogEntry,
  signSession,
} from '../companion.ts';
import type { UpstreamOptions } from '../upstream.ts';

const ORIGIN = 'chrome-extension://abcdefghijklmnopabcdefghijklmnop';
const SECRET = 'a-cookie-secret-of-a-test-not-a-secret';
const ONE = 'one@sandbox.ringside.test';

let sandbox: Sandbox;
let log: LogEntry[];

beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => {
  sandbox.reset();
  log = [];
});
afterAll(() => sandbox.stop());

function config({
  secretKey = sandbox.sippet.secretKey,
  apiOrigin = sandbox.httpUrl,
  mint = 'rest',
  timeoutMs = 8000,
  ...more
}: Partial<CompanionConfig & UpstreamOptions> = {}): CompanionConfig {
  return {
    sippet: { secretKey, apiOrigin, mint, timeoutMs },
    allowedOrigins: [ORIGIN],
    sessions: [cookieSession({ name: 'crm_session', secret: SECRET, emailClaim: 'email' })],
    perOperatorPerMinute: 100,
    perAddressPerMinute: 100,
    log: (entry) => log.push(entry),
    ...more,
  };
}

const inAnHour = (): Date => new Date(Date.now() + 3_600_000);
const cookieFor = async (
  claims: Record<string, unknown>,
  secret = SECRET,
  expiresAt = inAnHour(),
): Promise<string> => `other=1; crm_session=${await signSession(claims, { secret, expiresAt })}`;

interface Asked {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

async function ask(
  companion: ReturnType<typeof createCompanion>,
  path = '/operator-token',
  headers: Record<string, string> = {},
  method = 'POST',
): Promise<Asked> {
  const request = new Request(`http://companion.test${path}`, {
    method,
    headers: { origin: ORIGIN, ...headers },
  });
  const response = await companion.fetch(request);
  const body = (await response.json()) as Record<string, unknown>;
  return { status: response.status, headers: response.headers, body };
}

const signedIn = async (): Promise<Record<string, string>> => ({ cookie: await cookieFor({ email: ONE }) });

describe('minting', () => {
  it.each(['rest', 'rpc'] as const)('gives the operator of the session a token, by %s', async (mint) => {
    const { status, headers, body } = await ask(
      createCompanion(config({ mint })),
      '/operator-token',
      await signedIn(),
    );
    expect(status).toBe(200);
    expect(body).toEqual({ token: expect.any(String), expiresAt: expect.any(String), ttlSeconds: 3600 });
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(headers.get('access-control-allow-credentials')).toBe('true');
    expect(sandbox.sippet.tokens().at(-1)).toMatchObject({ token: body['token'], email: ONE });
    expect(JSON.stringify(log)).not.toContain(String(body['token']));
    expect(log).toMatchObject([{ method: 'POST', path: '/operator-token', status: 200 }]);
  });

  it('takes both key cases, and answers without an end', async () => {
    sandbox.sippet.setVariants({ mapKeys: 'camel' });
    const companion = createCompanion(config({ mint: 'rpc' }));
    expect((await ask(companion, '/operator-token', await signedIn())).body).toMatchObject({
      ttlSeconds: 3600,
    });
    sandbox.sippet.setVariants({ mintKeys: 'token-only' });
    expect((await ask(companion, '/operator-token', await signedIn())).body).toEqual({
      token: expect.any(String),
    });
  });

  it('gives a realtime session too', async () => {
    const { body } = await ask(createCompanion(config()), '/realtime-session', await signedIn());
    expect(body).toEqual({
      sessionToken: expect.any(String),
      expiresAt: expect.any(String),
      ttlSeconds: 300,
    });
  });

  it('mints anew every time', async () => {
    const companion = createCompanion(config());
    const headers = await signedIn();
    const tokens = new Set([(await ask(companion, '/operator-token', headers)).body['token']]);
    tokens.add((await ask(companion, '/operator-token', headers)).body['token']);
    expect(tokens.size).toBe(2);
  });
});

describe('the session', () => {
  it.each([
    ['not_signed_in', 401, () => ({})],
    ['session_invalid', 401, () => ({ cookie: 'crm_session=guess' })],
    [
      'session_invalid',
      401,
      async () => ({ cookie: await cookieFor({ email: ONE }, 'another-secret-of-32-bytes-or-more') }),
    ],
    [
      'session_expired',
      401,
      async () => ({ cookie: await cookieFor({ email: ONE }, SECRET, new Date(Date.now() - 1000)) }),
    ],
    ['session_invalid', 401, async () => ({ cookie: await cookieFor({ sub: 'nobody' }) })],
    [
      'email_unverified',
      403,
      async () => ({ cookie: await cookieFor({ email: ONE, email_verified: false }) }),
    ],
  ] as const)('that is no good: %s', async (code, status, headers) => {
    const answer = await ask(
      createCompanion(config()),
      '/operator-token',
      await Promise.resolve<Record<string, string>>(headers()),
    );
    expect([answer.status, answer.body]).toEqual([status, { error: code, message: expect.any(String) }]);
    expect(log.at(-1)).toMatchObject({ status, code });
  });

  it('that never expires, or is not signed at all, is none', async () => {
    const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const unsigned = `${base64({ alg: 'none' })}.${base64({ email: ONE, exp: 4_000_000_000 })}.`;
    const { SignJWT } = await import('jose');
    const key = new TextEncoder().encode(SECRET);
    const endless = await new SignJWT({ email: ONE }).setProtectedHeader({ alg: 'HS256' }).sign(key);
    const otherHash = await new SignJWT({ email: ONE })
      .setProtectedHeader({ alg: 'HS512' })
      .setExpirationTime('1h')
      .sign(key);
    for (const value of [unsigned, endless, otherHash]) {
      const answer = await ask(createCompanion(config()), '/operator-token', {
        cookie: `crm_session=${value}`,
      });
      expect(answer.body).toMatchObject({ error: 'session_invalid' });
    }
  });
});

describe('Sippet', () => {
  it.each([
    ['key_refused', 502, { secretKey: 'wrong-key-not-a-secret' }],
    ['key_refused', 502, { secretKey: 'sandbox-publishable-key-not-a-secret' }],
    ['key_refused', 502, { secretKey: 'wrong-key-not-a-secret', mint: 'rpc' }],
    ['upstream_unreachable', 502, { apiOrigin: 'http://127.0.0.1:1' }],
  ] as const)('that does not know us: %s', async (code, status, more) => {
    const answer = await ask(createCompanion(config(more)), '/operator-token', await signedIn());
    expect([answer.status, answer.body]).toEqual([status, { error: code, message: expect.any(String) }]);
    expect(JSON.stringify([answer.body, log])).not.toContain('not-a-secret');
  });

  it.each(['rest', 'rpc'] as const)('that does not know the operator, by %s', async (mint) => {
    const headers = { cookie: await cookieFor({ email: 'stranger@sandbox.ringside.test' }) };
    const answer = await ask(createCompanion(config({ mint })), '/operator-token', headers);
    expect([answer.status, answer.body['error']]).toEqual([403, 'unknown_operator']);
  });

  it.each([
    ['upstream_not_json', 502, { status: 200, html: true }],
    ['upstream_failed', 502, { status: 502, html: true }],
    ['upstream_failed', 502, { status: 500 }],
    ['upstream_failed', 502, { status: 404, html: true }],
    ['upstream_failed', 502, { status: 302 }],
    ['upstream_refused', 502, { status: 422 }],
    ['upstream_busy', 503, { status: 429, retryAfter: 7 }],
    ['upstream_timeout', 504, { hang: true }],
  ] as const)('that answers wrong: %s (%i) %j', async (code, status, fault) => {
    sandbox.setFaults({ sippet: { operatorAccess: fault } });
    const companion = createCompanion(config({ timeoutMs: 100 }));
    const answer = await ask(companion, '/operator-token', await signedIn());
    expect([answer.status, answer.body['error']]).toEqual([status, code]);
    expect(answer.headers.get('retry-after')).toBe(code === 'upstream_busy' ? '7' : null);
  });

  it('whose RPC is elsewhere is found there; where it is nowhere, nobody is called a stranger', async () => {
    sandbox.sippet.setVariants({ rpcPath: '/rpc' });
    const companion = createCompanion(config({ mint: 'rpc' }));
    expect((await ask(companion, '/operator-token', await signedIn())).status).toBe(200);
    sandbox.setFaults({ sippet: { rpc: { status: 404 }, realtimeSession: { status: 404 } } });
    for (const path of ['/operator-token', '/realtime-session']) {
      const answer = await ask(companion, path, await signedIn());
      expect([answer.status, answer.body['error']]).toEqual([502, 'upstream_failed']);
    }
  });

  it('that has no such page says so as frameworks do: that is no stranger either', async () => {
    const api = createServer((_request, response) => {
      response.writeHead(404, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ errors: { detail: 'Not Found' } }));
    });
    await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
    const { port } = api.address() as AddressInfo;
    const companion = createCompanion(config({ apiOrigin: `http://127.0.0.1:${port}` }));
    const answer = await ask(companion, '/operator-token', await signedIn());
    expect([answer.status, answer.body['error']]).toEqual([502, 'upstream_failed']);
    await new Promise((resolve) => api.close(resolve));
  });

  it('that refuses by RPC for a reason of its own, or answers with something else', async () => {
    const companion = createCompanion(config({ mint: 'rpc' }));
    sandbox.setFaults({ sippet: { rpcError: { type: 'unknown_error' } } });
    expect((await ask(companion, '/operator-token', await signedIn())).body).toMatchObject({
      error: 'upstream_refused',
      message: expect.stringContaining('unknown_error'),
    });
  });
});

describe('the door', () => {
  it('is open to listed origins and to programs, closed to other pages', async () => {
    const companion = createCompanion(config({ allowedOrigins: [ORIGIN, 'moz-extension://*'] }));
    const headers = await signedIn();
    expect(
      (await ask(companion, '/operator-token', { ...headers, origin: 'moz-extension://0-1' })).status,
    ).toBe(200);
    for (const origin of ['https://evil.example', 'null', `${ORIGIN}.evil.example`, 'moz-extension:']) {
      const answer = await ask(companion, '/operator-token', { ...headers, origin });
      expect([answer.status, answer.body['error']]).toEqual([403, 'origin_not_allowed']);
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    }
    const bare = new Request('http://companion.test/operator-token', { method: 'POST', headers });
    expect((await companion.fetch(bare)).status).toBe(200);
  });

  it('answers preflights', async () => {
    const request = new Request('http://companion.test/operator-token', {
      method: 'OPTIONS',
      headers: { origin: ORIGIN, 'access-control-request-method': 'POST' },
    });
    const response = await createCompanion(config()).fetch(request);
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-headers')).toBe(
      'authorization,content-type,last-event-id',
    );
  });

  it('limits each operator', async () => {
    const companion = createCompanion(config({ perOperatorPerMinute: 2 }));
    const headers = await signedIn();
    const statuses = [];
    for (let turn = 0; turn < 3; turn += 1)
      statuses.push((await ask(companion, '/operator-token', headers)).status);
    expect(statuses).toEqual([200, 200, 429]);
    const refused = await ask(companion, '/realtime-session', headers);
    expect(refused.body).toMatchObject({ error: 'too_many_requests' });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    const other = { cookie: await cookieFor({ email: 'two@sandbox.ringside.test' }) };
    expect((await ask(companion, '/operator-token', other)).status).toBe(200);
  });

  it('limits each address, whether it is signed in or not', async () => {
    const addressOf = (request: Request): string => request.headers.get('x-test-address') ?? '';
    const companion = createCompanion(config({ perAddressPerMinute: 1, addressOf }));
    const from = (address: string) => ask(companion, '/operator-token', { 'x-test-address': address });
    expect((await from('a')).status).toBe(401);
    expect((await from('a')).status).toBe(429);
    expect((await from('b')).status).toBe(401);
  });

  it('has a health check, and says what is not there', async () => {
    const companion = createCompanion(config());
    expect((await ask(companion, '/healthz', {}, 'GET')).body).toEqual({ status: 'ok' });
    expect((await ask(companion, '/nothing')).status).toBe(404);
    const wrong = await ask(companion, '/operator-token', {}, 'GET');
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('says nothing of what went wrong inside', async () => {
    const told = vi.spyOn(console, 'error').mockReturnValue();
    const sessions = [() => Promise.reject(new Error('the database is at 10.0.0.1'))];
    const answer = await ask(createCompanion(config({ sessions })));
    expect([answer.status, answer.body]).toEqual([
      500,
      { error: 'internal_error', message: 'Something went wrong here.' },
    ]);
    expect(told).toHaveBeenCalledOnce();
    told.mockRestore();
  });
});

it('runs inside the sandbox, with a sign-in that asks nothing', async () => {
  const signIn = await fetch(`${sandbox.companionUrl}/sign-in?as=two`);
  const cookie = (signIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const mint = (headers: Record<string, string>) =>
    fetch(`${sandbox.companionUrl}/operator-token`, { method: 'POST', headers });
  expect((await mint({ cookie, origin: ORIGIN })).status).toBe(200);
  expect(sandbox.sippet.tokens().at(-1)?.email).toBe('two@sandbox.ringside.test');
  expect((await mint({})).status).toBe(401);
  const signOut = await fetch(`${sandbox.companionUrl}/sign-out`);
  expect(signOut.headers.get('set-cookie')).toContain('sandbox_session=;');
});
