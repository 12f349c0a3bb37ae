import * as v from 'valibot';
import { Refusal } from './refusal.ts';

export interface UpstreamOptions {
  /** Sippet's secret key. It goes into one header and nowhere else. */
  secretKey: string;
  /** For example `https://api.sippet.ai`. */
  apiOrigin: string;
  /** Protocol sheet §1.2: the REST or the RPC form. */
  mint: 'rest' | 'rpc';
  timeoutMs: number;
}

/** A short-lived token, with its end if Sippet says it. */
export interface Minted {
  token: string;
  expiresAt?: string;
  ttlSeconds?: number;
}

/** Protocol sheet §2.3 trap 2: both key cases. */
const Token = v.object({
  token: v.pipe(v.string(), v.nonEmpty()),
  expires_at: v.optional(v.string()),
  expiresAt: v.optional(v.string()),
  ttl_seconds: v.optional(v.number()),
  ttlSeconds: v.optional(v.number()),
});

const Envelope = v.variant('success', [
  v.object({ success: v.literal(true), data: Token }),
  v.object({ success: v.literal(false), errors: v.array(v.looseObject({ type: v.optional(v.string()) })) }),
]);

/** Mints an operator token for this e-mail address (protocol sheet §1.2). Throws Refusal. */
export async function mintOperatorToken(email: string, options: UpstreamOptions): Promise<Minted> {
  if (options.mint === 'rest') {
    const answer = await ask(['/api/operator/access'], { operator_email: email }, options, isStranger);
    return minted(v.safeParse(Token, answer));
  }
  const body = { action: 'issue_operator_access_token', input: { operatorEmail: email } };
  const answer = v.safeParse(Envelope, await ask(rpcPaths, body, options));
  if (!answer.success) throw notUnderstood();
  if (answer.output.success) return shown(answer.output.data);
  throw refusalOfRpc(answer.output.errors[0]?.type);
}

/** Mints a realtime session token (protocol sheet §1.3). Throws Refusal. */
export async function mintRealtimeSession(options: UpstreamOptions): Promise<Minted> {
  return minted(v.safeParse(Token, await ask(['/api/realtime/session'], undefined, options)));
}

/** Where RPC may be, as the phone itself tries it (protocol sheet §8 row 12). */
const rpcPaths = ['/rpc/public/run', '/rpc/run'];

/** A missing operator is said as `{error: "…"}` (§1.2); a missing page as a framework says it, or as a web page. */
const NoOperator = v.object({ error: v.string() });

async function isStranger(response: Response): Promise<boolean> {
  if (response.status !== 404 || response.headers.get('content-type')?.includes('json') !== true)
    return false;
  return v.is(NoOperator, await response.json());
}

/** Asks the first of these addresses that is there. `stranger`: whether an answer says that nobody has this e-mail address. */
async function ask(
  paths: readonly string[],
  body: object | undefined,
  options: UpstreamOptions,
  stranger?: (response: Response) => Promise<boolean>,
): Promise<unknown> {
  const [path = '', ...others] = paths;
  const request = {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      'x-api-key': options.secretKey,
    },
    signal: AbortSignal.timeout(options.timeoutMs),
    // The key must not follow wherever a redirect points.
    redirect: 'manual' as const,
    ...(body && { body: JSON.stringify(body) }),
  };
  try {
    const response = await fetch(options.apiOrigin + path, request);
    if (response.status === 404 && others.length > 0) return await ask(others, body, options, stranger);
    if (stranger && (await stranger(response))) throw unknownOperator();
    if (!response.ok) throw refusalOfStatus(response);
    return await response.json();
  } catch (error) {
    if (error instanceof Refusal) throw error;
    if (error instanceof DOMException && error.name === 'TimeoutError') {
      throw new Refusal(504, 'upstream_timeout', 'Sippet did not answer in time. Try again in a moment.');
    }
    if (error instanceof SyntaxError) throw notUnderstood();
    throw new Refusal(502, 'upstream_unreachable', 'Sippet cannot be reached. Try again in a moment.');
  }
}

function refusalOfStatus(response: Response): Refusal {
  const { status } = response;
  if (status === 401 || status === 403) return keyRefused();
  if (status === 429) {
    const seconds = Number(response.headers.get('retry-after') ?? '1');
    return new Refusal(
      503,
      'upstream_busy',
      'Sippet is busy. Try again in a moment.',
      seconds > 0 ? seconds : 1,
    );
  }
  if (status === 422) {
    return new Refusal(502, 'upstream_refused', 'Sippet does not accept your e-mail address.');
  }
  return new Refusal(
    502,
    'upstream_failed',
    `Sippet answered with an error (${status}). Try again in a moment.`,
  );
}

/** Errors of RPC that are about the key (protocol sheet §2.4). */
const KEY_ERRORS: readonly string[] = ['forbidden', 'authentication_failed', 'invalid_token'];

function refusalOfRpc(type = 'no reason given'): Refusal {
  if (KEY_ERRORS.includes(type)) return keyRefused();
  if (type === 'not_found') return unknownOperator();
  return new Refusal(502, 'upstream_refused', `Sippet refused to give out a token (${type}).`);
}

function keyRefused(): Refusal {
  return new Refusal(
    502,
    'key_refused',
    'Sippet refused the secret key of this server. Its administrator must check SIPPET_SECRET_API_KEY.',
  );
}

function unknownOperator(): Refusal {
  return new Refusal(
    403,
    'unknown_operator',
    'You are not a team member in Sippet. Ask its administrator to add your e-mail address.',
  );
}

function notUnderstood(): Refusal {
  return new Refusal(502, 'upstream_not_json', 'Sippet answered with something that is not a token.');
}

function minted(answer: v.SafeParseResult<typeof Token>): Minted {
  if (!answer.success) throw notUnderstood();
  return shown(answer.output);
}

function shown(answer: v.InferOutput<typeof Token>): Minted {
  const expiresAt = answer.expires_at ?? answer.expiresAt;
  const ttlSeconds = answer.ttl_seconds ?? answer.ttlSeconds;
  return {
    token: answer.token,
    ...(expiresAt !== undefined && { expiresAt }),
    ...(ttlSeconds !== undefined && { ttlSeconds }),
  };
}
