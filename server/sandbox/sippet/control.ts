import { Hono } from 'hono';
import * as v from 'valibot';
import { RpcFailure } from './rpc/errors.ts';
import type { Sippet } from './sippet.ts';
import { VariantsInput } from './switches.ts';

const text = v.optional(v.string());
const count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000));
const caller = { persona: text, from: text, name: v.optional(v.nullable(v.string())) };

const QueueInput = v.strictObject({ ...caller, queue: text });
const AiInput = v.strictObject({
  ...caller,
  pace: v.optional(v.union([v.picklist(['recorded', 'manual']), v.pipe(v.number(), v.minValue(1))])),
  repeat: v.optional(v.boolean()),
  tools: v.optional(v.boolean()),
});
const CallInput = v.strictObject({ callUuid: v.string() });
const StepInput = v.strictObject({ callUuid: v.string(), lines: v.optional(count) });
const SayInput = v.strictObject({
  callUuid: v.string(),
  role: v.picklist(['caller', 'operator', 'assistant']),
  text: v.string(),
});
const AcceptInput = v.strictObject({ entryId: v.string(), email: v.string() });
const PresenceInput = v.strictObject({ email: v.string(), status: v.string() });
const CountInput = v.strictObject({ count });
const TokensInput = v.strictObject({ kind: v.optional(v.picklist(['operator', 'session'])), email: text });
const MintInput = v.strictObject({
  kind: v.picklist(['operator', 'session']),
  email: text,
  ttlSeconds: v.optional(v.number()),
});
const WhoInput = v.strictObject({ email: text });
const CodeInput = v.strictObject({
  code: v.pipe(v.number(), v.integer(), v.minValue(1000), v.maxValue(4999)),
  email: text,
});

/** What is asked of Sippet under `/sandbox/sippet`, not part of its protocol (emulator checklist 4 and 5). */
export function sippetControl(sippet: Sippet): Hono {
  const api = new Hono();
  api.onError((error, context) => {
    if (error instanceof RpcFailure) return context.json({ errors: error.errors }, 409);
    throw error;
  });
  /** `POST path`: checks the body (none counts as `{}`) and answers with what `act` gives. */
  const post = <S extends v.GenericSchema>(
    path: string,
    schema: S,
    act: (input: v.InferOutput<S>) => object | Promise<object>,
  ): void => {
    api.post(path, async (context) => {
      const body = await context.req.text();
      const input: unknown = body === '' ? {} : JSON.parse(body);
      return context.json(await act(v.parse(schema, input)));
    });
  };
  const done = { ok: true };
  api.get('/state', (context) => context.json(stateOf(sippet)));
  post('/queue-caller', QueueInput, (input) => sippet.bringCaller(input));
  post('/ai-call', AiInput, (input) => sippet.startAiCall(input));
  post('/ai-step', StepInput, ({ callUuid, lines }) => ({ said: sippet.stepAi(callUuid, lines) }));
  post('/say', SayInput, ({ callUuid, role, text: words }) => {
    sippet.say(callUuid, role, words);
    return done;
  });
  post('/hang-up', CallInput, ({ callUuid }) => ({ ok: sippet.hangUp(callUuid) }));
  post('/accept', AcceptInput, ({ entryId, email }) => sippet.accept(entryId, email));
  post('/presence', PresenceInput, ({ email, status }) => {
    sippet.setPresence(email, status);
    return done;
  });
  post('/burst', CountInput, (input) => ({ waiting: sippet.burst(input.count) }));
  post('/contacts', CountInput, (input) => {
    sippet.fillContacts(input.count);
    return { count: sippet.store.contacts.length };
  });
  post('/variants', VariantsInput, (input) => {
    sippet.setVariants(input);
    return sippet.variants;
  });
  post('/mint', MintInput, ({ kind, email, ttlSeconds }) => sippet.mint(kind, email, ttlSeconds));
  post('/end-tokens', TokensInput, (input) => ({ ended: sippet.endTokens(input) }));
  post('/revoke-sip', WhoInput, ({ email }) => ({ revoked: sippet.revokeSip(email) }));
  post('/disconnect', CodeInput, ({ code, email }) => {
    sippet.disconnect(code, email);
    return done;
  });
  post('/crash-channels', v.strictObject({}), () => {
    sippet.crashChannels();
    return done;
  });
  return api;
}

function stateOf(sippet: Sippet): object {
  const { queueEntries, calls, statuses, transcripts, auditEvents, queues, participants } = sippet.store;
  return {
    secretKey: sippet.secretKey,
    publishableKey: sippet.publishableKey,
    team: sippet.team,
    variants: sippet.variants,
    faults: sippet.faults,
    live: sippet.calls(),
    sockets: sippet.sockets(),
    // Tokens themselves are nobody's business, not even here.
    tokens: sippet.tokens().map(({ kind, email, expiresAt }) => ({ kind, email, expiresAt })),
    contacts: sippet.store.contacts.length,
    queues,
    queueEntries,
    calls,
    participants,
    statuses,
    transcripts,
    auditEvents,
  };
}
