/** A company server that is played: real HTTP, the contract of docs/inbox-api.md, and every mistake a test asks for. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { InboxItem, Person } from '../../lib/mirror/inbox.ts';
import type { InboxAction } from '../../lib/providers/companion/shapes.ts';
import { act as decide } from '../../server/companion/inbox/act.ts';
import type { Item } from '../../server/companion/inbox/item.ts';

export const dana: Person = { id: 'dana@ringside.example', name: 'Dana Okafor' };
export const marc: Person = { id: 'marc@ringside.example', name: 'Marc Dubois' };

let made = 0;

/** An item as the server keeps it; a test names only what it cares about. */
export const inboxItem = (facts: Partial<InboxItem> = {}): InboxItem => {
  made += 1;
  return {
    id: `item-${made}`,
    rev: made,
    kind: 'message',
    tool: 'leave_message',
    callId: `call-${made}`,
    at: new Date(Date.now() - 60_000 + made).toISOString(),
    urgent: false,
    needsReview: false,
    number: '+17865550101',
    name: 'Eve Reed',
    text: 'Please call me about my renewal.',
    fields: {},
    outcome: { state: 'done', status: 'saved', spoken: 'I passed it on.' },
    state: 'open',
    notes: [],
    ...facts,
  };
};

export type PlayedCompanion = Awaited<ReturnType<typeof playCompanion>>;

export async function playCompanion() {
  const items = new Map<string, InboxItem>();
  const answered = new Map<string, object>();
  const open = new Set<ServerResponse>();
  const log = { tokens: 0, streams: [] as (string | undefined)[], actions: [] as InboxAction[], searches: 0 };
  const play = {
    /** Who is signed in by cookie; undefined for nobody. */
    operator: dana as Person | undefined,
    tenant: 'acme',
    /** Tokens given out before this count as expired. */
    expired: 0,
    /** What `/inbox-token` answers instead. */
    token: undefined as { status: number; body: unknown } | undefined,
    /** What `/inbox/actions` answers instead, as often as it is there. */
    actions: [] as ({ status: number; body?: unknown } | 'cut')[],
    /** The cursor is unknown at the next stream. */
    reset: false,
    /** Streams say nothing after `ready`. */
    silent: false,
  };
  let rev = 0;
  const names = new Map<string, { person: Person; tenant: string; at: number }>();

  const server = createServer((request, response) => void serve(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const { port } = address;

  function json(response: ServerResponse, status: number, body: unknown): void {
    if (typeof body === 'string') response.writeHead(status, { 'content-type': 'text/html' }).end(body);
    else response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', `http://127.0.0.1:${port}`);
    const body = await textOf(request);
    if (url.pathname === '/inbox-token') return token(response);
    const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const who = names.get(bearer);
    if (!who || who.at < play.expired) return json(response, 401, { error: 'token_expired', message: '' });
    switch (url.pathname) {
      case '/inbox/stream':
        return stream(response, url.searchParams.get('after') ?? undefined);
      case '/inbox/actions':
        return act(response, who.person, body);
      case '/inbox/people':
        return json(response, 200, { people: [dana, marc] });
      case '/inbox/search': {
        log.searches += 1;
        const query = (url.searchParams.get('q') ?? '').toLowerCase();
        const found = [...items.values()].filter((item) =>
          JSON.stringify(item).toLowerCase().includes(query),
        );
        return json(response, 200, { items: found.toSorted((a, b) => b.rev - a.rev).slice(0, 50) });
      }
      default:
        return json(response, 404, { error: 'not_found', message: '' });
    }
  }

  function token(response: ServerResponse): void {
    log.tokens += 1;
    if (play.token) return json(response, play.token.status, play.token.body);
    if (!play.operator) return json(response, 401, { error: 'not_signed_in', message: 'Sign in first.' });
    const made = `played-token-${log.tokens}`;
    names.set(made, { person: play.operator, tenant: play.tenant, at: log.tokens });
    const expiresAt = new Date(Date.now() + 900_000).toISOString();
    json(response, 200, { token: made, expiresAt, operator: play.operator, tenant: play.tenant });
  }

  function stream(response: ServerResponse, after: string | undefined): void {
    log.streams.push(after);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    if (after !== undefined && play.reset) {
      play.reset = false;
      say(response, 'reset', {});
      after = undefined;
    }
    const since = after === undefined ? -1 : Number(after);
    const news = [...items.values()].filter((item) => item.rev > since).toSorted((a, b) => a.rev - b.rev);
    for (let at = 0; at < news.length; at += 200) {
      const part = news.slice(at, at + 200);
      say(response, 'items', { items: part }, String(part.at(-1)?.rev));
    }
    say(response, 'ready', { cursor: String(rev) });
    open.add(response);
    response.on('close', () => open.delete(response));
  }

  function say(response: ServerResponse, event: string, data: unknown, id?: string): void {
    response.write(
      `event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`,
    );
  }

  function tell(event: string, data: unknown, id?: string): void {
    if (!play.silent) for (const response of open) say(response, event, data, id);
  }

  function put(item: InboxItem): InboxItem {
    rev = Math.max(rev + 1, item.rev);
    const next = { ...item, rev };
    items.set(item.id, next);
    tell('items', { items: [next] }, String(rev));
    return next;
  }

  function act(response: ServerResponse, me: Person, body: string): void {
    const instead = play.actions.shift();
    const { actions } = JSON.parse(body) as { actions: InboxAction[] };
    if (instead === 'cut') {
      // Done, but nobody hears of it.
      for (const action of actions) perform(action, me);
      response.destroy();
      return;
    }
    if (instead) return json(response, instead.status, instead.body ?? { error: 'internal_error' });
    json(response, 200, { results: actions.map((action) => perform(action, me)) });
  }

  function perform(action: InboxAction, me: Person): object {
    const before = answered.get(action.id);
    if (before) return before;
    log.actions.push(action);
    const result = { id: action.id, ...performOnce(action, me) };
    answered.set(action.id, result);
    return result;
  }

  function performOnce(action: InboxAction, me: Person): object {
    const item = items.get(action.item);
    if (!item) return { ok: false, code: 'not_found' };
    if (action.text === 'bad') return { ok: false, code: 'invalid', message: 'no' };
    const kept: Item = {
      ...item,
      fields: { ...item.fields },
      notes: [...item.notes],
      takeovers: [...(item.takeovers ?? [])],
    };
    const findPerson = (id: string) => [dana, marc].find((person) => person.id === id);
    const verdict = decide(kept, action, me, { now: new Date(), findPerson });
    if (!('item' in verdict)) return { ok: false, ...verdict, item };
    return { ok: true, item: put({ ...verdict.item, rev: item.rev }) };
  }

  let listening = true;
  return {
    url: `http://127.0.0.1:${port}`,
    play,
    log,
    items,
    put,
    tell,
    /** Somebody else does something. */
    by: (person: Person, kind: InboxAction['kind'], item: string, more: Partial<InboxAction> = {}) =>
      perform({ id: crypto.randomUUID(), item, kind, at: new Date().toISOString(), ...more }, person),
    /** Only a sign of life. */
    beat: () => {
      for (const response of open) response.write(': still here\n\n');
    },
    /** Bytes as they are. */
    raw: (bytes: string | Uint8Array) => {
      for (const response of open) response.write(bytes);
    },
    endStreams: () => {
      for (const response of open) response.end();
    },
    remove(id: string): void {
      items.delete(id);
      tell('gone', { ids: [id] });
    },
    /** Cuts every connection, and takes no more until `up`. */
    async down(): Promise<void> {
      if (!listening) return;
      listening = false;
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
    async up(): Promise<void> {
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
      listening = true;
    },
    async stop(): Promise<void> {
      await this.down();
    },
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}
