/**
 * REST over the route table: timeouts, repeats and refusals as the protocol sheet wants them (§13). Only what reads is
 * asked twice: nobody is called, transferred or hung up on a second time because an answer was lost.
 */
import { FaultError } from '../../mirror/fault.ts';
import { retryAfterOf } from '../retry.ts';
import { isRow, numberOf, type Row } from '../row.ts';
import type { BearerTokens } from '../tokens.ts';
import { CemscaleError, noAnswer, refusalOf } from './errors.ts';
import { urlOf, type RouteId, type RouteTable } from './routes.ts';

export interface ClientDeps {
  /** `https://voip-api.cemscale.com`; may have a path. */
  apiUrl: string;
  routes: RouteTable;
  tokens: BearerTokens;
  fetch: typeof fetch;
  log: (line: string) => void;
  /** Before each repeat, ms; tests shorten them. */
  pauses?: readonly number[];
}

export interface Ask {
  /** Fills the path's `{names}`. */
  names?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, string | undefined>>;
  body?: Row;
  /** The service does a request with the same key once. */
  once?: string;
}

/** Rows of one answer, with how many there are in all and how many the service puts into a page, where it says so. */
export interface Page {
  rows: Row[];
  total?: number;
  limit?: number;
}

/** How long an answer may take, ms. A browser cannot time the connection apart, so the sheet's 5 s for it are inside. */
const patience = 15_000;
/** After a network fault, 429, 502, 503 or 504 (§13). */
const usualPauses = [250, 750, 2000] as const;
const passing: ReadonlySet<number> = new Set([0, 429, 502, 503, 504]);

export type Client = ReturnType<typeof createClient>;

/** All methods reject with a CemscaleError, or with the FaultError of a sign-in. */
export function createClient(deps: ClientDeps) {
  const { tokens, routes } = deps;
  const pauses = deps.pauses ?? usualPauses;
  let stopped = false;

  async function send(id: RouteId, ask: Ask, token: string | undefined): Promise<Response> {
    const route = routes[id];
    let url: string;
    try {
      url = urlOf(deps.apiUrl, route, ask.names, ask.query);
    } catch (error) {
      throw new FaultError('service-refused', { said: String(error), cause: error });
    }
    let response: Response;
    try {
      response = await deps.fetch(url, {
        method: route.verb,
        headers: {
          accept: 'application/json',
          ...(ask.body && { 'content-type': 'application/json' }),
          // KNOWN: the JWT is a Bearer (§3.1).
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(ask.once !== undefined && { 'idempotency-key': ask.once }),
        },
        body: ask.body && JSON.stringify(ask.body),
        credentials: 'omit',
        cache: 'no-store',
        signal: AbortSignal.timeout(patience),
      });
    } catch (error) {
      throw noAnswer(error);
    }
    if (response.ok) return response;
    throw refusalOf(response, await json(response), retryAfterOf(response.headers.get('retry-after')));
  }

  /** With the token there is, and once more with a newer one after a 401. */
  async function authorised(id: RouteId, ask: Ask): Promise<Response> {
    if (routes[id].carrier === 'none') return send(id, ask, undefined);
    const token = await tokens.get();
    try {
      return proven(await send(id, ask, token));
    } catch (error) {
      if (!isBadToken(error)) throw error;
    }
    const fresh = await tokens.renew(token);
    try {
      return proven(await send(id, ask, fresh));
    } catch (error) {
      if (!isBadToken(error)) throw error;
      tokens.refused(id, 'plainly');
      throw new FaultError('sign-in-needed', { said: error.fault.said, cause: error });
    }
  }

  function proven(response: Response): Response {
    tokens.proven();
    return response;
  }

  async function patient(id: RouteId, ask: Ask): Promise<Response> {
    for (let repeats = 0; ; repeats++) {
      try {
        return await authorised(id, ask);
      } catch (error) {
        const pause = pauses[repeats];
        const may = routes[id].verb === 'GET' && pause !== undefined && !stopped;
        if (!may || !(error instanceof CemscaleError) || !passing.has(error.status)) throw error;
        deps.log(`${id}: ${error.message}; asking again`);
        await after(error.retryAfter ?? pause * (0.75 + Math.random() / 2));
      }
    }
  }

  /** An answer that is no JSON is a broken proxy's, whatever its status says; an empty one is a plain yes. */
  async function data(id: RouteId, response: Response): Promise<unknown> {
    const text = await response.text().catch((error: unknown) => Promise.reject(noAnswer(error)));
    if (text.trim() === '') return {};
    try {
      return JSON.parse(text) as unknown;
    } catch (error) {
      deps.log(`${id}: the answer is no JSON`);
      throw noAnswer(error, response.status);
    }
  }

  return {
    /** What was answered, as a record. */
    async one(id: RouteId, ask: Ask = {}): Promise<Row> {
      const answer = await data(id, await patient(id, ask));
      return isRow(answer) ? answer : {};
    },
    /** One page: records under this name, the only list in the answer, or the answer itself. */
    async list(id: RouteId, name: string, ask: Ask = {}): Promise<Page> {
      return rowsIn(await data(id, await patient(id, ask)), name);
    },
    /** No further repeats. */
    stop(): void {
      stopped = true;
    },
  };
}

const isBadToken = (error: unknown): error is CemscaleError =>
  error instanceof CemscaleError && error.status === 401;

/** KNOWN by example: results come wrapped in an object named after the thing (§4). The rest is what else it may be. */
export function rowsIn(answer: unknown, name: string): Page {
  if (Array.isArray(answer)) return { rows: answer.filter(isRow) };
  if (!isRow(answer)) return { rows: [] };
  const lists = Object.values(answer).filter((value): value is unknown[] => Array.isArray(value));
  const named = answer[name];
  const list = Array.isArray(named) ? named : lists.length === 1 ? lists[0] : undefined;
  const [total, limit] = [numberOf(answer, 'total'), numberOf(answer, 'limit', 'perPage', 'pageSize')];
  return {
    rows: (list ?? []).filter(isRow),
    ...(total !== undefined && { total }),
    ...(limit !== undefined && limit >= 1 && { limit }),
  };
}

/** A refusal's body; a web page says nothing. */
async function json(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined; // Not JSON: the status has to do.
  }
}

const after = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
