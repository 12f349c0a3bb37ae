import * as v from 'valibot';

const times = v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)));
const seconds = v.pipe(v.number(), v.minValue(0));

/** Which of the shapes nobody has published the emulator speaks (protocol sheet §8). The first of each is the default. */
export const VariantsInput = v.strictObject({
  /** Keys of untyped map results (§2.3 trap 2). */
  mapKeys: v.optional(v.picklist(['snake', 'camel']), 'snake'),
  /** Keys of realtime payloads (§4.3). */
  eventKeys: v.optional(v.picklist(['snake', 'camel']), 'snake'),
  /** `data`: payloads come as `{data: …}` (§4.3). */
  eventWrap: v.optional(v.picklist(['none', 'data']), 'none'),
  /** `push`: events carry the join_ref, as a direct push does (§4.2). */
  eventRefs: v.optional(v.picklist(['broadcast', 'push']), 'broadcast'),
  /** The shape of every paginated list; `auto` follows the request (§2.3). */
  lists: v.optional(v.picklist(['auto', 'array', 'offset', 'keyset']), 'auto'),
  /** The page type for `{limit}` alone (§2.3 trap 1). */
  defaultPage: v.optional(v.picklist(['offset', 'keyset']), 'offset'),
  /** What a missing or bad credential gets on RPC: HTTP 401, or 200 with `forbidden` (§2.1). */
  unauthorized: v.optional(v.picklist(['401', 'forbidden']), '401'),
  /** Where RPC lives (§8 #12). */
  rpcPath: v.optional(v.picklist(['/rpc/public', '/rpc']), '/rpc/public'),
  /** Whether the mint answers carry more than `token` (§1.2). */
  mintKeys: v.optional(v.picklist(['full', 'token-only']), 'full'),
  /** `POST /api/realtime/session` with an operator token (§4.2); `refuse` is 403. */
  bearerSession: v.optional(v.picklist(['accept', 'refuse', '401']), 'accept'),
  /** An operator token as a connect param of the socket (§4.2). */
  bearerSocket: v.optional(v.picklist(['accept', 'refuse']), 'accept'),
  /** Close sockets with 1001 when their token expires (§4.2). */
  dropAtExpiry: v.optional(v.boolean(), false),
  /** What `call_codec` gives (§3.1). */
  codec: v.optional(v.picklist(['map', 'string']), 'map'),
  /** What actions that may return nothing give: a map, or `{}` (§3.1). */
  mapResults: v.optional(v.picklist(['map', 'nothing']), 'map'),
  /** Names in the result of `issue_sip_access` (§5, alias table). */
  sipNames: v.optional(v.picklist(['documented', 'short']), 'documented'),
  /** Whether an operator keeps one SIP user name or gets a new one with every access (§5). */
  sipUsers: v.optional(v.picklist(['fixed', 'fresh']), 'fixed'),
  /** Every end of a call takes the operator's SIP access away, not only access issued for that call (§5). */
  revokeAtCallEnd: v.optional(v.boolean(), false),
  /** What becomes of the operator's leg when a call is handed back to the AI. */
  handBack: v.optional(v.picklist(['hang-up', 'park']), 'hang-up'),
  /** The type of the error for an entry somebody else has accepted. */
  takenError: v.optional(
    v.picklist(['invalid_attribute', 'invalid_changes', 'not_found', 'forbidden']),
    'invalid_attribute',
  ),
  /** Lists also take `{contains: text}` on text fields (not among the published operators, §2.2). */
  containsFilter: v.optional(v.boolean(), false),
  /** Entries that are done with: no longer listed, or listed with their last status. */
  closedEntries: v.optional(v.picklist(['gone', 'listed']), 'gone'),
  /** Whether a call has a conversation (§3.2): where its words and notes go. */
  conversations: v.optional(v.picklist(['per-call', 'none']), 'per-call'),
  /** A header of the INVITE to the operator that names the call, if any. */
  callUuidHeader: v.optional(v.nullable(v.string()), null),
  operatorTokenSeconds: v.optional(seconds, 3600),
  sessionTokenSeconds: v.optional(seconds, 300),
  sipAccessSeconds: v.optional(seconds, 3600),
});

export type Variants = v.InferOutput<typeof VariantsInput>;
export type VariantsInput = v.InferInput<typeof VariantsInput>;

/** The defaults. */
export const usualVariants: Variants = v.parse(VariantsInput, {});

const HttpFault = v.strictObject({
  /** Only for these RPC actions; all of them without it. */
  actions: v.optional(v.array(v.string())),
  /** The HTTP status; 200 without `html` does the work and answers right, but late if `delayMs` says so. */
  status: v.optional(v.pipe(v.number(), v.integer(), v.minValue(200), v.maxValue(599)), 503),
  /** The body is a web page, as a broken proxy sends it. */
  html: v.optional(v.boolean(), false),
  /** Seconds for a Retry-After header. */
  retryAfter: v.optional(v.number()),
  /** Nothing is answered until the client gives up or the faults are changed. */
  hang: v.optional(v.boolean(), false),
  delayMs: v.optional(v.pipe(v.number(), v.minValue(0)), 0),
  /** `after`: the action is carried out and its answer is lost. */
  when: v.optional(v.picklist(['before', 'after']), 'before'),
  times,
});

const RpcErrorFault = v.strictObject({
  actions: v.optional(v.array(v.string())),
  /** A type of the error table (§2.4), or anything else. */
  type: v.string(),
  message: v.optional(v.string(), 'is not possible now'),
  vars: v.optional(v.record(v.string(), v.unknown()), {}),
  times,
});

/** What Sippet can be made to do wrong, as data. Absent means right. */
export const SippetFaultsInput = v.strictObject({
  /** Instead of the answer of `POST /api/operator/access`. */
  operatorAccess: v.optional(HttpFault),
  /** Instead of the answer of `POST /api/realtime/session`. */
  realtimeSession: v.optional(HttpFault),
  /** Instead of the answer of RPC. */
  rpc: v.optional(HttpFault),
  /** An error envelope with HTTP 200 instead of the result. */
  rpcError: v.optional(RpcErrorFault),
  /** Every HTTP answer comes this much later. */
  delayMs: v.optional(v.pipe(v.number(), v.minValue(0)), 0),
  /** The WebSocket is refused with 403, whatever the token. */
  refuseSocket: v.optional(v.strictObject({ times })),
  /** Joins are refused. */
  refuseJoin: v.optional(v.strictObject({ reason: v.optional(v.string(), 'unauthorized'), times })),
  /** Frames of the client are read and ignored: no joins, no heartbeats. */
  deafSocket: v.optional(v.boolean(), false),
  /** Events are not sent: a gap nobody is told of. */
  dropEvents: v.optional(v.boolean(), false),
  /** Every event comes this often. */
  repeatEvents: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10)), 1),
  /** Events are kept back until this many have come together, then sent last first. */
  reverseEvents: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)), 1),
});

export type SippetFaults = v.InferOutput<typeof SippetFaultsInput>;
export type HttpFault = v.InferOutput<typeof HttpFault>;

/** Nothing wrong. */
export const noSippetFaults: SippetFaults = v.parse(SippetFaultsInput, {});

interface Counted {
  times?: number | undefined;
  actions?: string[] | undefined;
}

/** Takes a fault that is due (for this RPC action), if any, and counts it. */
export function takeSippetFault<T extends Counted>(fault: T | undefined, action?: string): T | undefined {
  if (fault === undefined || fault.times === 0) return undefined;
  if (fault.actions !== undefined && !fault.actions.includes(action ?? '')) return undefined;
  if (fault.times !== undefined) fault.times -= 1;
  return fault;
}
