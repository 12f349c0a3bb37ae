/**
 * An operator's short-lived CemScale token, had with the tenant's key, which never leaves this server. How a key becomes an
 * operator's token is not known: both routes are ASSUMED (docs/limitations.md, “CemScale”), and `CEMSCALE_ROUTES`
 * replaces them. The phone's own table is lib/providers/cemscale/routes.ts; a test keeps the two alike.
 */
import * as v from 'valibot';
import { Refusal } from './refusal.ts';
import type { Minted } from './upstream.ts';

/** What this server asks CemScale for. ASSUMED, all of it. */
export const cemscaleRoutes = {
  'ext.byCrm': { verb: 'GET', path: '/api/extensions/by-crm-user/{crmUserId}' },
  'auth.operatorToken': { verb: 'POST', path: '/api/auth/operator-token' },
} as const;

const Overrides = v.record(
  v.picklist(['ext.byCrm', 'auth.operatorToken'], 'is none of ext.byCrm, auth.operatorToken'),
  v.strictObject({
    verb: v.optional(v.picklist(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])),
    path: v.optional(v.pipe(v.string(), v.regex(/^\/[\w{}/.~-]*$/))),
  }),
);
type Overrides = v.InferOutput<typeof Overrides>;

/** `CEMSCALE_ROUTES`: JSON that replaces verb or path by route. */
export const cemscaleOverrides = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }): Overrides => {
    let given: unknown;
    try {
      given = JSON.parse(dataset.value);
    } catch {
      addIssue({ message: 'is not JSON' });
      return NEVER;
    }
    const read = v.safeParse(Overrides, given);
    if (read.success) return read.output;
    // Told as one mistake of this setting, wherever in it the mistake is.
    addIssue({ message: read.issues.map(({ message }) => message).join('; ') });
    return NEVER;
  }),
);

export interface CemscaleUpstream {
  /** The tenant's `csk_` key. It goes into one header and nowhere else. */
  apiKey: string;
  /** For example `https://voip-api.cemscale.com`. */
  apiUrl: string;
  /** Which header carries the key: not known either (§3.1). */
  keyHeader: 'X-API-Key' | 'Authorization';
  routes: Overrides;
  timeoutMs: number;
}

/** KNOWN (§4): the answer is wrapped, and its own `extension` member is the number to dial from. */
const Extension = v.object({ extension: v.object({ extension: v.pipe(v.string(), v.nonEmpty()) }) });
const Token = v.object({
  token: v.pipe(v.string(), v.nonEmpty()),
  expiresAt: v.optional(v.string()),
  expiresIn: v.optional(v.number()),
});

/** Finds the operator's extension by e-mail address and asks for a token for it. Throws Refusal. */
export async function mintCemscaleToken(
  email: string,
  upstream: CemscaleUpstream | undefined,
): Promise<Minted> {
  if (!upstream) throw new Refusal(503, 'cemscale_not_configured', 'This server is not set up for CemScale.');
  const found = v.safeParse(Extension, await ask(upstream, 'ext.byCrm', { crmUserId: email }));
  if (!found.success) throw notUnderstood();
  const { extension } = found.output.extension;
  const minted = v.safeParse(Token, await ask(upstream, 'auth.operatorToken', {}, { extension }));
  if (!minted.success) throw notUnderstood();
  const { token, expiresAt, expiresIn } = minted.output;
  return {
    token,
    ...(expiresAt !== undefined && { expiresAt }),
    ...(expiresIn !== undefined && { ttlSeconds: expiresIn }),
  };
}

async function ask(
  { apiUrl, apiKey, keyHeader, routes, timeoutMs }: CemscaleUpstream,
  id: keyof typeof cemscaleRoutes,
  names: Readonly<Record<string, string>>,
  body?: object,
): Promise<unknown> {
  const { verb, path } = { ...cemscaleRoutes[id], ...routes[id] };
  const filled = path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) =>
    encodeURIComponent(names[name] ?? ''),
  );
  let response: Response;
  try {
    response = await fetch(apiUrl.replace(/\/+$/, '') + filled, {
      method: verb,
      headers: {
        accept: 'application/json',
        [keyHeader]: keyHeader === 'Authorization' ? `Bearer ${apiKey}` : apiKey,
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(timeoutMs),
      // The key must not follow wherever a redirect points.
      redirect: 'manual',
    });
    if (response.ok) return await response.json();
  } catch (error) {
    if (error instanceof SyntaxError) throw notUnderstood();
    if (error instanceof DOMException && error.name === 'TimeoutError')
      throw new Refusal(504, 'upstream_timeout', 'CemScale did not answer in time. Try again in a moment.');
    throw new Refusal(502, 'upstream_unreachable', 'CemScale cannot be reached. Try again in a moment.');
  }
  await response.body?.cancel();
  throw refusalOf(id, response);
}

function refusalOf(id: keyof typeof cemscaleRoutes, { status, headers }: Response): Refusal {
  if (status === 401 || status === 403)
    return new Refusal(
      502,
      'key_refused',
      'CemScale refused the key of this server. Its administrator must check CEMSCALE_API_KEY.',
    );
  // A web page with 404 is a wrong address, not an answer about the operator.
  if (id === 'ext.byCrm' && status === 404 && headers.get('content-type')?.includes('json'))
    return new Refusal(
      403,
      'unknown_operator',
      'No CemScale extension is yours. Ask its administrator to enter your e-mail address as its CRM user.',
    );
  if (status === 429) {
    const seconds = Number(headers.get('retry-after') ?? '1');
    return new Refusal(
      503,
      'upstream_busy',
      'CemScale is busy. Try again in a moment.',
      seconds > 0 ? seconds : 1,
    );
  }
  return new Refusal(502, 'upstream_failed', `CemScale answered with an error (${status}).`);
}

const notUnderstood = (): Refusal =>
  new Refusal(502, 'upstream_not_json', 'CemScale answered with something that is not understood.');
