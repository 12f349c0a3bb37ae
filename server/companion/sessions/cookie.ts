import { parse } from 'hono/utils/cookie';
import { jwtVerify, SignJWT } from 'jose';
import { refusalFor, type SessionCheck, sessionOf } from './check.ts';

export interface CookieSessionOptions {
  /** Name of the cookie. */
  name: string;
  /** Shared with the application that signs operators in; at least 32 bytes. */
  secret: string;
  /** The claim that holds the e-mail address. */
  emailClaim: string;
}

/**
 * A session in a signed cookie: a JWT with HMAC-SHA-256 (`HS256`), which every language can make. It must expire (`exp`)
 * and name the operator's e-mail address; the signature is compared in constant time (by WebCrypto).
 */
export function cookieSession({ name, secret, emailClaim }: CookieSessionOptions): SessionCheck {
  const key = new TextEncoder().encode(secret);
  return async (request) => {
    const cookie = parse(request.headers.get('cookie') ?? '', name)[name];
    if (cookie === undefined) return undefined;
    try {
      const { payload } = await jwtVerify(cookie, key, { algorithms: ['HS256'], requiredClaims: ['exp'] });
      return sessionOf(payload, emailClaim);
    } catch (error) {
      throw refusalFor(error);
    }
  };
}

/** Makes the value of such a cookie, for applications on Node and for tests. */
export function signSession(
  claims: Record<string, unknown>,
  options: { secret: string; expiresAt: Date },
): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuedAt()
    .setExpirationTime(options.expiresAt)
    .sign(new TextEncoder().encode(options.secret));
}
