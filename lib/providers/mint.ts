/** Asks a company's sign-in URL for a token, with the operator's own cookies (Sippet's sheet §1.2; our companion's routes). */
import * as v from 'valibot';
import { FaultError, type FaultCode } from '../mirror/fault.ts';
import { retryAfterOf } from './retry.ts';
import { mapOf, numberOf, textOf, timeOf } from './row.ts';

/** A token and, where anybody told, when it ends (ms since the epoch, by our own clock). */
export interface Token {
  token: string;
  expiresAt?: number;
}

const patience = 10_000;

/** A fault that may be gone when it is tried again, not before `retryAfter` ms. */
export class LaterError extends FaultError {
  readonly retryAfter?: number;

  constructor(
    code: FaultCode,
    more: { said?: string; about?: string; cause?: unknown; retryAfter?: number },
  ) {
    super(code, more);
    this.name = 'LaterError';
    this.retryAfter = more.retryAfter;
  }
}

/** How our companion says no (server/README.md); others' servers may say it otherwise, or not at all. */
const refusal = v.object({ error: v.string(), message: v.optional(v.string()) });

/** What its codes mean to the operator; any other is read from the status. */
const meanings: Readonly<Record<string, FaultCode>> = {
  unknown_operator: 'operator-unknown',
  email_unverified: 'email-unverified',
  key_refused: 'sign-in-broken',
  origin_not_allowed: 'sign-in-broken',
  tokens_not_configured: 'sign-in-broken',
};

/**
 * `sign-in-unreachable` and `sign-in-broken` (which an administrator must mend) are worth another try later. Others are
 * not: `sign-in-needed` (nobody is signed in there, or the answer is no token but a login form), `operator-unknown` and
 * `email-unverified`.
 */
export async function mintAt(url: string, fetching: typeof fetch): Promise<Token> {
  const about = new URL(url).host;
  let response = await asked(url, 'POST', fetching);
  // Only POST is documented (README of the widget); some companies made it a page.
  if (response.status === 404 || response.status === 405) response = await asked(url, 'GET', fetching);
  if (!response.ok) throw await refusedBy(response, about);
  const read = await tokenIn(response);
  if (!read) throw new FaultError('sign-in-needed', { about, said: 'no token in the answer' });
  return read;
}

async function refusedBy(response: Response, about: string): Promise<FaultError> {
  const { status, statusText, headers } = response;
  if (isRedirect(response))
    return new FaultError('sign-in-needed', { about, said: 'it leads to a login page' });
  const read = v.safeParse(refusal, await response.json().catch(() => undefined));
  const said = (read.success && read.output.message) || `${status} ${statusText}`.trim();
  const meant = read.success ? meanings[read.output.error] : undefined;
  const retryAfter = retryAfterOf(headers.get('retry-after'));
  if (meant) return new LaterError(meant, { about, said, retryAfter });
  return status === 429 || status >= 500
    ? new LaterError('sign-in-unreachable', { about, said, retryAfter })
    : new FaultError('sign-in-needed', { about, said });
}

/** A redirect that was not followed; browsers say no more of it than that it is one. */
const isRedirect = ({ type, status }: Response): boolean =>
  type === 'opaqueredirect' || (status >= 300 && status < 400);

export async function asked(url: string, method: 'POST' | 'GET', fetching: typeof fetch): Promise<Response> {
  const ask = (redirect: RequestRedirect) =>
    fetching(url, {
      method,
      credentials: 'include',
      headers: {
        accept: 'application/json',
        ...(method === 'POST' && { 'content-type': 'application/json' }),
      },
      body: method === 'POST' ? '{}' : undefined,
      cache: 'no-store',
      redirect,
      signal: AbortSignal.timeout(patience),
    });
  try {
    return await ask('follow');
  } catch (error) {
    // A login at another site, where a company keeps its sign-in, may not be read by us and fails like a dead network.
    const led = error instanceof TypeError && (await ask('manual').catch(() => undefined));
    if (led && isRedirect(led)) return led;
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
  const token = textOf(map, 'token', 'accessToken', 'sessionToken', 'operatorToken', 'operatorAccessToken');
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
