import type { Account } from './accounts.ts';
import { parseAddress } from './address.ts';
import { expiresOf, type Flow, type ServerTransaction } from './flow.ts';
import { header, headersNamed, sequence } from './message.ts';

/** Where an operator can be reached, as they registered it. */
export interface Binding {
  /** The operator. */
  user: string;
  /** What the binding was made with; it does not outlive that. */
  account: Account;
  /** The URI of the Contact. */
  contact: string;
  flow: Flow;
  /** When it lapses, on the clock of `performance.now()`. */
  expiresAt: number;
  callId: string;
  sequence: number;
  userAgent: string;
}

/** How long a registration may be asked for, in seconds. */
export interface RegistrationLimits {
  minSeconds: number;
  maxSeconds: number;
}

/** Bindings of operators to connections (RFC 3261 §10.3). A binding dies with its connection (RFC 5626 §4.2). */
export class Registrar {
  readonly #limits: RegistrationLimits;
  #bindings: Binding[] = [];

  constructor(limits: RegistrationLimits) {
    this.#limits = limits;
  }

  /** Handles a REGISTER whose sender has been proven to hold `account`. */
  register(transaction: ServerTransaction, account: Account): void {
    const { request, flow } = transaction;
    const user = account.operator;
    const asked = headersNamed(request, 'Contact').map(([, value]) => value);
    if (asked.includes('*')) {
      if (header(request, 'Expires') !== '0') return transaction.respond(400);
      this.#bindings = this.#bindings.filter((binding) => binding.user !== user);
      return transaction.respond(200);
    }
    for (const contact of asked) {
      const seconds = expiresOf(request, contact) ?? this.#limits.maxSeconds;
      if (seconds > 0 && seconds < this.#limits.minSeconds) {
        return transaction.respond(423, { headers: [['Min-Expires', String(this.#limits.minSeconds)]] });
      }
      this.#bind(transaction, account, parseAddress(contact).uri, Math.min(seconds, this.#limits.maxSeconds));
    }
    const now = performance.now();
    const contacts = this.bindings()
      .filter((binding) => binding.user === user && binding.flow === flow)
      .map((binding) => {
        const left = Math.ceil((binding.expiresAt - now) / 1000);
        return ['Contact', `<${binding.contact}>;expires=${left}`] as const;
      });
    transaction.respond(200, { headers: contacts });
  }

  /** The operator's newest binding that is still good. */
  bindingOf(user: string): Binding | undefined {
    return this.bindings().findLast((binding) => binding.user === user && binding.flow.open);
  }

  bindings(): readonly Binding[] {
    const now = performance.now();
    this.#bindings = this.#bindings.filter(
      (binding) => binding.expiresAt > now && binding.account.expiresAt > now,
    );
    return this.#bindings;
  }

  dropFlow(flow: Flow): void {
    this.#bindings = this.#bindings.filter((binding) => binding.flow !== flow);
  }

  #bind({ request, flow }: ServerTransaction, account: Account, contact: string, seconds: number): void {
    const user = account.operator;
    const callId = header(request, 'Call-ID') ?? '';
    const { number } = sequence(request);
    const same = (binding: Binding): boolean => binding.user === user && binding.contact === contact;
    const known = this.#bindings.find(same);
    // An older request that arrives late must not undo a newer one (RFC 3261 §10.3 step 7).
    if (known?.callId === callId && known.sequence >= number) return;
    this.#bindings = this.#bindings.filter((binding) => !same(binding));
    if (seconds === 0) return;
    const userAgent = header(request, 'User-Agent') ?? '';
    const expiresAt = performance.now() + seconds * 1000;
    this.#bindings.push({ user, account, contact, flow, expiresAt, callId, sequence: number, userAgent });
  }
}
