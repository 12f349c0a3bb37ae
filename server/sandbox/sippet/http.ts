import { type Context, Hono } from 'hono';
import { cors } from 'hono/cors';
import { callerOf } from './access.ts';
import type { Desk } from './desk/desk.ts';
import { snakeKeys } from './names.ts';
import { isMap } from './rpc/filter.ts';
import { rpcError } from './rpc/errors.ts';
import { type Envelope, runRpc } from './rpc/run.ts';
import { timestamp } from './store.ts';
import { type HttpFault, takeSippetFault } from './switches.ts';
import type { Grant } from './tokens.ts';
import type { Workspace } from './workspace.ts';

/** Sippet by HTTP: the mint endpoints (protocol sheet §1.2, §1.3) and RPC (§2). */
export function sippetApi(workspace: Workspace, desk: Desk): Hono {
  const api = new Hono();
  // Open for every origin (§8 #17).
  const open = cors({
    origin: '*',
    allowHeaders: ['authorization', 'content-type', 'x-api-key'],
    allowMethods: ['GET', 'POST', 'PATCH', 'DELETE', 'OPTIONS'],
    exposeHeaders: ['retry-after'],
  });
  for (const path of ['/api/*', '/rpc/*']) api.use(path, open);
  api.use('*', async (_context, next) => {
    await pause(workspace.faults.delayMs);
    await next();
  });
  api.post('/api/operator/access', (context) =>
    faulty(context, workspace, takeSippetFault(workspace.faults.operatorAccess), () =>
      mintOperator(context, workspace),
    ),
  );
  api.post('/api/realtime/session', (context) =>
    faulty(context, workspace, takeSippetFault(workspace.faults.realtimeSession), () =>
      mintSession(context, workspace),
    ),
  );
  for (const base of ['/rpc/public', '/rpc'] as const) {
    for (const verb of ['run', 'validate'] as const) {
      api.post(`${base}/${verb}`, async (context) => {
        if (workspace.variants.rpcPath !== base) return context.json({ error: 'Not Found' }, 404);
        const body = await readJson(context);
        if (body === undefined) return context.json({ error: 'Bad Request' }, 400);
        const action = isMap(body) && typeof body['action'] === 'string' ? body['action'] : undefined;
        return faulty(context, workspace, takeSippetFault(workspace.faults.rpc, action), () =>
          rpc(context, workspace, desk, body, verb === 'validate'),
        );
      });
    }
  }
  return api;
}

async function rpc(
  context: Context,
  workspace: Workspace,
  desk: Desk,
  body: unknown,
  validate: boolean,
): Promise<Response> {
  const caller = callerOf(context.req.raw.headers, workspace);
  if (caller.kind === 'nobody' || caller.kind === 'publishable') {
    if (workspace.variants.unauthorized === '401') return context.json({ error: 'Unauthorized' }, 401);
    const refused: Envelope = { success: false, errors: [rpcError('forbidden')] };
    return context.json(refused);
  }
  return context.json(await runRpc(body, { workspace, desk, caller }, validate));
}

async function mintOperator(context: Context, workspace: Workspace): Promise<Response> {
  const { kind } = callerOf(context.req.raw.headers, workspace);
  if (kind === 'publishable') return context.json({ error: 'Forbidden' }, 403);
  if (kind !== 'secret') return context.json({ error: 'Unauthorized' }, 401);
  const body = await readJson(context);
  const email = isMap(body) ? body['operator_email'] : undefined;
  if (typeof email !== 'string' || email.trim() === '') {
    return context.json({ error: 'operator_email is required' }, 422);
  }
  const operator = workspace.store.team.find((member) => member.email === email.trim().toLowerCase());
  if (operator === undefined) return context.json({ error: 'Operator not found' }, 404);
  const { operatorTokenSeconds } = workspace.variants;
  return granted(
    context,
    workspace,
    workspace.tokens.grant('operator', operator.email, operatorTokenSeconds),
  );
}

function mintSession(context: Context, workspace: Workspace): Response {
  const caller = callerOf(context.req.raw.headers, workspace);
  const { bearerSession, sessionTokenSeconds } = workspace.variants;
  const unheard = caller.kind === 'operator' && bearerSession === '401';
  if (caller.kind === 'nobody' || unheard) return context.json({ error: 'Unauthorized' }, 401);
  if (caller.kind === 'publishable' || (caller.kind === 'operator' && bearerSession === 'refuse')) {
    return context.json({ error: 'Forbidden' }, 403);
  }
  const email = caller.kind === 'operator' ? caller.operator.email : undefined;
  return granted(context, workspace, workspace.tokens.grant('session', email, sessionTokenSeconds));
}

function granted(context: Context, workspace: Workspace, { token, expiresAt, ttlSeconds }: Grant): Response {
  workspace.options.changed();
  const more = workspace.variants.mintKeys === 'full' ? { expiresAt: timestamp(expiresAt), ttlSeconds } : {};
  return context.json(snakeKeys({ token, ...more }) as object);
}

/** Does the work, unless a fault has it otherwise. */
async function faulty(
  context: Context,
  workspace: Workspace,
  fault: HttpFault | undefined,
  work: () => Response | Promise<Response>,
): Promise<Response> {
  if (fault === undefined) return work();
  const late = fault.status === 200 && !fault.html;
  const right = fault.when === 'after' || late ? await work() : undefined;
  if (fault.hang) await Promise.race([workspace.faultsChanged, gone(context.req.raw.signal)]);
  await pause(fault.delayMs);
  if (right !== undefined && late) return right;
  const headers = new Headers({
    'content-type': fault.html ? 'text/html; charset=utf-8' : 'application/json',
    ...(fault.retryAfter !== undefined && { 'retry-after': String(fault.retryAfter) }),
  });
  const body = fault.html
    ? `<!doctype html><title>${fault.status}</title><h1>${fault.status} from a proxy</h1>`
    : JSON.stringify({ error: `sandbox fault ${fault.status}` });
  return new Response(body, { status: fault.status, headers });
}

async function readJson(context: Context): Promise<unknown> {
  try {
    return await context.req.json();
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}

function pause(ms: number): Promise<void> {
  return ms === 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, ms));
}

/** Settles when the client has given up. */
function gone(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
