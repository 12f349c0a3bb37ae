import type { Ids } from '../ids.ts';

/** A right to register: lasting, or issued for a while. */
export interface Account {
  username: string;
  password: string;
  /** Whose phone it is. */
  operator: string;
  /** On the clock of `performance.now()`. */
  expiresAt: number;
  /** The call it was issued for, if it was for one. */
  callUuid: string | undefined;
}

/** Who may register. An operator may hold several accounts; all of them are one operator. */
export class Accounts {
  readonly #ids: Ids;
  #accounts: Account[];

  constructor(lasting: readonly { user: string; password: string }[], ids: Ids) {
    this.#ids = ids;
    this.#accounts = lasting.map(({ user, password }) => ({
      username: user,
      password,
      operator: user,
      expiresAt: Number.POSITIVE_INFINITY,
      callUuid: undefined,
    }));
  }

  /** The accounts of this name that are good now. */
  named(username: string): Account[] {
    const now = performance.now();
    return this.#accounts.filter((account) => account.username === username && account.expiresAt > now);
  }

  /** Issues an account for a while: under the operator's own name, or (`fresh`) under a new one. */
  issue(
    operator: string,
    options: { seconds: number; fresh: boolean; callUuid: string | undefined },
  ): Account {
    const account = {
      username: options.fresh ? `${operator}-${this.#ids.hex(6)}` : operator,
      password: `sandbox-issued-${this.#ids.hex(16)}`,
      operator,
      expiresAt: performance.now() + options.seconds * 1000,
      callUuid: options.callUuid,
    };
    this.#accounts.push(account);
    return account;
  }

  /** Takes issued accounts back; lasting ones stay. Gives how many were good until now. */
  revoke(which: (account: Account) => boolean): number {
    const now = performance.now();
    const issued = this.#accounts.filter((account) => Number.isFinite(account.expiresAt) && which(account));
    const good = issued.filter((account) => account.expiresAt > now).length;
    for (const account of issued) account.expiresAt = Number.NEGATIVE_INFINITY;
    this.#accounts = this.#accounts.filter((account) => !issued.includes(account));
    return good;
  }
}
