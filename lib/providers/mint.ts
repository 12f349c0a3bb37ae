/** Asks a company's sign-in URL for a token, with the operator's own cookies (Sippet's sheet §1.2; our companion's routes). */
import * as v from 'valibot';
import { FaultError } from '../mirror/fault.ts';
import { mapOf, numberOf, textOf, timeOf } from './row.ts';

/** A token and, where anybody told, when it ends (ms since the epoch, by our own clock). */
export interface Token {
  token: string;
  expiresAt?: number;
}

const patience = 10_000;

/**
 * `sign-in-unreachable` is worth another try later; `sign-in-needed` is not: the page says that nobody is signed in
 * there, or answers something that is no token (its login form).
 */
export async function mintAt(url: string, fetching: typeof fetch): Promise<Token> {
  const about = new URL(url).host;
  let response = await asked(url, 'POST', fetching);
  // Only POST is documented (README of the widget); some companies made it a page.
  if (response.status === 404 || response.status === 405) response = await asked(url, 'GET', fetching);
  const said = `${response.status} ${response.statusText}`.trim();
  if (response.status === 429 || response.status >= 500)
    throw new FaultError('sign-in-unreachable', { about, said });
  if (!response.ok) throw new FaultError('sign-in-needed', { about, said });
  const read = await tokenIn(response);
  if (!read) throw new FaultError('sign-in-needed', { about, said: 'no token in the answer' });
  return read;
}

export async function asked(url: string, method: 'POST' | 'GET', fetching: typeof fetch): Promise<Response> {
  try {
    return await fetching(url, {
      method,
      credentials: 'include',
      headers: {
        accept: 'application/json',
        ...(method === 'POST' && { 'content-type': 'application/json' }),
      },
      body: method === 'POST' ? '{}' : undefined,
      cache: 'no-store',
      signal: AbortSignal.timeout(patience),
    });
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new FaultError('sign-in-unreachable', { about: new URL(url).host, said, cause: error });
  }
}

async function tokenIn(response: Response): Promise<Token | undefined> {
  let body: unknown;
  try {
    body = await response.json();
  } catch {
    return undefined; // A login page is no JSON; the caller says so.
  }
  const map = mapOf(typeof body === 'string' ? { token: body } : body);
  const token = textOf(map, 'token', 'accessToken', 'operatorToken', 'operatorAccessToken');
  if (!token) return undefined;
  const seconds = numberOf(map, 'ttlSeconds', 'expiresIn');
  // A lifetime is worth more than a moment: our clock and theirs may differ.
  if (seconds !== undefined) return { token, expiresAt: Date.now() + seconds * 1000 };
  const at = lifeOf(token) ?? timeOf(map, 'expiresAt', 'expires');
  return { token, expiresAt: at };
}

const claims = v.looseObject({ exp: v.number(), iat: v.optional(v.number()) });

/** When a JWT ends by our own clock, given that it was made just now; undefined for any other text (§1.2: opaque). */
export function lifeOf(token: string, now = Date.now()): number | undefined {
  const [, payload, signature] = token.split('.');
  if (!payload || signature === undefined) return undefined;
  try {
    const text = atob(payload.replaceAll('-', '+').replaceAll('_', '/'));
    const read = v.safeParse(claims, JSON.parse(text));
    if (!read.success) return undefined;
    const { exp, iat } = read.output;
    // `iat` in the far past: the token is an old one (pasted), only `exp` says anything.
    return iat !== undefined && Math.abs(now - iat * 1000) < 120_000 ? now + (exp - iat) * 1000 : exp * 1000;
  } catch {
    return undefined; // Three parts, but no JWT.
  }
}
