import { type Context, Hono } from 'hono';
import { cors } from 'hono/cors';
import * as v from 'valibot';
import { assumedRoutes, type RouteId } from '../../../lib/providers/cemscale/routes.ts';
import { FAILING } from './scripted.ts';
import type { Credential, Credentials } from './credentials.ts';
import { type CemscaleFaults, takeRestFault, wrongAnswer } from './faults.ts';
import { Refusal } from './refusal.ts';
import type { Extension, Tenant } from './store.ts';
import type { Switch } from './switch.ts';
import { addParticipant, holdMember, removeMember, withTable } from './three.ts';

export interface RestOptions {
  tenants: () => readonly Tenant[];
  credentials: Credentials;
  exchange: Switch;
  faults: () => CemscaleFaults;
  /** Settles when the faults are changed. */
  faultsChanged: () => Promise<void>;
  uuid: () => string;
  sip: { domain: string; webSocketUrl: () => string };
  tell: (tenant: Tenant, type: string, data: object) => void;
}

/** One request to a route whose credential is good. */
interface Asked {
  credential: Credential;
  tenant: Tenant;
  /** A name in the path. */
  name: (name: string) => string;
  query: (name: string) => string | undefined;
  header: (name: string) => string | undefined;
  body: <S extends v.GenericSchema>(schema: S) => Promise<v.InferOutput<S>>;
}
type Handler = (asked: Asked) => object | Promise<object>;

const text = v.pipe(v.string(), v.nonEmpty());
const done = { success: true };
const SIP_SECONDS = 3600;

/** The sandbox's CemScale by HTTP: the route table of the phone itself (§13), every answer marked `X-Emulator: 1`. */
export function cemscaleApi(options: RestOptions): Hono {
  const api = new Hono();
  api.use(
    '*',
    cors({
      origin: '*',
      allowHeaders: ['authorization', 'content-type', 'x-api-key', 'idempotency-key'],
      allowMethods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
      exposeHeaders: ['retry-after', 'x-emulator'],
    }),
  );
  api.use('*', async (context, next) => {
    await next();
    context.header('x-emulator', '1');
  });
  api.onError((error, context) => {
    const refusal =
      error instanceof v.ValiError ? new Refusal(400, 'VALIDATION', error.message) : (error as unknown);
    if (!(refusal instanceof Refusal)) throw error;
    const { status, code, message } = refusal;
    return context.json({ error: { code, message, details: null } }, status);
  });
  const route = (id: RouteId, work: (context: Context) => Promise<Response>): void => {
    const { verb, path } = assumedRoutes[id];
    api.on(verb, path.replaceAll(/\{(\w+)\}/g, ':$1'), (context) => faulty(options, id, context, work));
  };
  route('auth.login', (context) => logIn(options, context));
  route('auth.admin', (context) => logInAdmin(options, context));
  for (const [id, handler] of Object.entries(handlersOf(options)))
    route(id as RouteId, async (context) => {
      const credential = await options.credentials.of(context.req.raw.headers);
      if (!credential) throw new Refusal(401, 'UNAUTHORIZED', 'The token is not good.');
      const answer = await handler({
        credential,
        tenant: credential.tenant,
        name: (name) => context.req.param(name) ?? '',
        query: (name) => context.req.query(name),
        header: (name) => context.req.header(name),
        body: async (schema) => v.parse(schema, await jsonOf(context)),
      });
      return context.json(answer, id === 'calls.originate' ? 201 : 200);
    });
  return api;
}

const Login = v.object({ username: text, password: text, tenantId: text });

async function logIn({ tenants, credentials, faults }: RestOptions, context: Context): Promise<Response> {
  const { username, password, tenantId } = v.parse(Login, await jsonOf(context));
  const tenant = tenants().find(({ id }) => id === tenantId);
  const extension = tenant?.extensions.find((one) => one.extension === username);
  if (!tenant || extension?.password !== password)
    throw new Refusal(401, 'UNAUTHORIZED', 'Extension, password or tenant is wrong.');
  const token = await credentials.issue(tenant, extension, faults().tokenSeconds);
  return context.json({ token, user: userOf(tenant, extension) });
}

const AdminLogin = v.object({ email: text, password: text });

async function logInAdmin(
  { tenants, credentials, faults }: RestOptions,
  context: Context,
): Promise<Response> {
  const asked = v.parse(AdminLogin, await jsonOf(context));
  for (const tenant of tenants()) {
    const found = tenant.administrators.find(({ email }) => email === asked.email);
    if (found?.password !== asked.password || !found) continue;
    const token = await credentials.issue(tenant, found, faults().tokenSeconds);
    return context.json({ token, tenant: { id: tenant.id, name: tenant.name } });
  }
  throw new Refusal(401, 'UNAUTHORIZED', 'E-mail address or password is wrong.');
}

const userOf = (tenant: Tenant, { id, extension, displayName }: Extension): object => ({
  id,
  extension,
  displayName,
  role: 'extension',
  tenantId: tenant.id,
});

const extensionRow = (
  { password: _password, sipUser: _sipUser, ...row }: Extension,
  state: string,
): object => ({
  ...row,
  enabled: true,
  presence: state,
});

/** Every route but the sign-ins. The password never comes back (§5.5), except where it is asked for as SIP access. */
function handlersOf(
  options: RestOptions,
): Record<Exclude<RouteId, 'auth.login' | 'auth.admin' | 'events.socket'>, Handler> {
  const { exchange, credentials, uuid, tell } = options;
  /** One page of a list (§5.1), unless a fault has it otherwise. */
  const paged = (name: string, rows: readonly object[], query: Asked['query']): object => {
    const { most = 200, total = true, ignored = false } = options.faults().pages ?? {};
    if (ignored) return { [name]: rows.slice(0, most) };
    const page = Math.max(1, Number(query('page') ?? 1));
    const limit = Math.min(most, Math.max(1, Number(query('limit') ?? 50)));
    const shown = { [name]: rows.slice((page - 1) * limit, page * limit) };
    return total ? { ...shown, total: rows.length, page, limit } : shown;
  };
  /** First replies by idempotency key, as long as the sandbox runs. */
  const placed = new Map<string, Promise<{ callUuid: string }>>();
  const presenceOf = (tenant: Tenant, one: Extension): string =>
    exchange.calls.some(
      (call) => call.facts.tenant === tenant && call.extension === one && call.answeredAt !== null,
    )
      ? 'on_call'
      : one.presence;
  const call = ({ tenant, name }: Asked) => exchange.find(tenant, name('callUuid'));
  const table = ({ tenant, name }: Asked) =>
    withTable(
      exchange.calls.filter((one) => one.facts.tenant === tenant),
      name('conferenceId'),
    );
  return {
    'auth.me': ({ credential, tenant }) => {
      if (!credential.extension) throw new Refusal(404, 'NOT_FOUND', 'A key is nobody.');
      return { user: userOf(tenant, credential.extension) };
    },
    'auth.operatorToken': async ({ credential, tenant, body }) => {
      if (credential.extension) throw new Refusal(403, 'FORBIDDEN', 'Only a key may ask for that.');
      const { extension } = await body(v.object({ extension: text }));
      const found = byNumber(tenant, extension);
      const seconds = options.faults().tokenSeconds ?? 900;
      return {
        token: await credentials.issue(tenant, found, seconds),
        expiresAt: new Date(Date.now() + seconds * 1000).toISOString(),
        user: userOf(tenant, found),
      };
    },
    'calls.originate': async ({ credential, tenant, body, header }) => {
      const asked = await body(
        v.object({
          fromExtension: text,
          toNumber: v.pipe(text, v.regex(/^\+\d{7,15}$/)),
          callerId: v.optional(text),
        }),
      );
      const extension = byNumber(tenant, asked.fromExtension);
      ownOnly(credential, extension);
      if (asked.callerId !== undefined && !tenant.dids.some(({ number }) => number === asked.callerId))
        throw new Refusal(403, 'FORBIDDEN', 'The number is not yours.');
      if (asked.toNumber === FAILING) throw new Refusal(500, 'INTERNAL', 'This number always fails.');
      const key = header('idempotency-key');
      const place = async () => {
        const made = await exchange.originate(tenant, extension, asked.toNumber, asked.callerId);
        return { callUuid: made.facts.callUuid };
      };
      if (key === undefined) return place();
      const once = `${tenant.id} ${key}`;
      const first = placed.get(once) ?? place();
      placed.set(once, first);
      return first;
    },
    'calls.active': ({ tenant, query }) => ({
      calls: exchange.calls
        .filter((one) => one.facts.tenant === tenant)
        .filter((one) => [undefined, one.extension.extension].includes(query('extension')))
        .map((one) => one.row()),
    }),
    'calls.get': (asked) => ({ call: call(asked).row() }),
    'calls.hangup': (asked) => (exchange.finish(call(asked)), done),
    'calls.hold': (asked) => (exchange.hold(call(asked), true), { ...done, state: 'held' }),
    'calls.unhold': (asked) => (exchange.hold(call(asked), false), { ...done, state: 'active' }),
    'calls.transfer': async (asked) => {
      const { targetExtension, type } = await asked.body(
        v.object({ targetExtension: text, type: v.picklist(['blind', 'attended']) }),
      );
      if (type === 'attended')
        throw new Refusal(422, 'UNROUTABLE', 'The sandbox gives calls away only blindly.');
      await exchange.transfer(call(asked), targetExtension);
      return done;
    },
    'conf.add': async (asked) => {
      const who = await asked.body(v.object({ number: v.optional(text), extension: v.optional(text) }));
      return addParticipant(exchange, call(asked), { number: who.number, extension: who.extension });
    },
    'conf.get': (asked) => ({
      members: table(asked)[1].members.map((one) => ({ ...one, muted: one.onHold, deaf: one.onHold })),
    }),
    'conf.hold': (asked) => (holdMember(exchange, table(asked)[0], asked.name('uuid'), true), done),
    'conf.unhold': (asked) => (holdMember(exchange, table(asked)[0], asked.name('uuid'), false), done),
    'conf.remove': (asked) => (removeMember(exchange, table(asked)[0], asked.name('uuid')), done),
    'conf.end': (asked) => (exchange.finish(table(asked)[0]), done),
    'ext.list': ({ tenant, query }) =>
      paged(
        'extensions',
        tenant.extensions.map((one) => extensionRow(one, presenceOf(tenant, one))),
        query,
      ),
    'ext.byCrm': ({ tenant, name }) => {
      const found = tenant.extensions.find(({ crmUserId }) => crmUserId === name('crmUserId'));
      if (!found) throw new Refusal(404, 'NOT_FOUND', 'No extension has that user.');
      return { extension: extensionRow(found, presenceOf(tenant, found)) };
    },
    'ext.sip': ({ credential, tenant, name }) => {
      const found = tenant.extensions.find(({ id }) => id === name('id'));
      if (!found?.sipUser) throw new Refusal(404, 'NOT_FOUND', 'There is no phone for that extension.');
      ownOnly({ ...credential, role: 'extension' }, found);
      const { domain, webSocketUrl } = options.sip;
      return {
        sipUri: `sip:${found.sipUser}@${domain}`,
        domain,
        wssUrl: webSocketUrl(),
        username: found.sipUser,
        password: found.password,
        iceServers: [],
        expiresAt: new Date(Date.now() + SIP_SECONDS * 1000).toISOString(),
      };
    },
    'presence.list': ({ tenant, query }) =>
      paged(
        'presence',
        tenant.extensions.map((one) => ({
          extension: one.extension,
          status: presenceOf(tenant, one),
          crmUserId: one.crmUserId,
        })),
        query,
      ),
    'presence.set': async ({ credential, tenant, name, body }) => {
      const { status } = await body(
        v.object({ status: v.picklist(['available', 'busy', 'away', 'dnd', 'offline']) }),
      );
      const found = byNumber(tenant, name('extension'));
      ownOnly(credential, found);
      const { extension, crmUserId, presence: previousStatus } = found;
      found.presence = status;
      tell(tenant, 'presence_change', { extension, status, previousStatus, crmUserId });
      return done;
    },
    'did.list': ({ tenant, query }) => paged('dids', tenant.dids, query),
    'did.update': async ({ credential, tenant, name, body }) => {
      adminOnly(credential);
      const change = await body(
        v.object({
          routeType: v.picklist(['extension', 'queue', 'ivr', 'ai_agent', 'voicemail']),
          routeTarget: text,
        }),
      );
      const did = tenant.dids.find(({ id }) => id === name('id'));
      if (!did) throw new Refusal(404, 'NOT_FOUND', 'There is no such number.');
      return { did: Object.assign(did, change) };
    },
    'queue.list': ({ tenant, query }) => paged('queues', tenant.queues, query),
    'agent.list': ({ tenant, query }) => paged('agents', tenant.agents, query),
    'cdr.list': ({ tenant, query }) => {
      const rows = tenant.cdr
        .filter(({ startedAt }) => startedAt >= (query('from') ?? '') && startedAt <= (query('to') ?? '~'))
        .filter(({ extension }) => [undefined, extension].includes(query('extension')))
        .filter(({ direction }) => [undefined, direction as string].includes(query('direction')))
        .filter(({ disposition }) => [undefined, disposition].includes(query('disposition')))
        .toReversed();
      return paged('cdr', rows, query);
    },
    'block.add': async ({ tenant, body }) => {
      const {
        number,
        reason = '',
        direction = 'inbound',
      } = await body(
        v.object({ number: text, reason: v.optional(v.string()), direction: v.optional(v.string()) }),
      );
      if (tenant.blocked.some((one) => one.number === number))
        throw new Refusal(409, 'CONFLICT', 'The number is blocked already.');
      const row = { id: uuid(), number, reason, direction, createdAt: new Date().toISOString() };
      tenant.blocked.push(row);
      return { entry: row };
    },
    'block.list': ({ tenant, query }) => paged('blocklist', tenant.blocked, query),
    'block.remove': ({ tenant, name }) => {
      const before = tenant.blocked.length;
      tenant.blocked = tenant.blocked.filter(({ id }) => id !== name('id'));
      if (tenant.blocked.length === before) throw new Refusal(404, 'NOT_FOUND', 'It is not blocked.');
      return done;
    },
  };
}

function byNumber(tenant: Tenant, number: string): Extension {
  const found = tenant.extensions.find(({ extension }) => extension === number);
  if (!found) throw new Refusal(404, 'NOT_FOUND', `There is no extension ${number}.`);
  return found;
}

function adminOnly({ role }: Credential): void {
  if (role !== 'admin') throw new Refusal(403, 'FORBIDDEN', 'Only an administrator may do that.');
}

/** An operator speaks for itself; an administrator for anybody. */
function ownOnly({ role, extension }: Credential, meant: Extension): void {
  if (role !== 'admin' && extension !== meant)
    throw new Refusal(403, 'FORBIDDEN', 'That is somebody else’s extension.');
}

async function jsonOf(context: Context): Promise<unknown> {
  try {
    return await context.req.json();
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Refusal(400, 'VALIDATION', 'The body is not JSON.');
  }
}

/** Does the work, unless a fault has it otherwise. */
async function faulty(
  options: RestOptions,
  id: RouteId,
  context: Context,
  work: (context: Context) => Promise<Response>,
): Promise<Response> {
  const fault = takeRestFault(options.faults().rest, id);
  if (!fault) return work(context);
  if (fault.when === 'after') await work(context);
  if (fault.hang) await Promise.race([options.faultsChanged(), gone(context.req.raw.signal)]);
  return wrongAnswer(fault);
}

const gone = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
