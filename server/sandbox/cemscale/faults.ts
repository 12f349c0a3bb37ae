import * as v from 'valibot';

const count = v.pipe(v.number(), v.integer(), v.minValue(1));

/** One kind of wrong answer to REST. */
const RestFault = v.strictObject({
  /** Only for these route ids; all of them without it. */
  routes: v.optional(v.array(v.string())),
  status: v.optional(v.pipe(v.number(), v.integer(), v.minValue(400), v.maxValue(599)), 503),
  /** How the body says it: the sheet's form, its other forms, a web page as a broken proxy sends it, or nothing. */
  form: v.optional(v.picklist(['error-object', 'error-string', 'message', 'html', 'empty']), 'error-object'),
  /** Seconds for a Retry-After header. */
  retryAfter: v.optional(v.number()),
  /** Nothing is answered until the client gives up or the faults are changed. */
  hang: v.optional(v.boolean(), false),
  /** `after`: it is carried out and its answer is lost. */
  when: v.optional(v.picklist(['before', 'after']), 'before'),
  /** Given this often, then the truth again; without it, always. */
  times: v.optional(count),
});

/** What the sandbox's CemScale can be made to do wrong, as data. Absent means right. */
export const CemscaleFaultsInput = v.strictObject({
  rest: v.optional(RestFault),
  /** New sockets are closed with 4401 at once. */
  refuseSocket: v.optional(v.strictObject({ times: v.optional(count) })),
  /** Events are not sent: a gap nobody is told of. */
  dropEvents: v.optional(v.boolean(), false),
  /** Lists have at most so many rows in a page, do not say how many there are, or know no pages at all. */
  pages: v.optional(
    v.strictObject({
      most: v.optional(count),
      total: v.optional(v.boolean()),
      ignored: v.optional(v.boolean()),
    }),
  ),
  /** Tokens given out live this long, s. */
  tokenSeconds: v.optional(v.pipe(v.number(), v.minValue(1))),
});

export type CemscaleFaults = v.InferOutput<typeof CemscaleFaultsInput>;
export type CemscaleFaultsInput = v.InferInput<typeof CemscaleFaultsInput>;
export type RestFault = v.InferOutput<typeof RestFault>;

/** Nothing wrong. */
export const noCemscaleFaults: CemscaleFaults = v.parse(CemscaleFaultsInput, {});

/** Takes a fault that is due for this route, if any, and counts it. */
export function takeRestFault(fault: RestFault | undefined, route: string): RestFault | undefined {
  if (fault === undefined || fault.times === 0) return undefined;
  if (fault.routes !== undefined && !fault.routes.includes(route)) return undefined;
  if (fault.times !== undefined) fault.times -= 1;
  return fault;
}

/** The fault as an answer. */
export function wrongAnswer({ status, form, retryAfter }: RestFault): Response {
  const headers = new Headers({
    'content-type': form === 'html' ? 'text/html; charset=utf-8' : 'application/json',
    ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
  });
  const message = `sandbox fault ${status}`;
  const bodies = {
    'error-object': JSON.stringify({ error: { code: 'SANDBOX_FAULT', message } }),
    'error-string': JSON.stringify({ error: message }),
    message: JSON.stringify({ status: 'error', message }),
    html: `<!doctype html><title>${status}</title><h1>${status} from a proxy</h1>`,
    empty: '',
  } as const;
  return new Response(bodies[form], { status, headers });
}
