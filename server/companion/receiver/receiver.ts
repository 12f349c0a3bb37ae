import type { Tenant } from '../config/tenant.ts';
import type { Item, Outcome } from '../inbox/item.ts';
import { limitPerMinute } from '../limits.ts';
import { Refusal } from '../refusal.ts';
import type { Acceptance, Job, Reply } from '../store/operations.ts';
import type { Store } from '../store/store.ts';
import { type Args, argsOf } from '../tools/args.ts';
import { sinkOf } from '../tools/crm.ts';
import type { CustomTool } from '../tools/custom.ts';
import { asksForMore, toolLabel, toolOf } from '../tools/directory.ts';
import { type Draft, languageOf } from '../tools/tool.ts';
import { BadRequest, readToolCall, requestKey, type ToolCall } from './body.ts';
import { completed, itemOfCall, saysSomething, unfinished } from './item.ts';
import { keyring } from './keys.ts';
import type { Outbox } from './outbox.ts';
import { replyOf, replyWith, SENTENCES } from './replies.ts';
import { speakable } from './speech.ts';
import type { Watch } from './watch.ts';

/** How long the same request gets the same reply. */
export const SAME_MS = 10 * 60_000;
/** How often it is looked whether another instance has replied. */
const LOOK_MS = 50;
/** How long keeping what is not complete may hold up the question. */
const UNFINISHED_MS = 2000;
/** What keeping the graceful reply may still take. */
const LAST_MS = 300;

export interface ReceiverOptions {
  tenants: readonly Tenant[];
  store: Store;
  outbox: Outbox;
  watch: Watch;
  perKeyPerMinute: number;
  /** Functions given in code, by tool. */
  custom: ReadonlyMap<string, CustomTool>;
  /** When the caller is answered at the latest, and how long the one try of a connector may take before that. */
  budgetMs: number;
  tryMs: number;
}

/** What a request came to, for the log too. */
export interface Received {
  reply: Reply;
  code?: string;
  /** Only a name that is known here. */
  tool?: string;
  tenant?: string;
  retryAfter?: number;
}

/** Answers tool calls (protocol sheet §11): each is kept before it is answered, and what is the same is done once. */
export function createReceiver(options: ReceiverOptions): (request: Request) => Promise<Received> {
  const { tenants, store, outbox, watch, custom, budgetMs, tryMs } = options;
  const keyOf = keyring(tenants);
  const limit = limitPerMinute(options.perKeyPerMinute);
  const underway = new Map<string, Promise<Reply>>();

  /** How a tool is called in figures and logs: a model may put anything there, a number as well. */
  const labelOf = (tool: string): string => (custom.has(tool) ? tool : toolLabel(tool));

  return async (request) => {
    const startedAt = performance.now();
    const received = await receive(request, startedAt + budgetMs);
    const { status } = JSON.parse(received.reply.body) as { status: string };
    const word = WORDS.has(status) ? status : 'other';
    const seconds = (performance.now() - startedAt) / 1000;
    watch.called(received.tool ?? 'other', word, received.reply.status, seconds);
    return received;
  };

  async function receive(request: Request, deadline: number): Promise<Received> {
    const key = keyOf(request.headers);
    if (key === undefined) return { reply: replyWith(401, 'error', SENTENCES.refused), code: 'key_unknown' };
    const { tenant } = key;
    try {
      await limit(key.digest);
      const call = await readToolCall(request);
      const about = { tenant: tenant.id, tool: labelOf(call.tool) };
      if (tenant.id !== '*' && call.tenantId !== tenant.id)
        return {
          reply: replyWith(403, 'error', SENTENCES.refused, tenant),
          code: 'tenant_unknown',
          ...about,
        };
      return { reply: await answer(tenant, call, deadline), ...about };
    } catch (error) {
      return { ...refused(error, tenant), tenant: tenant.id };
    }
  }

  function refused(error: unknown, tenant: Tenant): Received {
    if (error instanceof BadRequest)
      return { reply: replyWith(error.status, 'error', SENTENCES.notUnderstood, tenant), code: error.code };
    if (error instanceof Refusal) {
      const reply = replyWith(error.status, 'error', SENTENCES.tooMany, tenant);
      return {
        reply,
        code: error.code,
        ...(error.retryAfter !== undefined && { retryAfter: error.retryAfter }),
      };
    }
    watch.bug('A tool call could not be answered', error);
    return { reply: replyWith(500, 'error', SENTENCES.broken, tenant), code: 'internal_error' };
  }

  /** The same request at the same time waits for the first one's reply. */
  async function answer(tenant: Tenant, call: ToolCall, deadline: number): Promise<Reply> {
    const key = requestKey(tenant.id, call);
    const other = underway.get(key);
    if (other) return other;
    const mine = perform(tenant, call, key, deadline);
    underway.set(key, mine);
    try {
      return await mine;
    } finally {
      underway.delete(key);
    }
  }

  async function perform(tenant: Tenant, call: ToolCall, key: string, deadline: number): Promise<Reply> {
    const now = new Date();
    const tool = toolOf(call.tool);
    let args = argsOf(call.args);
    let reading = tool.read(args, { tenant, now });
    if (custom.has(call.tool)) {
      // A function given in code does what the tool is for. What the built-in one would ask for may be nothing to it: then
      // nothing counts as read, and all of it is kept as it was said.
      if ('ask' in reading) args = argsOf(call.args);
      const draft = 'ask' in reading ? {} : reading.draft;
      reading = { draft, errand: 'custom', payload: call.args };
    }
    if ('ask' in reading) {
      const reply = replyWith(200, 'error', reading.ask, tenant);
      if (reading.draft) await keepUnfinished({ tenant, call, key, args, draft: reading.draft, reply, now });
      return reply;
    }
    const told = 'told' in reading ? reading.told : undefined;
    const nothingToDo = 'told' in reading && reading.nothingToDo === true;
    const known = { tool: call.tool, callId: call.callId ?? '', args, draft: reading.draft, nothingToDo };
    const item = itemOfCall(tool, known, now);
    // Until there is something better to say.
    const waiting = {
      state: 'pending',
      status: 'pending',
      spoken: SENTENCES.later[languageOf(tenant)],
    } as const;
    item.outcome = told ? outcomeOf(told(item)) : waiting;
    const job =
      'errand' in reading
        ? {
            ...jobOf(tenant, item, reading.errand, reading.payload),
            answerKey: key,
            tries: 1,
            // It is tried here and now; if we die over it, another takes it up.
            due: outbox.leaseUntil(reading.errand, tryMs),
          }
        : undefined;
    const tellsCrm = sinkOf(tenant.connectors, call.tool) !== undefined;
    // After the answer, when what became of it is known as well.
    const crmDue = now.getTime() + (job ? budgetMs + 1000 : 0);
    const keeping = store.write({
      do: 'accept',
      tenant: tenant.id,
      key,
      at: now.getTime(),
      since: now.getTime() - SAME_MS,
      item,
      // What is done outside is about the item it was kept with.
      ...(!job && mergingOf(call, reading.merge)),
      merge: completedWhileFresh,
      ...(told && { reply: (one) => replyOf(200, told(one), tenant) }),
      jobs: (one) => [
        ...(job ? [job] : []),
        ...(tellsCrm ? [{ ...jobOf(tenant, one, 'crm', null), due: crmDue }] : []),
      ],
    });
    const kept = await before(deadline, keeping);
    if (kept === undefined) throw new Error('the database did not answer in time');
    if (!kept.first) return firstReply(key, tenant, deadline);
    if (tellsCrm) outbox.wake({ tenant: tenant.id, kind: 'crm' });
    if (told) return replyOf(200, told(kept.item ?? item), tenant);
    if (!job) throw new Error('there is neither a reply nor something to be done');
    return (await before(deadline, outbox.attempt(job, item, tryMs))) ?? graceful(key, tenant);
  }

  /** What was said until a question had to be asked: the caller may hang up over it. The question comes in any case. */
  async function keepUnfinished(said: {
    tenant: Tenant;
    call: ToolCall;
    key: string;
    args: Args;
    draft: Draft;
    reply: Reply;
    now: Date;
  }): Promise<void> {
    const { tenant, call, key, args, draft, reply, now } = said;
    // Without it nothing would complete it.
    if (call.callId === undefined) return;
    const known = { tool: call.tool, callId: call.callId, args, draft, nothingToDo: false };
    const { message } = JSON.parse(reply.body) as { message: string };
    const item = unfinished(itemOfCall(toolOf(call.tool), known, now), message);
    if (!saysSomething(item)) return;
    const keeping = store.write({
      do: 'accept',
      tenant: tenant.id,
      key,
      at: now.getTime(),
      since: now.getTime() - SAME_MS,
      item,
      mergeKey: unfinishedKey(call),
      merge: completedWhileFresh,
      reply: () => reply,
      jobs: () => [],
    });
    try {
      await before(performance.now() + UNFINISHED_MS, keeping);
    } catch (error) {
      watch.bug('What was said before a question could not be kept', error);
    }
  }

  /** What was replied to this request before, or will be soon. */
  async function firstReply(key: string, tenant: Tenant, deadline: number): Promise<Reply> {
    while (performance.now() < deadline) {
      const found = await before(deadline, store.readReply(key));
      if (found?.reply) return found.reply;
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
    return graceful(key, tenant);
  }

  /** Time is up: that is the reply then, and stays it. */
  async function graceful(key: string, tenant: Tenant): Promise<Reply> {
    const reply = replyWith(200, 'failed', SENTENCES.later, tenant);
    return (await before(performance.now() + LAST_MS, store.reply(key, reply))) ?? reply;
  }
}

/** Something to be done outside. Nobody waits for it yet. */
const jobOf = (tenant: Tenant, { id, tool }: Item, kind: string, payload: unknown): Job => ({
  id: crypto.randomUUID(),
  tenant: tenant.id,
  item: id,
  tool,
  kind,
  payload: JSON.stringify(payload),
  answerKey: null,
  tries: 0,
  clear: 0,
  due: Date.now(),
});

/** Within a call that has an id, what a tool merges by is one item, and so is what had to be asked for more. */
function mergingOf(call: ToolCall, merge: string | undefined): Pick<Acceptance, 'mergeKey' | 'completes'> {
  const { tenantId, callId, tool } = call;
  if (callId === undefined) return {};
  return {
    ...(merge !== undefined && { mergeKey: JSON.stringify([tenantId, callId, tool, merge]) }),
    ...(asksForMore(tool) && { completes: unfinishedKey(call) }),
  };
}

const unfinishedKey = ({ tenantId, callId, tool }: ToolCall): string =>
  JSON.stringify([tenantId, callId, tool]);

/** What is done nobody looks at again, and ids of calls are not always as unique as they should be. */
function completedWhileFresh(before: Item, now: Item): Item | undefined {
  const isFresh = before.state !== 'done' && Date.parse(now.at) - Date.parse(before.at) <= SAME_MS;
  return isFresh ? completed(before, now) : undefined;
}

/** The statuses that figures tell apart (protocol sheet §10.2). */
const WORDS: ReadonlySet<string> = new Set([
  'sent',
  'created',
  'saved',
  'scheduled',
  'found',
  'not_found',
  'noted',
  'error',
  'failed',
]);

function outcomeOf(told: {
  status: string;
  spoken: string;
  state?: Outcome['state'];
  problem?: string;
}): Outcome {
  const { status, spoken, state = 'done', problem } = told;
  return { state, status, spoken: speakable(spoken) ?? '', ...(problem !== undefined && { problem }) };
}

/** Undefined when the deadline, on the clock of `performance`, comes first. */
async function before<T>(deadline: number, work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), Math.max(0, deadline - performance.now()));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    // Whoever is late may fail unheard; what matters of it is kept or logged where it happens.
    work.catch(() => undefined);
  }
}
