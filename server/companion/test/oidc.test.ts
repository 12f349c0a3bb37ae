import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { oidcSession, type SessionCheck } from '../companion.ts';

let server: Server;
let issuer: string;
let keys: Record<'RS256' | 'ES256' | 'other', CryptoKey>;
/** What the issuer answers instead, by path. */
let instead: Record<string, { status: number; body: string }>;
let asked: string[];
let check: SessionCheck;

beforeAll(async () => {
  const [rsa, ec, other] = await Promise.all([
    generateKeyPair('RS256'),
    generateKeyPair('ES256'),
    generateKeyPair('RS256'),
  ]);
  keys = { RS256: rsa.privateKey, ES256: ec.privateKey, other: other.privateKey };
  const published = [
    { ...(await exportJWK(rsa.publicKey)), kid: 'RS256', alg: 'RS256' },
    { ...(await exportJWK(ec.publicKey)), kid: 'ES256', alg: 'ES256' },
  ];
  server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    const known: Record<string, object> = {
      '/.well-known/openid-configuration': { issuer, jwks_uri: `${issuer}/keys` },
      '/keys': { keys: published },
    };
    const answer = instead[path] ?? { status: 200, body: JSON.stringify(known[path] ?? {}) };
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  [instead, asked] = [{}, []];
  check = oidcSession({ issuer, audience: 'ringside', emailClaim: 'email' });
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

interface Made {
  alg?: 'RS256' | 'ES256';
  key?: CryptoKey;
  claims?: Record<string, unknown>;
  iss?: string;
  aud?: string;
  exp?: string | number;
}

async function bearer({
  alg = 'RS256',
  key,
  claims = {},
  iss,
  aud = 'ringside',
  exp = '5m',
}: Made = {}): Promise<Request> {
  const token = await new SignJWT({ email: 'One@Example.Test', ...claims })
    .setProtectedHeader({ alg, kid: alg })
    .setIssuer(iss ?? issuer)
    .setAudience(aud)
    .setExpirationTime(exp)
    .sign(key ?? keys[alg]);
  return requestWith(token);
}

function requestWith(token: string): Request {
  return new Request('http://companion.test/', { headers: { authorization: `Bearer ${token}` } });
}

describe('a bearer token of the issuer', () => {
  it.each(['RS256', 'ES256'] as const)('signed with %s names the operator', async (alg) => {
    expect(await check(await bearer({ alg }))).toEqual({ email: 'one@example.test' });
    await check(await bearer({ alg }));
    expect(asked).toEqual(['/.well-known/openid-configuration', '/keys']);
  });

  it('is none of its business when there is none', async () => {
    expect(await check(new Request('http://companion.test/'))).toBeUndefined();
    expect(asked).toEqual([]);
  });

  it.each([
    ['session_expired', { exp: 1 }],
    ['session_invalid', { iss: 'https://other.example' }],
    ['session_invalid', { aud: 'another-app' }],
    ['session_invalid', { claims: { email: 7 } }],
    ['email_unverified', { claims: { email_verified: false } }],
  ] as const)('that is not good: %s %j', async (code, made) => {
    await expect(check(await bearer(made))).rejects.toMatchObject({ code });
  });

  it('signed by somebody else, by HMAC, by nobody, or made up, is refused', async () => {
    await expect(check(await bearer({ key: keys.other }))).rejects.toMatchObject({ code: 'session_invalid' });
    const hmac = await new SignJWT({ email: 'one@example.test' })
      .setProtectedHeader({ alg: 'HS256' })
      .setExpirationTime('5m')
      .sign(new TextEncoder().encode('a-guess-that-is-long-enough-for-it'));
    for (const token of [hmac, 'guess', 'e30.e30.']) {
      await expect(check(requestWith(token))).rejects.toMatchObject({ code: 'session_invalid' });
    }
  });

  it('reads the claim and the keys it is told to', async () => {
    check = oidcSession({ issuer, audience: 'ringside', jwksUrl: `${issuer}/keys`, emailClaim: 'upn' });
    expect(await check(await bearer({ claims: { upn: 'two@example.test' } }))).toEqual({
      email: 'two@example.test',
    });
    expect(asked).toEqual(['/keys']);
  });
});

describe('an issuer that cannot be asked', () => {
  it.each([
    ['/.well-known/openid-configuration', { status: 500, body: 'x' }],
    ['/.well-known/openid-configuration', { status: 200, body: '<html>' }],
    [
      '/.well-known/openid-configuration',
      { status: 200, body: '{"issuer":"https://other.example","jwks_uri":"https://other.example/k"}' },
    ],
    ['/keys', { status: 500, body: 'x' }],
    ['/keys', { status: 200, body: '<html>' }],
  ])('(%s: %j) is said so, and asked again the next time', async (path, answer) => {
    instead = { [path]: answer };
    await expect(check(await bearer())).rejects.toMatchObject({ status: 503, code: 'issuer_unreachable' });
    instead = {};
    expect(await check(await bearer())).toEqual({ email: 'one@example.test' });
  });

  it('because nobody is there', async () => {
    check = oidcSession({ issuer: 'http://127.0.0.1:1', audience: 'ringside', emailClaim: 'email' });
    await expect(check(await bearer())).rejects.toMatchObject({ code: 'issuer_unreachable' });
  });
});
