import { createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import * as v from 'valibot';
import { Refusal } from '../refusal.ts';
import { refusalFor, type SessionCheck, sessionOf } from './check.ts';

export interface OidcSessionOptions {
  /** As it stands in `iss`. */
  issuer: string;
  audience: string;
  /** Where the keys are; found by discovery without it. */
  jwksUrl?: string | undefined;
  emailClaim: string;
}

const Discovery = v.object({ issuer: v.string(), jwks_uri: v.pipe(v.string(), v.url()) });

const TIMEOUT_MS = 5000;

/** A session as `Authorization: Bearer` with a token of an OpenID Connect issuer; its keys are fetched and kept. */
export function oidcSession(options: OidcSessionOptions): SessionCheck {
  const { issuer, audience, emailClaim } = options;
  let keys: Promise<JWTVerifyGetKey> | undefined;
  return async (request) => {
    const token = /^Bearer\s+(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
    if (token === undefined) return undefined;
    keys ??= keysOf(options);
    try {
      const { payload } = await jwtVerify(token, await keys, {
        issuer,
        audience,
        algorithms: ['RS256', 'ES256'],
        requiredClaims: ['exp'],
      });
      return sessionOf(payload, emailClaim);
    } catch (error) {
      if (!isUnreachable(error)) throw refusalFor(error);
      // The next request tries again.
      keys = undefined;
      throw new Refusal(
        503,
        'issuer_unreachable',
        'Your sign-in service cannot be reached to check your session.',
      );
    }
  };
}

/** The issuer answered too late, with something else, or not at all. */
class IssuerProblem extends Error {}

async function keysOf({ issuer, jwksUrl }: OidcSessionOptions): Promise<JWTVerifyGetKey> {
  const url = jwksUrl ?? (await discover(issuer));
  return createRemoteJWKSet(new URL(url), { timeoutDuration: TIMEOUT_MS });
}

/** OpenID Connect Discovery 1.0 §4. */
async function discover(issuer: string): Promise<string> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const response = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, { signal });
  const found = v.safeParse(Discovery, response.ok ? await response.json() : undefined);
  // §4.3: a document of another issuer must not be used.
  if (!found.success || found.output.issuer !== issuer)
    throw new IssuerProblem('no usable discovery document');
  return found.output.jwks_uri;
}

function isUnreachable(error: unknown): boolean {
  if (error instanceof errors.JWKSTimeout || error instanceof IssuerProblem) return true;
  // What fetch throws (TypeError, TimeoutError), a body that is not JSON, and jose's plain "expected 200".
  if (error instanceof errors.JOSEError) return error.constructor === errors.JOSEError;
  return error instanceof TypeError || error instanceof SyntaxError || error instanceof DOMException;
}
