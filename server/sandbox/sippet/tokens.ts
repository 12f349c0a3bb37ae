import type { Ids } from '../ids.ts';

export type TokenKind = 'operator' | 'session';

/** A token the emulator has given out. */
export interface Grant {
  token: string;
  kind: TokenKind;
  /** The operator it stands for; undefined for a session token minted with the secret key. */
  email: string | undefined;
  /** Milliseconds since 1970. */
  expiresAt: number;
  ttlSeconds: number;
}

/** The short-lived credentials of the browser (protocol sheet §1.1): opaque text that names nothing by itself. */
export class Tokens {
  readonly #ids: Ids;
  readonly #grants = new Map<string, Grant>();

  constructor(ids: Ids) {
    this.#ids = ids;
  }

  grant(kind: TokenKind, email: string | undefined, ttlSeconds: number): Grant {
    const token = `sandbox-${kind}-${this.#ids.hex(24)}`;
    const grant = { token, kind, email, ttlSeconds, expiresAt: Date.now() + ttlSeconds * 1000 };
    this.#grants.set(token, grant);
    return grant;
  }

  /** What a token stands for; undefined if it is unknown, expired or revoked. */
  check(token: string, kind: TokenKind): Grant | undefined {
    const grant = this.#grants.get(token);
    return grant?.kind === kind && grant.expiresAt > Date.now() ? grant : undefined;
  }

  /** Everything given out that is still good. */
  good(): Grant[] {
    const now = Date.now();
    return [...this.#grants.values()].filter((grant) => grant.expiresAt > now);
  }

  /** Ends tokens now: of one kind, of one operator, or all. Gives their number. */
  end(which: { kind?: TokenKind | undefined; email?: string | undefined } = {}): number {
    const now = Date.now();
    const ended = this.good().filter(
      (grant) =>
        (which.kind === undefined || grant.kind === which.kind) &&
        (which.email === undefined || grant.email === which.email),
    );
    for (const grant of ended) grant.expiresAt = now;
    return ended.length;
  }
}
