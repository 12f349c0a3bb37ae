/**
 * The one table of CemScale's REST routes. EVERY verb and path here is ASSUMED (protocol sheet §5): CemScale has published
 * none that we could read. Names of arguments and results that are known are marked where they are used. The true ones
 * are put in without touching code: an account, a managed policy and the companion's settings take a JSON object that
 * replaces single entries (§13). The sandbox serves this very table.
 */

/** What a request carries to say who asks: nothing, the operator's JWT as Bearer, or the tenant's `csk_` key (servers only). */
export type Carrier = 'none' | 'token' | 'key';
export type Verb = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Route {
  verb: Verb;
  /** Below the API's URL; `{name}` is filled in. */
  path: string;
  carrier: Carrier;
}

const token = (verb: Verb, path: string): Route => ({ verb, path, carrier: 'token' });

/** ASSUMED, all of it. */
export const assumedRoutes = {
  'auth.login': { verb: 'POST', path: '/api/auth/login', carrier: 'none' },
  'auth.admin': { verb: 'POST', path: '/api/auth/admin/login', carrier: 'none' },
  'auth.me': token('GET', '/api/auth/me'),
  /** How a key becomes one operator's short-lived token is not known at all: this is our own guess. */
  'auth.operatorToken': { verb: 'POST', path: '/api/auth/operator-token', carrier: 'key' },
  'calls.originate': token('POST', '/api/calls/originate'),
  'calls.active': token('GET', '/api/calls/active'),
  'calls.get': token('GET', '/api/calls/{callUuid}'),
  'calls.hangup': token('POST', '/api/calls/{callUuid}/hangup'),
  'calls.hold': token('POST', '/api/calls/{callUuid}/hold'),
  'calls.unhold': token('POST', '/api/calls/{callUuid}/unhold'),
  'calls.transfer': token('POST', '/api/calls/{callUuid}/transfer'),
  'conf.add': token('POST', '/api/calls/{callUuid}/participants'),
  'conf.get': token('GET', '/api/conferences/{conferenceId}'),
  'conf.hold': token('POST', '/api/conferences/{conferenceId}/members/{uuid}/hold'),
  'conf.unhold': token('POST', '/api/conferences/{conferenceId}/members/{uuid}/unhold'),
  'conf.remove': token('DELETE', '/api/conferences/{conferenceId}/members/{uuid}'),
  'conf.end': token('DELETE', '/api/conferences/{conferenceId}'),
  'ext.list': token('GET', '/api/extensions'),
  'ext.byCrm': token('GET', '/api/extensions/by-crm-user/{crmUserId}'),
  'ext.sip': token('GET', '/api/extensions/{id}/webrtc'),
  'presence.list': token('GET', '/api/presence'),
  'presence.set': token('PUT', '/api/presence/{extension}'),
  'did.list': token('GET', '/api/dids'),
  'did.update': token('PATCH', '/api/dids/{id}'),
  'queue.list': token('GET', '/api/queues'),
  'agent.list': token('GET', '/api/ai-agents'),
  'cdr.list': token('GET', '/api/cdr'),
  'block.add': token('POST', '/api/blocklist'),
  'block.list': token('GET', '/api/blocklist'),
  'block.remove': token('DELETE', '/api/blocklist/{id}'),
  /** The realtime socket; a WebSocket is opened with GET, and the token goes into the query. */
  'events.socket': token('GET', '/ws'),
} as const satisfies Record<string, Route>;

export type RouteId = keyof typeof assumedRoutes;
export type RouteTable = Readonly<Record<RouteId, Route>>;

/** What replaces entries of the table, as accounts and policies write it. */
export type RouteOverrides = Readonly<Record<string, { verb?: Verb | undefined; path?: string | undefined }>>;

/** The table with some entries replaced. Who asks (`carrier`) is ours to know and stays. */
export function routesWith(overrides: RouteOverrides = {}): RouteTable {
  const table: Record<RouteId, Route> = { ...assumedRoutes };
  for (const id of routeIds) {
    const { verb, path } = overrides[id] ?? {};
    table[id] = { ...table[id], ...(verb && { verb }), ...(path && { path }) };
  }
  return table;
}

export const routeIds = Object.keys(assumedRoutes) as RouteId[];

/** Names in overrides that are no route: a mistake that would otherwise do nothing. */
export const unknownRoutes = (overrides: RouteOverrides = {}): string[] =>
  Object.keys(overrides).filter((id) => !(routeIds as string[]).includes(id));

/** A route's URL below `apiUrl`. Throws when the path wants a name that is not given: a mistaken override. */
export function urlOf(
  apiUrl: string,
  { path }: Route,
  names: Readonly<Record<string, string>> = {},
  query: Readonly<Record<string, string | undefined>> = {},
): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => {
    const value = names[name];
    if (value === undefined) throw new Error(`${path} wants {${name}}`);
    return encodeURIComponent(value);
  });
  const url = new URL(apiUrl.replace(/\/+$/, '') + filled);
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) url.searchParams.set(name, value);
  return url.href;
}
