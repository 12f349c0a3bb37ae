import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { assumedRoutes, routeIds } from '../../../lib/providers/cemscale/routes.ts';
import { CEMSCALE_KEY } from '../../sandbox/cemscale/store.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { cemscaleRoutes, type CemscaleUpstream, mintCemscaleToken } from '../cemscale.ts';
import { Refusal } from '../refusal.ts';
import { readSettings } from '../settings.ts';

const ONE = 'one@sandbox.ringside.test';
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.stop());

const upstream = (more: Partial<CemscaleUpstream> = {}): CemscaleUpstream => ({
  apiKey: CEMSCALE_KEY,
  apiUrl: sandbox.cemscaleUrl,
  keyHeader: 'X-API-Key',
  routes: {},
  timeoutMs: 2000,
  ...more,
});
const refusal = async (email: string, more?: Partial<CemscaleUpstream>): Promise<string> => {
  try {
    await mintCemscaleToken(email, upstream(more));
    return 'none';
  } catch (error) {
    return error instanceof Refusal ? error.code : String(error);
  }
};

describe('POST /cemscale-token', () => {
  it('gives whoever is signed in a token of their own extension, and never the key', async () => {
    const signIn = await fetch(`${sandbox.companionUrl}/sign-in?as=two`);
    const cookie = signIn.headers.get('set-cookie')?.split(';')[0] ?? '';
    const answer = await fetch(`${sandbox.companionUrl}/cemscale-token`, {
      method: 'POST',
      headers: { cookie },
    });
    const text = await answer.text();
    expect(text).not.toContain('csk_');
    const { token } = JSON.parse(text) as { token: string };
    const me = await fetch(`${sandbox.cemscaleUrl}/api/auth/me`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(await me.json()).toMatchObject({ user: { extension: '1002' } });
  });

  it('gives nobody else anything', async () => {
    const answer = await fetch(`${sandbox.companionUrl}/cemscale-token`, { method: 'POST' });
    expect([answer.status, await answer.json()]).toMatchObject([401, { error: 'not_signed_in' }]);
    expect((await fetch(`${sandbox.companionUrl}/cemscale-token`)).status).toBe(405);
  });
});

describe('the key at CemScale', () => {
  it.each(['X-API-Key', 'Authorization'] as const)('goes into %s', async (keyHeader) => {
    expect(await refusal(ONE, { keyHeader })).toBe('none');
  });

  it.each<[string, string, Partial<CemscaleUpstream> | undefined, number | undefined, string]>([
    ['somebody nobody knows', 'x@y.example', undefined, undefined, 'unknown_operator'],
    ['a wrong key', ONE, { apiKey: 'csk_test_wrong' }, undefined, 'key_refused'],
    [
      'a route that is not there',
      ONE,
      { routes: { 'ext.byCrm': { path: '/nothing/{crmUserId}' } } },
      undefined,
      'upstream_failed',
    ],
    ['a busy service', ONE, undefined, 429, 'upstream_busy'],
    ['a broken service', ONE, undefined, 500, 'upstream_failed'],
    ['nobody there', ONE, { apiUrl: 'http://127.0.0.1:9' }, undefined, 'upstream_unreachable'],
  ])('%s', async (_name, email, more, status, code) => {
    if (status !== undefined) sandbox.setFaults({ cemscale: { rest: { status, form: 'html' } } });
    expect(await refusal(email, more)).toBe(code);
  });

  it('a service that hangs is given up', async () => {
    sandbox.setFaults({ cemscale: { rest: { hang: true } } });
    expect(await refusal(ONE, { timeoutMs: 100 })).toBe('upstream_timeout');
  });

  it('without settings there is none', async () => {
    await expect(mintCemscaleToken(ONE, undefined)).rejects.toThrow('not set up');
  });
});

it('asks by the same routes as the phone’s table has', () => {
  for (const [id, route] of Object.entries(cemscaleRoutes)) {
    const known = routeIds.find((one) => one === id);
    expect(known && assumedRoutes[known]).toMatchObject(route);
  }
});

describe('settings', () => {
  const enough = {
    SIPPET_SECRET_API_KEY: 'test-key-not-a-secret',
    ALLOWED_ORIGINS: 'https://crm.example',
    SESSION_COOKIE_SECRET: 'a-cookie-secret-of-a-test-not-a-secret',
  };

  it('take routes as JSON', () => {
    const { settings } = readSettings({
      ...enough,
      CEMSCALE_ROUTES: '{"auth.operatorToken":{"path":"/v2/token"}}',
    });
    expect(settings?.CEMSCALE_ROUTES).toEqual({ 'auth.operatorToken': { path: '/v2/token' } });
    expect(readSettings(enough).settings).toMatchObject({
      CEMSCALE_API_URL: 'https://voip-api.cemscale.com',
      CEMSCALE_KEY_HEADER: 'X-API-Key',
      CEMSCALE_ROUTES: {},
    });
  });

  it.each([
    [{ CEMSCALE_ROUTES: 'nonsense' }, 'is not JSON'],
    [{ CEMSCALE_ROUTES: '{"calls.hold":{}}' }, 'is none of ext.byCrm, auth.operatorToken'],
    [{ CEMSCALE_API_KEY: 'two words' }, 'has spaces'],
    [{ CEMSCALE_API_URL: 'http://far.example' }, 'is not an https:// URL'],
    [{ CEMSCALE_KEY_HEADER: 'Cookie' }, 'is neither'],
  ])('%j %s', (wrong, mistake) => {
    const { mistakes } = readSettings({ ...enough, ...wrong });
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toContain(mistake);
  });
});
