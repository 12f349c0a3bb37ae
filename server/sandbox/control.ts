import { Hono } from 'hono';
import { cors } from 'hono/cors';
import * as v from 'valibot';
import { cemscaleControl } from './cemscale/control.ts';
import { CannotCall } from './pbx.ts';
import { FaultsInput } from './faults.ts';
import type { Sandbox } from './sandbox.ts';
import { sippetControl } from './sippet/control.ts';
import { ToolFault } from './sippet/call-tool.ts';

const CallOperatorInput = v.strictObject({
  user: v.string(),
  from: v.optional(v.string()),
  persona: v.optional(v.string()),
  giveUpMs: v.optional(v.pipe(v.number(), v.minValue(0))),
});

const CallInput = v.strictObject({ id: v.string() });
const ToolInput = v.strictObject({
  tool: v.string(),
  args: v.record(v.string(), v.unknown()),
  callId: v.optional(v.string()),
  fault: v.optional(ToolFault),
});
const HoldInput = v.strictObject({ id: v.string(), on: v.boolean() });

/**
 * The sandbox by HTTP, for tests in another process and for people with curl. Open to every page while the sandbox
 * listens on loopback; otherwise only to its own.
 */
export function controlApi(sandbox: Sandbox): Hono {
  const api = new Hono();
  if (/^http:\/\/(127\.|localhost|\[::1\])/.test(sandbox.httpUrl)) api.use('*', cors());
  api.onError((error, context) => {
    if (error instanceof v.ValiError) return context.json({ error: error.message }, 400);
    if (error instanceof SyntaxError) return context.json({ error: 'the body is not JSON' }, 400);
    if (error instanceof CannotCall) return context.json({ error: error.message }, 409);
    throw error;
  });
  api.route('/sippet', sippetControl(sandbox.sippet));
  api.route('/cemscale', cemscaleControl(sandbox.cemscale));
  api.get('/state', (context) =>
    context.json({
      domain: sandbox.domain,
      wsUrl: sandbox.wsUrl,
      operators: sandbox.operators,
      callers: sandbox.callers,
      connections: sandbox.connections(),
      registrations: sandbox.registrations(),
      calls: sandbox.calls(),
    }),
  );
  api.post('/call-operator', async (context) => {
    const { user, ...call } = v.parse(CallOperatorInput, await context.req.json());
    return context.json(await sandbox.callOperator(user, call));
  });
  api.post('/hang-up', async (context) => {
    const { id } = v.parse(CallInput, await context.req.json());
    return context.json({ ok: sandbox.hangUp(id) });
  });
  api.post('/hold', async (context) => {
    const { id, on } = v.parse(HoldInput, await context.req.json());
    return context.json({ ok: await sandbox.hold(id, on) });
  });
  api.post('/call-tool', async (context) => {
    const call = v.parse(ToolInput, await context.req.json());
    return context.json(await sandbox.company.callTool(call));
  });
  api.post('/stop-companion', async (context) => {
    await sandbox.company.stop();
    return context.json({ ok: true });
  });
  api.post('/start-companion', (context) => {
    sandbox.company.start();
    return context.json({ ok: true });
  });
  api.post('/restart-meter', async (context) => {
    const { id } = v.parse(CallInput, await context.req.json());
    return context.json({ ok: sandbox.restartMeter(id) });
  });
  api.post('/faults', async (context) => {
    sandbox.setFaults(v.parse(FaultsInput, await context.req.json()));
    return context.json({ ok: true });
  });
  api.post('/cut-connections', (context) => {
    sandbox.cutConnections();
    return context.json({ ok: true });
  });
  api.post('/expire-nonces', (context) => {
    sandbox.expireNonces();
    return context.json({ ok: true });
  });
  api.post('/reset', (context) => {
    sandbox.reset();
    return context.json({ ok: true });
  });
  return api;
}
