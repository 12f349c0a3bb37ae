/** Connect params of the realtime socket (protocol sheet §1.3, §4.2). */
import { mapOf, textOf } from '../row.ts';
import type { BearerTokens } from '../tokens.ts';

export interface SessionDeps {
  origin: string;
  tokens: BearerTokens;
  fetch: typeof fetch;
}

const patience = 10_000;

/**
 * A fresh session token for each attempt, had with the operator token. Where the service gives none for that, the
 * operator token itself, under either name in turn (§4.2, assumed).
 */
export function sessionParams({ origin, tokens, fetch }: SessionDeps) {
  /** The service does not mint for operators; it is not asked again. */
  let refuses = false;

  async function mint(token: string): Promise<Response> {
    return fetch(`${origin}/api/realtime/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      credentials: 'omit',
      cache: 'no-store',
      signal: AbortSignal.timeout(patience),
    });
  }

  return async function params(attempt: number): Promise<Record<string, string>> {
    const token = await tokens.get();
    const own: Record<string, string> =
      attempt % 2 === 0 ? { access_token: token } : { session_token: token };
    if (refuses) return own;
    let response = await mint(token);
    if (response.status === 401) response = await mint(await tokens.renew(token));
    if (response.status >= 500 || response.status === 429)
      throw new Error(`no session token: ${response.status} ${response.statusText}`);
    if (!response.ok) {
      // 401 with a renewed token, 403, 404, 405: not for us.
      refuses = true;
      return { access_token: await tokens.get() };
    }
    const session = textOf(mapOf(await response.json()), 'token', 'sessionToken');
    return session ? { session_token: session } : own;
  };
}
