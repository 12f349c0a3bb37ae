import { Hono } from 'hono';
import * as v from 'valibot';
import type { Cemscale } from './cemscale.ts';

const CallInput = v.strictObject({
  extension: v.optional(v.string()),
  persona: v.optional(v.string()),
  from: v.optional(v.string()),
});
const EventInput = v.strictObject({ type: v.string(), data: v.optional(v.looseObject({}), {}) });
const TokensInput = v.strictObject({ sockets: v.optional(v.boolean()) });
const CodeInput = v.strictObject({
  code: v.pipe(v.number(), v.integer(), v.minValue(1000), v.maxValue(4999)),
});

/** What is asked of the sandbox's CemScale under `/sandbox/cemscale`, not part of what it speaks. */
export function cemscaleControl(cemscale: Cemscale): Hono {
  const api = new Hono();
  api.get('/state', (context) =>
    context.json({
      // No operator's phone needs what is left out.
      tenants: cemscale.tenants,
      calls: cemscale.calls(),
      sockets: cemscale.sockets(),
    }),
  );
  api.post('/call', async (context) => {
    const { extension, ...caller } = v.parse(CallInput, await context.req.json());
    return context.json(await cemscale.bringCall(extension, caller));
  });
  api.post('/event', async (context) => {
    const { type, data } = v.parse(EventInput, await context.req.json());
    cemscale.event(type, data);
    return context.json({ ok: true });
  });
  api.post('/end-tokens', async (context) => {
    cemscale.endTokens(v.parse(TokensInput, await context.req.json()));
    return context.json({ ok: true });
  });
  api.post('/disconnect', async (context) => {
    cemscale.disconnect(v.parse(CodeInput, await context.req.json()).code);
    return context.json({ ok: true });
  });
  return api;
}
