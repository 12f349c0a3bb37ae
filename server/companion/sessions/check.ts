import { errors, type JWTPayload } from 'jose';
import { Refusal } from '../refusal.ts';

/** Who is signed in at the operator's own application. */
export interface OperatorSession {
  email: string;
  /** How colleagues know them. */
  name?: string;
}

/**
 * Finds the operator's own session in a request. Undefined: this request has none of this kind. Throws Refusal for one
 * that is not good (any more).
 */
export type SessionCheck = (request: Request) => Promise<OperatorSession | undefined>;

/** The e-mail address of verified claims. Throws Refusal. */
export function sessionOf(claims: JWTPayload, emailClaim: string): OperatorSession {
  const email = claims[emailClaim];
  if (typeof email !== 'string' || !email.includes('@')) {
    throw new Refusal(
      401,
      'session_invalid',
      `Your session names no e-mail address (claim "${emailClaim}").`,
    );
  }
  if (claims['email_verified'] === false) {
    throw new Refusal(403, 'email_unverified', 'Your e-mail address has not been verified yet.');
  }
  const name = typeof claims['name'] === 'string' ? claims['name'].trim().slice(0, 200) : '';
  return { email: email.trim().toLowerCase(), ...(name !== '' && { name }) };
}

/** What a failed verification tells the operator; what is not about the token is thrown on. */
export function refusalFor(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof errors.JWTExpired) {
    return new Refusal(401, 'session_expired', 'Your session has ended. Sign in to your application again.');
  }
  if (error instanceof errors.JOSEError) {
    return new Refusal(
      401,
      'session_invalid',
      'Your session is not valid. Sign in to your application again.',
    );
  }
  throw error;
}
