import { createHash } from 'node:crypto';
import type { Ids } from '../ids.ts';
import type { Account } from './accounts.ts';

/** HTTP digest as SIP uses it: MD5, qop=auth (RFC 3261 §22, RFC 2617). */
export interface DigestOptions {
  realm: string;
  /** How long a nonce is good for, in ms. */
  nonceMs: number;
  /** The accounts of a user name; none if there is no such user. */
  accountsOf: (username: string) => readonly Account[];
  ids: Ids;
}

/** What came of checking the credentials of a request. */
export type Verdict =
  | { ok: true; account: Account }
  /** `stale`: the password was right but the nonce too old or used up; the client may try again unasked. */
  | { ok: false; stale: boolean };

export class Digest {
  readonly #options: DigestOptions;
  /** Nonces given out: when, and the highest count seen with each. */
  readonly #nonces = new Map<string, { at: number; count: number }>();

  constructor(options: DigestOptions) {
    this.#options = options;
  }

  /** The value of a WWW-Authenticate or Proxy-Authenticate header with a fresh nonce. */
  challenge(stale: boolean): string {
    const now = performance.now();
    for (const [nonce, given] of this.#nonces) {
      // An expired nonce is kept for a while, so that it is known to be ours and answered with "stale".
      if (now - given.at > this.#options.nonceMs + 600_000) this.#nonces.delete(nonce);
    }
    const nonce = this.#options.ids.hex(32);
    this.#nonces.set(nonce, { at: now, count: 0 });
    const staleness = stale ? ', stale=true' : '';
    return `Digest realm="${this.#options.realm}", nonce="${nonce}", algorithm=MD5, qop="auth"${staleness}`;
  }

  /** Checks the value of an Authorization or Proxy-Authorization header (or none) for a request of this method. */
  check(authorization: string | undefined, method: string): Verdict {
    if (authorization === undefined) return { ok: false, stale: false };
    const given = parseCredentials(authorization);
    const field = (name: string): string => given.get(name) ?? '';
    const user = field('username');
    const account = this.#options.accountsOf(user).find(({ password }) => {
      const expected = digestResponse({
        user,
        realm: this.#options.realm,
        password,
        method,
        uri: field('uri'),
        nonce: field('nonce'),
        count: field('nc'),
        clientNonce: field('cnonce'),
      });
      return expected === field('response');
    });
    if (account === undefined || field('qop') !== 'auth') return { ok: false, stale: false };
    const nonce = this.#nonces.get(field('nonce'));
    const count = Number.parseInt(field('nc'), 16);
    const fresh = nonce !== undefined && performance.now() - nonce.at <= this.#options.nonceMs;
    // Every use of a nonce counts up (RFC 2617 §3.2.2); the same count again is a replay.
    if (!fresh || !(count > nonce.count)) return { ok: false, stale: true };
    nonce.count = count;
    return { ok: true, account };
  }

  /** Makes every nonce given out so far stale. */
  expireNonces(): void {
    for (const nonce of this.#nonces.values()) nonce.at = Number.NEGATIVE_INFINITY;
  }
}

/** The `response` a client computes (RFC 2617 §3.2.2.1); `count` is eight hexadecimal digits. */
export function digestResponse(input: {
  user: string;
  realm: string;
  password: string;
  method: string;
  uri: string;
  nonce: string;
  count: string;
  clientNonce: string;
}): string {
  const secret = md5(`${input.user}:${input.realm}:${input.password}`);
  const request = md5(`${input.method}:${input.uri}`);
  return md5([secret, input.nonce, input.count, input.clientNonce, 'auth', request].join(':'));
}

/** The named fields of a Digest challenge or of credentials, quotes removed. */
export function parseCredentials(value: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const match of value
    .replace(/^\s*Digest\s+/i, '')
    .matchAll(/([\w-]+)\s*=\s*(?:"([^"]*)"|([^,\s]*))/g)) {
    fields.set((match[1] ?? '').toLowerCase(), match[2] ?? match[3] ?? '');
  }
  return fields;
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
