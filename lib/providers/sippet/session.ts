/** Connect params of the realtime socket (protocol sheet §1.3, §4.2). */
import { mapOf, textOf } from '../row.ts';
import type { Token } from '../mint.ts';
import type { BearerTokens } from '../tokens.ts';

export interface SessionDeps {
  origin: string;
  tokens: BearerTokens;
  fetch: typeof fetch;
  /** Asks the company's server for a session token: the only way that is documented (§1.3). Absent where none is known. */
  company?: () => Promise<Token>;
  log: (line: string) => void;
}

type Params = Record<string, string>;

const patience = 10_000;
/** A way that was refused is left alone for so long, in ms: what was amiss may be mended. */
const rest = 60_000;
/** Every so many attempts that come to nothing, another way has its turn. */
const turns = 4;

/**
 * What to connect with, anew for each attempt: a session token of the company's own server (§1.3), one had with the
 * operator token, or the operator token itself under either name in turn (both §4.2, assumed).
 */
export function sessionParams({ origin, tokens, fetch, company, log }: SessionDeps) {
  const restsUntil = new Map<string, number>();

  async function byCompany(ask: () => Promise<Token>): Promise<Params | undefined> {
    try {
      return { session_token: (await ask()).token };
    } catch (error) {
      log(`no session token of the company's: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  }

  async function mint(token: string): Promise<Response> {
    return fetch(`${origin}/api/realtime/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      credentials: 'omit',
      cache: 'no-store',
      signal: AbortSignal.timeout(patience),
    });
  }

  async function byToken(): Promise<Params | undefined> {
    const token = await tokens.get();
    let response = await mint(token);
    // Operators may have no say here at all: not being heard is no proof of a bad token.
    const newer = response.status === 401 ? await tokens.perhapsNewer(token) : undefined;
    if (newer !== undefined) response = await mint(newer);
    if (response.status >= 500 || response.status === 429)
      throw new Error(`no session token: ${response.status} ${response.statusText}`);
    const session = response.ok ? textOf(mapOf(await response.json()), 'token', 'sessionToken') : undefined;
    return session === undefined ? undefined : { session_token: session };
  }

  const ways: { name: string; ask: (turn: number) => Promise<Params | undefined> }[] = [
    ...(company ? [{ name: 'company', ask: () => byCompany(company) }] : []),
    { name: 'session', ask: byToken },
    {
      name: 'operator token',
      ask: async (turn) => ({ [turn % 2 === 0 ? 'access_token' : 'session_token']: await tokens.get() }),
    },
  ];

  /** `attempt` counts those that came to nothing in a row. */
  return async function params(attempt: number): Promise<Params> {
    const now = Date.now();
    const open = ways.filter(({ name }) => (restsUntil.get(name) ?? 0) <= now);
    const others = Math.max(1, open.length - 1);
    const round = Math.floor(attempt / turns);
    const first = attempt % turns === turns - 1 && open.length > 1 ? 1 + (round % others) : 0;
    for (const way of [...open.slice(first), ...open.slice(0, first)]) {
      const found = await way.ask(open.length === 1 ? attempt : Math.floor(round / others));
      if (found) return found;
      restsUntil.set(way.name, now + rest);
    }
    throw new Error('no way to the channel');
  };
}
