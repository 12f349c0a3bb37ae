/** Signing in with extension and SIP password. Arguments and `token` are KNOWN (protocol sheet §3.2), the route is ASSUMED. */
import { FaultError } from '../../mirror/fault.ts';
import type { Token } from '../mint.ts';
import { mapOf, numberOf, textOf, timeOf, type Row } from '../row.ts';
import { noAnswer, wordsOf } from './errors.ts';
import { urlOf, type RouteTable } from './routes.ts';

export interface Credentials {
  /** 3 to 6 digits, unique in its tenant. */
  extension: string;
  password: string;
  /** A UUID. */
  tenantId: string;
}

const patience = 15_000;

/** Where a sign-in is asked for. */
export interface SignInPlace {
  apiUrl: string;
  routes: RouteTable;
  fetch: typeof globalThis.fetch;
}

/**
 * `sign-in-unreachable` is worth another try later; `sign-in-refused` is not: the service says that these are not the
 * right ones. `user` is whatever it tells of the operator.
 */
export async function login(
  place: SignInPlace,
  { extension, password, tenantId }: Credentials,
): Promise<Token & { user: Row }> {
  const body = { username: extension, password, tenantId };
  const { answer, ...token } = await ask(place, 'auth.login', body, extension);
  return { ...token, user: mapOf(answer['user']) };
}

/** Of whoever looks after a tenant: `email`, `password` and the answer's `token` and `tenant` are KNOWN (§3.2). Rejects as `login` does. */
export async function adminLogin(
  place: SignInPlace,
  email: string,
  password: string,
): Promise<Token & { tenant: Row }> {
  const { answer, ...token } = await ask(place, 'auth.admin', { email, password }, email);
  return { ...token, tenant: mapOf(answer['tenant']) };
}

async function ask(
  { apiUrl, routes, fetch }: SignInPlace,
  id: 'auth.login' | 'auth.admin',
  credentials: Readonly<Record<string, string>>,
  who: string,
): Promise<Token & { answer: Row }> {
  const route = routes[id];
  const about = new URL(apiUrl).host;
  let response: Response;
  let body: unknown;
  try {
    response = await fetch(urlOf(apiUrl, route), {
      method: route.verb,
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      body: JSON.stringify(credentials),
      credentials: 'omit',
      cache: 'no-store',
      signal: AbortSignal.timeout(patience),
    });
    body = await response.json().catch(() => undefined); // A web page: the status has to do.
  } catch (error) {
    const { said } = noAnswer(error).fault;
    throw new FaultError('sign-in-unreachable', { about, said, cause: error });
  }
  const said = wordsOf(body).message ?? `${response.status} ${response.statusText}`.trim();
  if (response.status === 429 || response.status >= 500)
    throw new FaultError('sign-in-unreachable', { about, said });
  if (response.status === 400 || response.status === 401 || response.status === 403)
    throw new FaultError('sign-in-refused', { about: who, said });
  if (!response.ok) throw new FaultError('sign-in-needed', { about, said });
  const map = mapOf(body);
  const token = textOf(map, 'token', 'accessToken');
  if (!token) throw new FaultError('sign-in-needed', { about, said: 'no token in the answer' });
  const seconds = numberOf(map, 'expiresIn', 'ttlSeconds');
  const expiresAt = seconds === undefined ? timeOf(map, 'expiresAt') : Date.now() + seconds * 1000;
  return { token, ...(expiresAt !== undefined && { expiresAt }), answer: map };
}
