/** The public RPC: one envelope, two paths (protocol sheet §2). Knows nothing of any action but whether it may be asked twice. */
import * as v from 'valibot';
import { maybeToken, networkError, refusalOf, RpcError, statusError } from './errors.ts';
import { FaultError } from '../../mirror/fault.ts';
import { backOff, retryAfterOf } from '../retry.ts';
import type { BearerTokens, Refused } from '../tokens.ts';

/** The request, as far as we use it (§2.2). */
export interface RpcRequest {
  action: string;
  input?: Record<string, unknown>;
  identity?: string;
  fields?: readonly string[];
  filter?: Record<string, unknown>;
  sort?: string;
  page?: { limit: number; offset?: number; after?: string };
}

export interface RpcDeps {
  origin: string;
  /** Tried in order; the one that is there is kept (§8 row 12). */
  paths: readonly string[];
  tokens: BearerTokens;
  fetch: typeof fetch;
  log: (line: string) => void;
}

export type Rpc = ReturnType<typeof createRpc>;

/** Actions that may be asked again when nobody knows whether they were done. Lists and gets always may. */
const repeatable: ReadonlySet<string> = new Set([
  'call_codec',
  'end_call',
  'revoke_sip_access',
  'set_operator_status',
  'update_contact',
  'update_conversation',
]);
const mayRepeat = (action: string) => /^(list|get)_/.test(action) || repeatable.has(action);

/** What every operator may do: whoever is refused these has no rights at all (§8 row 21). */
const harmless: ReadonlySet<string> = new Set([
  'list_calls',
  'list_call_queue_entries',
  'list_contacts',
  'list_operator_statuses',
]);

/** How long one answer may take, in ms, and how often it is asked for. */
const patience = 15_000;
const attempts = 4;

const envelope = v.looseObject({
  success: v.boolean(),
  data: v.optional(v.unknown()),
  errors: v.optional(v.unknown()),
});

export function createRpc(deps: RpcDeps) {
  let paths = deps.paths;
  /** Actions a fresh token was not good enough for: no newer one will be. */
  const hopeless = new Map<string, string>();
  let stopped = false;

  async function post(path: string, body: RpcRequest, token: string): Promise<Response> {
    try {
      return await deps.fetch(deps.origin + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify(body),
        credentials: 'omit',
        signal: AbortSignal.timeout(patience),
      });
    } catch (error) {
      throw networkError(error);
    }
  }

  /** Asks once; a path that is not there gives way to the next. */
  async function ask(verb: 'run' | 'validate', body: RpcRequest, token: string): Promise<unknown> {
    const [path = '', ...others] = paths;
    // Beside any other path there is no telling what would be executed.
    if (verb === 'validate' && !path.endsWith('/run')) throw new FaultError('not-offered', { about: verb });
    const response = await post(verb === 'run' ? path : path.replace(/run$/, 'validate'), body, token);
    if (response.status === 404 && others.length > 0) {
      deps.log(`no RPC at ${path}, trying ${others.join(', ')}`);
      paths = others;
      return ask(verb, body, token);
    }
    const { status, statusText, headers } = response;
    if (!response.ok) throw statusError(status, statusText, retryAfterOf(headers.get('retry-after')));
    // The path is the right one, whatever the answer.
    paths = [path];
    let parsed: v.SafeParseResult<typeof envelope>;
    try {
      parsed = v.safeParse(envelope, await response.json());
    } catch (error) {
      throw networkError(error);
    }
    if (!parsed.success) throw networkError('the answer is no envelope');
    if (!parsed.output.success) throw refusalOf(parsed.output.errors);
    return parsed.output.data;
  }

  /** Asks with the current token, and once more with a newer one where the token may be to blame. */
  async function authorised(verb: 'run' | 'validate', body: RpcRequest): Promise<unknown> {
    const token = await deps.tokens.get();
    try {
      const data = await ask(verb, body, token);
      deps.tokens.proven();
      return data;
    } catch (error) {
      if (!(error instanceof RpcError) || !blamesToken(error)) throw error;
      const ended = error.status === 401;
      const known = hopeless.get(body.action) === token;
      // A lack of rights looks the same, and is no reason to sign anybody out.
      const fresh = known ? undefined : await deps.tokens[ended ? 'renew' : 'perhapsNewer'](token);
      if (fresh === undefined) {
        hopeless.set(body.action, token);
        deps.tokens.refused(body.action, how(body.action, error));
        throw error;
      }
      try {
        const data = await ask(verb, body, fresh);
        deps.tokens.proven();
        return data;
      } catch (again) {
        if (again instanceof RpcError && blamesToken(again)) {
          hopeless.set(body.action, fresh);
          deps.tokens.refused(body.action, how(body.action, again));
        }
        throw again;
      }
    }
  }

  async function patient(verb: 'run' | 'validate', body: RpcRequest): Promise<unknown> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await authorised(verb, body);
      } catch (error) {
        const again = error instanceof RpcError && isPassing(error) && attempt < attempts && !stopped;
        if (!again || !(verb === 'validate' || mayRepeat(body.action))) throw error;
        deps.log(`${body.action}: ${error.message}; asking again`);
        await backOff(attempt, error.retryAfter);
      }
    }
  }

  return {
    /** Executes an action; `data` fits `schema` afterwards. Rejects with a FaultError. */
    async run<S extends v.GenericSchema>(body: RpcRequest, schema: S): Promise<v.InferOutput<S>> {
      const data = await patient('run', body);
      const read = v.safeParse(schema, data);
      if (read.success) return read.output;
      throw networkError(`${body.action}: unexpected answer (${v.summarize(read.issues).slice(0, 200)})`);
    },
    /** Checks an action's input without executing it (§2.5). Rejects with what is wrong. */
    async validate(body: RpcRequest): Promise<void> {
      await patient('validate', body);
    },
    /** No further attempts. */
    stop(): void {
      stopped = true;
    },
  };
}

const how = (action: string, { status }: RpcError): Refused =>
  status === 401 ? 'plainly' : harmless.has(action) ? 'oddly' : 'perhaps';

const blamesToken = (error: RpcError): boolean =>
  error.status === 401 || error.status === 403 || (error.status === 200 && maybeToken.has(error.type));

/** It may be gone a moment later (§8 row 14). */
const isPassing = (error: RpcError): boolean =>
  error.type === 'network_error' && (error.status === 0 || error.status === 429 || error.status >= 500);
