import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import * as v from 'valibot';
import type { Tenant } from '../config/tenant.ts';
import { limitPerMinute } from '../limits.ts';
import { Refusal } from '../refusal.ts';
import type { OperatorSession } from '../sessions/check.ts';
import type { SearchPlace } from '../store/items.ts';
import type { Store } from '../store/store.ts';
import { ActionSchema } from './act.ts';
import type { Person } from './item.ts';
import type { Streams } from './stream.ts';
import { inboxTokens, type Visitor } from './token.ts';

/** Requests of one operator a minute. */
const PER_MINUTE = 600;
const MAX_BODY = 2 * 1024 * 1024;
const MAX_ACTIONS = 100;
const MAX_QUERY = 200;
const FOUND_AT_ONCE = 50;

const Actions = v.object({ actions: v.pipe(v.array(v.unknown()), v.maxLength(MAX_ACTIONS)) });

export interface InboxOptions {
  store: Store;
  streams: Streams;
  tenants: readonly Tenant[];
  tokenSecret: Uint8Array;
  /** Checks the operator's own session. Throws Refusal. */
  admit: (context: Context) => Promise<OperatorSession>;
}

/** The Inbox's routes (docs/inbox-api.md). */
export function inboxRoutes(options: InboxOptions): Hono {
  const { store, streams, tenants } = options;
  const tokens = inboxTokens(options.tokenSecret);
  const limit = limitPerMinute(PER_MINUTE);
  const app = new Hono();

  const visit = async (context: Context): Promise<Visitor> => {
    const visitor = await tokens.check(context.req.raw);
    await limit(`${visitor.tenant}\n${visitor.person.id}`);
    return visitor;
  };

  app.post('/inbox-token', async (context) => {
    const { email, name } = await options.admit(context);
    const tenant = tenantOf(tenants, email);
    const operator: Person = { id: email, ...(name !== undefined && { name }) };
    await store.rememberPerson(tenant, operator);
    return context.json({ ...(await tokens.issue(operator, tenant)), operator, tenant });
  });

  app.get('/inbox/stream', async (context) => {
    const visitor = await visit(context);
    const after = context.req.header('last-event-id') || context.req.query('after') || undefined;
    return context.body(streams.open(visitor, after), 200, {
      'content-type': 'text/event-stream; charset=utf-8',
      // Proxies that gather answers would keep events back.
      'x-accel-buffering': 'no',
    });
  });

  const tooLarge = () => Promise.reject(new Refusal(413, 'too_large', 'That is too much at once.'));
  app.post('/inbox/actions', bodyLimit({ maxSize: MAX_BODY, onError: tooLarge }), async (context) => {
    const { person, tenant } = await visit(context);
    const body = v.safeParse(Actions, await readJson(context.req.raw));
    if (!body.success)
      throw new Refusal(400, 'bad_request', `Send {"actions": […]} with at most ${MAX_ACTIONS} of them.`);
    const checked = body.output.actions.map((action) => v.safeParse(ActionSchema, action));
    const good = checked.flatMap(({ success, output }) => (success ? [output] : []));
    const people = await peopleOf(store, tenants, tenant);
    const done = await store.act(tenant, good, { by: person, now: new Date(), people });
    const results = checked.map((one, index) =>
      one.success ? done.shift() : unreadable(body.output.actions[index], one.issues),
    );
    return context.json({ results });
  });

  app.get('/inbox/people', async (context) => {
    const { tenant } = await visit(context);
    return context.json({ people: await peopleOf(store, tenants, tenant) });
  });

  app.get('/inbox/search', async (context) => {
    const { tenant } = await visit(context);
    const text = (context.req.query('q') ?? '').slice(0, MAX_QUERY);
    const from = context.req.query('before');
    const before = from === undefined ? undefined : readPlace(from);
    const { signal } = context.req.raw;
    const { items, next } = await store.search(tenant, text, { before, limit: FOUND_AT_ONCE, signal });
    return context.json({ items, ...(next && { before: `${next.at}.${next.id}` }) });
  });
  return app;
}

/** Whose operator this is: named by address, else by domain, else where everybody is. Throws Refusal. */
function tenantOf(tenants: readonly Tenant[], email: string): string {
  const domain = email.slice(email.lastIndexOf('@'));
  const names = (entry: string) => (tenant: Tenant) =>
    tenant.operators.some((operator) => operator.toLowerCase() === entry);
  const found =
    tenants.find(names(email)) ??
    tenants.find(names(domain)) ??
    tenants.find(({ operators }) => operators.length === 0);
  if (!found)
    throw new Refusal(403, 'not_an_operator', 'Your address is not among the operators of this Inbox.');
  return found.id;
}

/** Everybody who has been here, and whom the configuration names. */
async function peopleOf(store: Store, tenants: readonly Tenant[], tenant: string): Promise<Person[]> {
  const people = await store.people(tenant);
  const named = tenants.find(({ id }) => id === tenant)?.operators ?? [];
  for (const operator of named) {
    const id = operator.toLowerCase();
    if (!id.startsWith('@') && !people.some((person) => person.id === id)) people.push({ id });
  }
  return people;
}

async function readJson(request: Request): Promise<unknown> {
  try {
    return await request.json();
  } catch {
    throw new Refusal(400, 'bad_request', 'That is not JSON.');
  }
}

function readPlace(text: string): SearchPlace {
  const found = /^(\d{1,16})\.([\w-]{1,64})$/.exec(text);
  if (!found) throw new Refusal(400, 'bad_request', 'That is not where a search can go on.');
  return { at: Number(found[1]), id: found[2] ?? '' };
}

function unreadable(action: unknown, issues: readonly v.BaseIssue<unknown>[]): object {
  const id = v.safeParse(v.object({ id: v.string() }), action);
  const [first] = issues;
  const message = `${first ? (v.getDotPath(first) ?? 'action') : 'action'}: ${first?.message ?? 'wrong'}`;
  return { id: id.success ? id.output.id : '', ok: false, code: 'invalid', message };
}
