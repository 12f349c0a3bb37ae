import * as v from 'valibot';

/** How the platform may go wrong with a tool call, as data (§13). Absent means right. */
export const ToolFault = v.strictObject({
  /** It is sent so much later, ms, which counts for the caller's patience. */
  delayMs: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(60_000))),
  /** It is sent twice at once. */
  duplicate: v.optional(v.boolean()),
  /** The connection ends as soon as it is sent: nobody hears the answer. */
  drop: v.optional(v.boolean()),
  wrongKey: v.optional(v.boolean()),
  /** The body comes in pieces over so many ms. */
  slowBodyMs: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(60_000))),
});
export type ToolFault = v.InferOutput<typeof ToolFault>;

/** A tool an AI agent calls in a call; without `callId` it is a new call. */
export interface ToolCall {
  tool: string;
  args: Record<string, unknown>;
  callId?: string;
  fault?: ToolFault;
  /** How long the platform waits, ms; the service itself waits 9 s (KNOWN §11.1). */
  patienceMs?: number;
}

/** What the agent is answered; `message` is what the caller hears. `http` is 0 where no answer came in time. */
export interface ToolAnswer {
  http: number;
  status: string;
  message: string;
}

/** KNOWN: after that long the caller hears words of the platform's own. */
const PATIENCE_MS = 9000;
const APOLOGY: ToolAnswer = {
  http: 0,
  status: 'timeout',
  message: 'I am sorry, I cannot do that right now.',
};

/** Long enough for what was written to be on its way. */
const DROP_AFTER_MS = 20;

const Answer = v.object({ status: v.string(), message: v.string() });
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Calls the company's tool as the platform does it: by HTTP, with the key, for nine seconds. Rejects where nobody is there. */
export async function callToolAt(
  url: string,
  key: string,
  tenant: string,
  { tool, args, callId = crypto.randomUUID(), fault = {}, patienceMs = PATIENCE_MS }: ToolCall,
): Promise<ToolAnswer> {
  const over = AbortSignal.timeout(patienceMs);
  const body = JSON.stringify({ function: tool, args, call_id: callId, tenant_id: tenant });
  const send = async (): Promise<ToolAnswer> => {
    const dropped = new AbortController();
    // A browser's RequestInit, by which the tests are checked, has no duplex.
    const request: RequestInit & { duplex: 'half' } = {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${fault.wrongKey ? `${key}-of-somebody-else` : key}`,
        'x-webhook-source': 'voiceai-platform',
      },
      body: piecesOf(body, fault, () => dropped.abort()),
      duplex: 'half',
      signal: AbortSignal.any([over, dropped.signal]),
    };
    const sent = fetch(url, request);
    try {
      const response = await sent;
      if (fault.drop) return APOLOGY;
      return { http: response.status, ...v.parse(Answer, await response.json()) };
    } catch (error) {
      if (over.aborted || dropped.signal.aborted) return APOLOGY;
      throw error;
    }
  };
  if (fault.delayMs !== undefined) await Promise.race([pause(fault.delayMs), pause(patienceMs)]);
  if (over.aborted) return APOLOGY;
  const [first] = await Promise.all(fault.duplicate ? [send(), send()] : [send()]);
  return first ?? APOLOGY;
}

/** The body whole, or piece by piece; `left` is told when all of it is out and nobody wants the answer. */
function piecesOf(
  body: string,
  { drop, slowBodyMs }: ToolFault,
  left: () => void,
): string | ReadableStream<Uint8Array> {
  if (!drop && slowBodyMs === undefined) return body;
  const bytes = new TextEncoder().encode(body);
  const size = slowBodyMs === undefined ? bytes.length : Math.ceil(bytes.length / 10);
  let at = 0;
  return new ReadableStream({
    async pull(controller) {
      if (at > 0 && slowBodyMs !== undefined) await pause(slowBodyMs / 10);
      if (at < bytes.length) {
        controller.enqueue(bytes.slice(at, (at += size)));
        return;
      }
      controller.close();
      if (drop) setTimeout(left, DROP_AFTER_MS);
    },
  });
}
