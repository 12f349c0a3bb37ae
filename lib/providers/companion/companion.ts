/** The company server, as one operator uses it: signed in by cookie, told of everything by stream, asked and changed by request. */
import * as v from 'valibot';
import { FaultError, type Fault, type FaultCode } from '../../mirror/fault.ts';
import type { InboxItem, Person } from '../../mirror/inbox.ts';
import { retryAfterOf } from '../retry.ts';
import { createTokens } from '../tokens.ts';
import { jsonOf, mintSession, type InboxSession } from './session.ts';
import {
  actionsAnswer,
  errorAnswer,
  peopleAnswer,
  readItem,
  readItems,
  searchAnswer,
  type InboxAction,
} from './shapes.ts';
import { openStream, type InboxStream, type StreamEvent } from './stream.ts';

export interface CompanionOptions {
  /** `https://crm.example/companion`, no slash at the end. */
  url: string;
  fetch: typeof fetch;
  log: (line: string) => void;
  /** Throws what stands in the way of asking, e.g. a missing site permission. */
  mayAsk?: () => void;
  cursor(): string | undefined;
  hear(event: StreamEvent): void;
  /** Told before anything is streamed or sent under it; again when it is somebody else's. */
  onSession(session: InboxSession): void;
  onState(state: CompanionState, fault?: Fault): void;
  /** How long silence is believed, in ms. */
  patience?: number;
}

export type CompanionState = 'connecting' | 'live' | 'lost' | 'needed';

/** What came of one change. */
export type ActionResult =
  | { id: string; ok: true; item?: InboxItem }
  | {
      id: string;
      ok: false;
      code: 'taken' | 'not_found' | 'invalid';
      by?: Person;
      message?: string;
      item?: InboxItem;
    };

export interface Companion {
  /** Sends changes in their order, at most 100, and only as this operator. */
  act(actions: readonly InboxAction[], as: string): Promise<ActionResult[]>;
  search(query: string, before?: string): Promise<{ items: InboxItem[]; before?: string }>;
  people(): Promise<Person[]>;
  /** After `needed`: asks for a sign-in once more. After `lost`: connects now. */
  again(): Promise<void>;
  /** The machine slept, or the network is another one: the connection may be dead without a word. */
  disturbed(): void;
  stop(): void;
}

/** How long one answer may take, in ms. */
const patience = 15_000;

/** The statuses by which the company server refuses a request for good (docs/inbox-api.md). */
const refusals: ReadonlySet<number> = new Set([400, 409, 413, 422]);

/** A failure that time may mend, with what the server wishes, in ms. */
class NotNow extends FaultError {
  readonly retryAfter?: number;
  constructor(said: string, retryAfter: number | undefined) {
    super('service-unreachable', { said });
    this.retryAfter = retryAfter;
  }
}

export function connectCompanion(options: CompanionOptions): Companion {
  const { url, log } = options;
  let session: InboxSession | undefined;
  let stream: InboxStream | undefined;
  let streaming = false;
  let stopped = false;

  const mint = async () => {
    options.mayAsk?.();
    const minted = await mintSession(url, options.fetch, session !== undefined);
    const before = session;
    session = minted.session;
    if (!stopped && !isSame(before, session)) {
      options.onSession(session);
      // What comes by the old token is another's.
      if (before) stream?.restart();
    }
    return minted.token;
  };
  const tokens = createTokens(
    { mint, keep: () => Promise.resolve() },
    ({ state, fault }) => {
      if (state === 'needed') options.onState('needed', fault);
      if (state === 'retrying') options.onState('lost', fault);
      if (state !== 'signed-in') return;
      // The stream goes on by an older token while a newer one is missing.
      if (streaming) options.onState('live');
      else stream?.nudge();
    },
    log,
  );

  async function ask(path: string, init: RequestInit, as: string | undefined): Promise<Response> {
    const send = (token: string) => {
      // The token in hand is the session's: nobody's change goes under somebody else's name.
      if (as !== undefined && session?.operator.id !== as)
        throw new FaultError('sign-in-needed', { said: 'somebody else is signed in' });
      return request(path, init, token);
    };
    const token = await tokens.get();
    const first = await send(token);
    if (first.status !== 401) return proven(first);
    const second = await send(await tokens.renew(token));
    if (second.status !== 401) return proven(second);
    tokens.refused(path, 'plainly');
    throw new FaultError('sign-in-needed', { said: '401' });
  }

  function proven(response: Response): Response {
    tokens.proven();
    return response;
  }

  async function request(path: string, init: RequestInit, token: string): Promise<Response> {
    try {
      return await options.fetch(url + path, {
        credentials: 'omit',
        ...init,
        headers: new Headers([...new Headers(init.headers), ['authorization', `Bearer ${token}`]]),
      });
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      throw new FaultError('service-unreachable', { about: new URL(url).host, said, cause: error });
    }
  }

  async function good(path: string, init: RequestInit, as?: string): Promise<Response> {
    const response = await ask(path, init, as);
    if (response.ok) return response;
    const { status } = response;
    const error = v.safeParse(errorAnswer, await jsonOf(response));
    const said = error.success ? `${status} ${error.output.message ?? error.output.error}` : String(status);
    // Whatever stands before the server has pages of its own (404, 405, 403, …): only its own words are believed.
    const refused = error.success && (refusals.has(status) || status === 403);
    if (!refused) throw new NotNow(said, retryAfterOf(response.headers.get('retry-after')));
    const code: FaultCode = status === 403 ? 'service-forbidden' : 'service-refused';
    throw new FaultError(code, { about: new URL(url).host, said });
  }

  async function read<S extends v.GenericSchema>(
    path: string,
    schema: S,
    init: RequestInit = {},
    as?: string,
  ): Promise<v.InferOutput<S>> {
    const response = await good(path, { ...init, signal: AbortSignal.timeout(patience) }, as);
    const answer = v.safeParse(schema, await jsonOf(response));
    if (answer.success) return answer.output;
    throw new FaultError('service-unreachable', { said: `${path}: the answer does not fit` });
  }

  tokens.begin();
  stream = openStream({
    open: (path, init) => good(path, init),
    cursor: () => options.cursor(),
    hear: (event) => options.hear(event),
    onState(state, fault) {
      streaming = state === 'live';
      // A sign-in that is missing has been told already, in its own words.
      if (state === 'lost' && fault && isSignIn(fault.code)) return;
      options.onState(state, fault);
    },
    waitsAfter: (fault) => isSignIn(fault.code),
    log,
    patience: options.patience,
  });

  return {
    async act(actions, as) {
      const init: RequestInit = {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ actions }),
      };
      const { results } = await read('/inbox/actions', actionsAnswer, init, as);
      return results.map((result): ActionResult => {
        const item = result.item === undefined ? undefined : readItem(result.item, log);
        return { ...result, item };
      });
    },
    async search(query, before) {
      const asked = new URLSearchParams({ q: query, ...(before !== undefined && { before }) });
      const found = await read(`/inbox/search?${asked}`, searchAnswer);
      return { items: readItems(found.items, log), before: found.before };
    },
    people: async () => (await read('/inbox/people', peopleAnswer)).people,
    async again() {
      try {
        await tokens.again();
      } catch (error) {
        // The state says it, and goes on saying it.
        log(`inbox: still not signed in: ${String(error)}`);
      }
      stream?.nudge();
    },
    disturbed: () => stream?.restart(),
    stop() {
      stopped = true;
      stream?.stop();
      tokens.stop();
    },
  };
}

const isSame = (a: InboxSession | undefined, b: InboxSession): boolean =>
  a?.tenant === b.tenant && a.operator.id === b.operator.id;

/** Somebody must do something first; the token's own life says when they did. */
const isSignIn = (code: FaultCode): boolean =>
  ['sign-in-needed', 'site-permission-needed', 'inbox-not-offered', 'service-forbidden'].includes(code);
