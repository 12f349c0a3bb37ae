/** Who the operator is at the company server: a token by their own cookies, as the sign-in URL of Sippet gives one. */
import * as v from 'valibot';
import { FaultError } from '../../mirror/fault.ts';
import type { Person } from '../../mirror/inbox.ts';
import { asked, type Token } from '../mint.ts';
import { errorAnswer, sessionAnswer } from './shapes.ts';

/** Whose Inbox it is. */
export interface InboxSession {
  operator: Person;
  tenant: string;
}

/** How long a token lives where its end is not told, in ms. */
const usualLife = 15 * 60_000;

/**
 * Asks `POST /inbox-token`. `sign-in-unreachable` is worth another try later; anything else needs the operator
 * (`sign-in-needed`) or the administrator (`inbox-not-offered`, `service-forbidden`). `known`: it has let us in before, so that a page of somebody else's,
 * e.g. of a proxy while the server is put in place, is no answer of its own.
 */
export async function mintSession(
  url: string,
  fetching: typeof fetch,
  known: boolean,
): Promise<{ token: Token; session: InboxSession }> {
  const about = new URL(url).host;
  const response = await asked(`${url}/inbox-token`, 'POST', fetching);
  const body = await jsonOf(response);
  const error = v.safeParse(errorAnswer, body);
  const code = error.success ? error.output.error : '';
  const said = `${response.status} ${code || response.statusText}`.trim();
  const { ok, status } = response;
  if (known && !ok && status !== 401 && !error.success)
    throw new FaultError('sign-in-unreachable', { about, said });
  if (status === 404 || code === 'inbox_not_configured')
    throw new FaultError('inbox-not-offered', { about, said });
  if (status === 429 || status >= 500) throw new FaultError('sign-in-unreachable', { about, said });
  if (status === 403) throw new FaultError('service-forbidden', { about, said });
  const read = v.safeParse(sessionAnswer, body);
  if (!ok) throw new FaultError('sign-in-needed', { about, said });
  if (!read.success) throw new FaultError('sign-in-needed', { about, said: 'no token in the answer' });
  const { token, expiresAt, operator, tenant } = read.output;
  // By our own clock, which need not be theirs: a token that seems to have ended already lives as long as they do.
  const ends = expiresAt === undefined ? 0 : Date.parse(expiresAt);
  return {
    token: { token, expiresAt: ends > Date.now() ? ends : Date.now() + usualLife },
    session: { operator: { ...operator, id: operator.id.toLowerCase() }, tenant },
  };
}

/** Undefined for what is no JSON, e.g. a login page. */
export async function jsonOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined; // The status says enough, and the caller says what is missing.
  }
}
