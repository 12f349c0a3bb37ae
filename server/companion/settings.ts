import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { cemscaleOverrides } from './cemscale.ts';
import { isOriginEntry } from './origins.ts';

/** A whole number within limits, written in digits. */
const whole = (what: string, least: number, most: number, preset: number) =>
  v.optional(
    v.pipe(
      v.string(),
      v.check(
        (text) => /^\d+$/.test(text) && Number(text) >= least && Number(text) <= most,
        `is not ${what}`,
      ),
      v.transform(Number),
    ),
    String(preset),
  );

const isLoopback = (url: URL): boolean => /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);

/** A secret must not travel in the clear, except on this machine. */
export const isSafeUrl = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url));
};

const safeUrl = v.pipe(
  v.string(),
  v.check(isSafeUrl, 'is not an https:// URL (http:// only on this machine)'),
);

const Environment = v.object({
  HOST: v.optional(v.string(), '127.0.0.1'),
  PORT: whole('a port number from 0 to 65535', 0, 65_535, 8787),
  DATA_DIR: v.optional(v.string(), fileURLToPath(new URL('../data', import.meta.url))),
  SIPPET_SECRET_API_KEY: v.optional(
    v.pipe(
      v.string(),
      v.check((key) => /^[\x21-\x7e]+$/.test(key), 'has spaces or other characters that cannot be in a key'),
    ),
  ),
  DATABASE_URL: v.optional(
    v.pipe(
      v.string(),
      v.check((text) => /^postgres(ql)?:\/\//.test(text), 'is not a postgresql:// URL'),
    ),
  ),
  INBOX_RETENTION_DAYS: whole('a number of days from 1 to 3650', 1, 3650, 90),
  RATE_PER_WEBHOOK_KEY: whole('a number of requests a minute from 1 to 1000000', 1, 1_000_000, 6000),
  METRICS: v.pipe(
    v.optional(v.picklist(['0', '1'], 'is neither "0" nor "1"'), '0'),
    v.transform((text) => text === '1'),
  ),
  SIPPET_API_ORIGIN: v.optional(
    v.pipe(
      safeUrl,
      v.check(
        (text) => !URL.canParse(text) || new URL(text).origin === text,
        'must be an origin, without a path',
      ),
    ),
    'https://api.sippet.ai',
  ),
  SIPPET_MINT: v.optional(v.picklist(['rest', 'rpc'], 'is neither "rest" nor "rpc"'), 'rest'),
  CEMSCALE_API_KEY: v.optional(
    v.pipe(v.string(), v.regex(/^[\x21-\x7e]+$/, 'has spaces or other characters that cannot be in a key')),
  ),
  CEMSCALE_API_URL: v.optional(safeUrl, 'https://voip-api.cemscale.com'),
  CEMSCALE_KEY_HEADER: v.optional(
    v.picklist(['X-API-Key', 'Authorization'], 'is neither "X-API-Key" nor "Authorization"'),
    'X-API-Key',
  ),
  CEMSCALE_ROUTES: v.optional(cemscaleOverrides, '{}'),
  SIPPET_TIMEOUT_MS: whole('a number of milliseconds from 100 to 60000', 100, 60_000, 8000),
  ALLOWED_ORIGINS: v.optional(
    v.pipe(
      v.string(),
      v.transform((text) =>
        text
          .split(',')
          .map((entry) => entry.trim())
          .filter((entry) => entry !== ''),
      ),
      v.minLength(1, 'lists no origin'),
      v.everyItem(isOriginEntry, (issue) => {
        const wrong = issue.input.filter((entry) => !isOriginEntry(entry));
        return `has entries that are no origins (scheme://host without a path): ${wrong.join(', ')}`;
      }),
    ),
  ),
  SESSION_COOKIE_NAME: v.optional(
    v.pipe(v.string(), v.regex(/^[\w!#$%&'*+.^`|~-]+$/, 'is not a cookie name')),
    'crm_session',
  ),
  SESSION_COOKIE_SECRET: v.optional(
    v.pipe(
      v.string(),
      v.check((text) => Buffer.byteLength(text) >= 32, 'is shorter than 32 bytes'),
    ),
  ),
  OIDC_ISSUER: v.optional(safeUrl),
  OIDC_AUDIENCE: v.optional(v.string()),
  OIDC_JWKS_URL: v.optional(safeUrl),
  SESSION_EMAIL_CLAIM: v.optional(v.string(), 'email'),
  RATE_PER_OPERATOR: whole('a number of requests a minute from 1 to 10000', 1, 10_000, 20),
  RATE_PER_ADDRESS: whole('a number of requests a minute from 1 to 100000', 1, 100_000, 120),
  TRUSTED_PROXIES: whole('a number of proxies from 0 to 9', 0, 9, 0),
});

/** Everything the companion is told at its start, checked. */
export type Settings = v.InferOutput<typeof Environment>;

/** The settings in an environment, or every mistake in it, a line each. No value of a secret is repeated. */
export function readSettings(
  environment: Readonly<Record<string, string | undefined>>,
): { settings: Settings; mistakes: [] } | { settings: undefined; mistakes: string[] } {
  // A line like `NAME=` in a .env file means: not set.
  const given = Object.fromEntries(
    Object.entries(environment).filter(([name, value]) => name in Environment.entries && value?.trim()),
  );
  const checked = v.safeParse(Environment, given);
  const mistakes = (checked.issues ?? []).map((issue) => {
    const name = v.getDotPath(issue) ?? '';
    const secret = /KEY|SECRET|URL/.test(name) || name === 'ALLOWED_ORIGINS';
    return `${name} ${secret ? '' : `"${given[name]}" `}${issue.message}`;
  });
  mistakes.push(...sessionMistakes(given));
  if (!checked.success || mistakes.length > 0) return { settings: undefined, mistakes };
  return { settings: checked.output, mistakes: [] };
}

/** What only makes sense together. */
function sessionMistakes(given: Readonly<Record<string, unknown>>): string[] {
  const has = (name: string): boolean => given[name] !== undefined;
  const mistakes: string[] = [];
  const session = has('SESSION_COOKIE_SECRET') || has('OIDC_ISSUER');
  if (has('SIPPET_SECRET_API_KEY') && !session) {
    mistakes.push('SESSION_COOKIE_SECRET or OIDC_ISSUER is needed: without either nobody can be recognised');
  }
  if ((session || has('SIPPET_SECRET_API_KEY')) && !has('ALLOWED_ORIGINS')) {
    mistakes.push(
      'ALLOWED_ORIGINS is missing: the origins that may ask, e.g. chrome-extension://<id>, separated by commas',
    );
  }
  if (has('OIDC_ISSUER') !== has('OIDC_AUDIENCE')) {
    mistakes.push('OIDC_ISSUER and OIDC_AUDIENCE only make sense together');
  }
  return mistakes;
}
