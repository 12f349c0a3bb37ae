import { describe, expect, it } from 'vitest';
import { readSettings } from '../settings.ts';

const enough = {
  SIPPET_SECRET_API_KEY: 'test-key-not-a-secret',
  ALLOWED_ORIGINS: 'chrome-extension://abcdefghijklmnop, https://crm.example',
  SESSION_COOKIE_SECRET: 'a-cookie-secret-of-a-test-not-a-secret',
};

describe('settings', () => {
  it('have defaults for all but the key, the origins and the session', () => {
    expect(readSettings(enough)).toMatchObject({
      mistakes: [],
      settings: {
        HOST: '127.0.0.1',
        PORT: 8787,
        SIPPET_API_ORIGIN: 'https://api.sippet.ai',
        SIPPET_MINT: 'rest',
        SIPPET_TIMEOUT_MS: 8000,
        ALLOWED_ORIGINS: ['chrome-extension://abcdefghijklmnop', 'https://crm.example'],
        SESSION_COOKIE_NAME: 'crm_session',
        TRUSTED_PROXIES: 0,
      },
    });
  });

  it('take an empty line of a .env file as not set', () => {
    expect(readSettings({ ...enough, PORT: '', OIDC_ISSUER: ' ', NODE_ENV: 'x' }).mistakes).toEqual([]);
  });

  it.each([
    [{ PORT: '99999' }, 'PORT "99999" is not a port number from 0 to 65535'],
    [{ PORT: '80a' }, 'PORT "80a" is not a port number from 0 to 65535'],
    [{ SIPPET_MINT: 'soap' }, 'SIPPET_MINT "soap" is neither "rest" nor "rpc"'],
    [
      { SIPPET_API_ORIGIN: 'http://api.sippet.ai' },
      'SIPPET_API_ORIGIN "http://api.sippet.ai" is not an https:// URL (http:// only on this machine)',
    ],
    [
      { SIPPET_API_ORIGIN: 'https://api.sippet.ai/v1' },
      'SIPPET_API_ORIGIN "https://api.sippet.ai/v1" must be an origin, without a path',
    ],
    [{ ALLOWED_ORIGINS: ' , ' }, 'ALLOWED_ORIGINS lists no origin'],
    [
      { ALLOWED_ORIGINS: '*' },
      'ALLOWED_ORIGINS has entries that are no origins (scheme://host without a path): *',
    ],
    [
      { ALLOWED_ORIGINS: 'https://a.example/' },
      'ALLOWED_ORIGINS has entries that are no origins (scheme://host without a path): https://a.example/',
    ],
    [{ SESSION_COOKIE_SECRET: 'short' }, 'SESSION_COOKIE_SECRET is shorter than 32 bytes'],
    [
      { SIPPET_SECRET_API_KEY: 'two words' },
      'SIPPET_SECRET_API_KEY has spaces or other characters that cannot be in a key',
    ],
    [{ OIDC_ISSUER: 'https://id.example' }, 'OIDC_ISSUER and OIDC_AUDIENCE only make sense together'],
    [
      { RATE_PER_OPERATOR: '0' },
      'RATE_PER_OPERATOR "0" is not a number of requests a minute from 1 to 10000',
    ],
    [
      { SESSION_COOKIE_SECRET: undefined },
      'SESSION_COOKIE_SECRET or OIDC_ISSUER is needed: without either nobody can be recognised',
    ],
  ])('%j: %s', (wrong, mistake) => {
    expect(readSettings({ ...enough, ...wrong })).toEqual({ settings: undefined, mistakes: [mistake] });
  });

  it('name every mistake at once, and repeat no secret', () => {
    const { mistakes } = readSettings({ PORT: 'x', SESSION_COOKIE_SECRET: 'hunter2' });
    expect(mistakes).toHaveLength(3);
    expect(mistakes.join()).not.toContain('hunter2');
  });
});
