import type { WebSocket } from 'ws';
import { callOperatorAt } from './calling.ts';
import { bridgeOperators } from './bridge.ts';
import { personaById, personaByNumber } from './callers/directory.ts';
import {
  CallOver,
  type LineEnd,
  openLine,
  type Persona,
  type Ringing,
  type Timings,
} from './callers/line.ts';
import { type DialledCall, takeInvite } from './dialled.ts';
import { type Faults, noFaults, takeFault } from './faults.ts';
import { createIds, type Ids } from './ids.ts';
import type { Leg, LegContext } from './leg.ts';
import { type Account, Accounts } from './sip/accounts.ts';
import { parseAddress, userOf } from './sip/address.ts';
import { ALLOWED } from './sip/dialog.ts';
import { Digest } from './sip/digest.ts';
import { Flow, type ServerTransaction } from './sip/flow.ts';
import { header, type Headers, need } from './sip/message.ts';
import { takeRefer, type TransferContext } from './transfer.ts';
import { Registrar, type RegistrationLimits } from './sip/registrar.ts';

/** Somebody who may register. */
export interface Operator {
  user: string;
  password: string;
  displayName: string;
}

export interface PbxOptions {
  domain: string;
  operators: readonly Operator[];
  seed: number;
  nonceMs: number;
  registration: RegistrationLimits;
  timings: Timings;
  /** Tones to measure in what operators say, Hz. */
  frequencies: readonly number[];
  trace: (direction: 'in' | 'out', text: string) => void;
  /** Something in the state has changed. */
  changed: () => void;
  /** An operator has dialled, or somebody calls one (not: a leg made by `ring`). */
  opened: (leg: Leg) => void;
}

/** Whom to have call an operator, and how. */
export interface OutboundCall {
  /** The number shown; the caller's own by default. */
  from?: string | undefined;
  /** Who talks once the operator answers; `echo` by default. */
  persona?: string | undefined;
  /** Gives up after this many ms of ringing; 30 s by default. */
  giveUpMs?: number | undefined;
  /** More headers for the INVITE. */
  headers?: Headers | undefined;
}

/** Whose call an operator's phone is to show. */
export interface Ring {
  number: string;
  name: string;
  persona: string | undefined;
  giveUpMs: number;
  headers?: Headers;
}

/** The operator has no registration, or the caller is not known. */
export class CannotCall extends Error {}

/** The exchange: registrations, calls, and the callers on the other end of them. */
export class Pbx {
  readonly #options: PbxOptions;
  readonly #digest: Digest;
  readonly #registrar: Registrar;
  readonly #ids: Ids;
  readonly accounts: Accounts;
  readonly #flows = new Set<Flow>();
  readonly #legContext: LegContext;
  #legs: Leg[] = [];
  #faults: Faults = noFaults;

  constructor(options: PbxOptions) {
    this.#options = options;
    this.#ids = createIds(options.seed);
    this.accounts = new Accounts(options.operators, this.#ids);
    this.#registrar = new Registrar(options.registration);
    this.#digest = new Digest({
      realm: options.domain,
      nonceMs: options.nonceMs,
      accountsOf: (username) => this.accounts.named(username),
      ids: this.#ids,
    });
    this.#legContext = {
      ids: this.#ids,
      faults: () => this.#faults,
      frequencies: options.frequencies,
      bindingOf: (user) => this.#registrar.bindingOf(user),
      changed: options.changed,
      transfer: (leg, refer) => takeRefer(this.#transfers, leg, refer),
    };
  }

  readonly #transfers: TransferContext = {
    legs: () => this.#legs,
    personaOf: personaByNumber,
    perform: (line, ringing, persona) => this.perform(line, ringing, persona, () => undefined),
  };

  get legs(): readonly Leg[] {
    return this.#legs;
  }

  get registrar(): Registrar {
    return this.#registrar;
  }

  get faults(): Faults {
    return this.#faults;
  }

  set faults(faults: Faults) {
    this.#faults = faults;
  }

  get connections(): number {
    return this.#flows.size;
  }

  /** Takes a WebSocket that speaks SIP. */
  connect(socket: WebSocket): void {
    const flow = new Flow(socket, {
      onRequest: (transaction) => this.#received(transaction),
      onClose: (closed) => this.#disconnected(closed),
      faults: () => this.#faults,
      newTag: () => this.#ids.hex(10),
      trace: this.#options.trace,
    });
    this.#flows.add(flow);
    this.#options.changed();
  }

  /** Has somebody call an operator. Settles when the INVITE is on its way. Throws CannotCall. */
  async callOperator(user: string, call: OutboundCall = {}): Promise<Leg> {
    const persona = personaById(call.persona ?? 'echo');
    if (persona === undefined) throw new CannotCall(`nobody is called ${call.persona}`);
    const number = call.from ?? persona.number;
    const leg = await this.ring(user, {
      number,
      // A number that is not the caller's own comes without a name.
      name: number === persona.number ? persona.name : '',
      persona: persona.id,
      giveUpMs: call.giveUpMs ?? 30_000,
      ...(call.headers && { headers: call.headers }),
    });
    this.#options.opened(leg);
    leg.give = (target) => this.#give(leg, target);
    void leg.answered.then(() => this.#perform(leg, undefined, persona));
    return leg;
  }

  /** Rings an operator's phone; what happens when it is answered is the caller's business. Throws CannotCall. */
  async ring(user: string, { headers, ...call }: Ring): Promise<Leg> {
    const binding = this.#registrar.bindingOf(user);
    if (binding === undefined) throw new CannotCall(`${user} is not registered`);
    return callOperatorAt(this.#legContext, {
      ...call,
      ...(headers && { headers }),
      binding,
      onLeg: (created) => this.#legs.push(created),
    });
  }

  /** Lets a caller act on a line until the call is over; `again` is how it calls back. */
  async perform(
    line: LineEnd,
    call: Ringing | undefined,
    persona: Persona,
    again: () => void,
  ): Promise<void> {
    const opened = openLine(line, call, this.#options.timings, again);
    try {
      if (opened.incoming === undefined) await persona.calling(opened);
      else await persona.dialled({ ...opened, incoming: opened.incoming });
    } catch (error) {
      if (!(error instanceof CallOver)) throw error;
    }
  }

  /** Cuts every connection the hard way. */
  cutConnections(): void {
    for (const flow of this.#flows) flow.cut();
  }

  /** Makes every nonce given out so far stale. */
  expireNonces(): void {
    this.#digest.expireNonces();
  }

  /** Ends all calls, forgets them and sets everything right again; registrations stay. */
  reset(): void {
    for (const leg of this.#legs) leg.hangUp();
    this.#legs = [];
    this.#faults = noFaults;
    this.#options.changed();
  }

  /** Ends everything. */
  stop(): void {
    this.reset();
    for (const flow of this.#flows) flow.close();
  }

  #disconnected(flow: Flow): void {
    this.#flows.delete(flow);
    this.#registrar.dropFlow(flow);
    for (const leg of this.#legs) if (leg.state !== 'ended' && !leg.flow.open) leg.connectionLost();
    this.#options.changed();
  }

  #received(transaction: ServerTransaction): void {
    const { request } = transaction;
    const toTag = parseAddress(need(request, 'To')).params.get('tag');
    if (toTag !== undefined) return this.#inDialog(transaction, toTag);
    if (request.method === 'ACK') return;
    if (request.method === 'OPTIONS') return transaction.respond(200, { headers: [['Allow', ALLOWED]] });
    if (request.method === 'REGISTER') {
      const account = this.#admit(transaction, 'register', 401);
      if (account !== undefined) {
        this.#registrar.register(transaction, account);
        this.#options.changed();
      }
    } else if (request.method === 'INVITE') {
      transaction.respond(100);
      const account = this.#admit(transaction, 'invite', 407);
      if (account !== undefined) this.#route(transaction, account.operator);
    } else {
      transaction.respond(405, { headers: [['Allow', `${ALLOWED}, REGISTER`]] });
    }
  }

  #inDialog(transaction: ServerTransaction, toTag: string): void {
    const { request } = transaction;
    const callId = need(request, 'Call-ID');
    const fromTag = parseAddress(need(request, 'From')).params.get('tag');
    const leg = this.#legs.find(
      ({ dialog, state }) =>
        state !== 'ended' &&
        dialog.callId === callId &&
        dialog.localTag === toTag &&
        dialog.remoteTag === fromTag,
    );
    if (leg === undefined) return transaction.respond(481);
    leg.handle(transaction);
  }

  /** Who sent this, proven; undefined if an answer (a fault, a challenge, a refusal) has been given instead. */
  #admit(
    transaction: ServerTransaction,
    kind: 'register' | 'invite',
    challenge: 401 | 407,
  ): Account | undefined {
    const { request } = transaction;
    const fault = takeFault(this.#faults, kind);
    if (fault !== undefined) {
      const headers: Headers =
        fault.retryAfter === undefined ? [] : [['Retry-After', String(fault.retryAfter)]];
      transaction.respond(fault.status, { ...(fault.reason && { reason: fault.reason }), headers });
      return undefined;
    }
    const asks = challenge === 401 ? 'WWW-Authenticate' : 'Proxy-Authenticate';
    const shows = challenge === 401 ? 'Authorization' : 'Proxy-Authorization';
    const verdict = this.#digest.check(header(request, shows), request.method);
    if (!verdict.ok) {
      transaction.respond(challenge, { headers: [[asks, this.#digest.challenge(verdict.stale)]] });
      return undefined;
    }
    // Nobody speaks for somebody else (RFC 3261 §10.3 step 4).
    if (
      userOf(parseAddress(need(request, kind === 'register' ? 'To' : 'From')).uri) !==
      verdict.account.username
    ) {
      transaction.respond(403);
      return undefined;
    }
    return verdict.account;
  }

  #route(transaction: ServerTransaction, operator: string): void {
    const number = userOf(transaction.request.uri);
    const persona = personaByNumber(number);
    const colleague = this.#options.operators.find(({ user }) => user === number);
    const call = takeInvite(this.#legContext, transaction, { operator, number, persona: persona?.id });
    this.#legs.push(call.leg);
    if (persona !== undefined) call.leg.give = (target) => this.#give(call.leg, target);
    this.#options.opened(call.leg);
    this.#options.changed();
    if (persona !== undefined) void this.#perform(call.leg, call, persona);
    else if (colleague !== undefined) void this.#connectOperators(call, operator, colleague);
    else call.refuse(404);
  }

  /** The far end of a leg calls another operator instead; settles with how that ended, or 200 once it is answered. */
  async #give(leg: Leg, target: string): Promise<number> {
    if (this.#registrar.bindingOf(target) === undefined) return 404;
    const next = await this.callOperator(target, { persona: leg.persona, from: leg.number });
    await Promise.race([next.answered, next.ended]);
    return next.state === 'answered' ? 200 : (next.report().endStatus ?? 480);
  }

  async #connectOperators(call: DialledCall, caller: string, callee: Operator): Promise<void> {
    const binding = this.#registrar.bindingOf(callee.user);
    if (binding === undefined) return call.refuse(480);
    await bridgeOperators(this.#legContext, call, {
      binding,
      number: caller,
      name: this.#options.operators.find(({ user }) => user === caller)?.displayName ?? '',
      onLeg: (leg) => this.#legs.push(leg),
    });
  }

  #perform(leg: Leg, call: DialledCall | undefined, persona: Persona): Promise<void> {
    return this.perform(leg, call, persona, () => {
      // The operator may have signed out in the meantime; then nobody is called back.
      if (this.#registrar.bindingOf(leg.operator) !== undefined) {
        void this.callOperator(leg.operator, { persona: persona.id });
      }
    });
  }
}
