import type { WebSocket } from 'ws';
import { callOperatorAt } from './calling.ts';
import { bridgeOperators } from './bridge.ts';
import { personaById, personaByNumber } from './callers/directory.ts';
import { CallOver, openLine, type Persona, type Timings } from './callers/line.ts';
import { type DialledCall, takeInvite } from './dialled.ts';
import { type Faults, noFaults, takeFault } from './faults.ts';
import { createIds, type Ids } from './ids.ts';
import type { Leg, LegContext } from './leg.ts';
import { parseAddress, userOf } from './sip/address.ts';
import { ALLOWED } from './sip/dialog.ts';
import { Digest } from './sip/digest.ts';
import { Flow, type ServerTransaction } from './sip/flow.ts';
import { header, type Headers, need } from './sip/message.ts';
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
}

/** Whom to have call an operator, and how. */
export interface OutboundCall {
  /** The number shown; the caller's own by default. */
  from?: string | undefined;
  /** Who talks once the operator answers; `echo` by default. */
  persona?: string | undefined;
  /** Gives up after this many ms of ringing; 30 s by default. */
  giveUpMs?: number | undefined;
}

/** The operator has no registration, or the caller is not known. */
export class CannotCall extends Error {}

/** The exchange: registrations, calls, and the callers on the other end of them. */
export class Pbx {
  readonly #options: PbxOptions;
  readonly #digest: Digest;
  readonly #registrar: Registrar;
  readonly #ids: Ids;
  readonly #flows = new Set<Flow>();
  readonly #legContext: LegContext;
  #legs: Leg[] = [];
  #faults: Faults = noFaults;

  constructor(options: PbxOptions) {
    this.#options = options;
    this.#ids = createIds(options.seed);
    this.#registrar = new Registrar(options.registration);
    this.#digest = new Digest({
      realm: options.domain,
      nonceMs: options.nonceMs,
      passwordOf: (user) => options.operators.find((operator) => operator.user === user)?.password,
      ids: this.#ids,
    });
    this.#legContext = {
      ids: this.#ids,
      faults: () => this.#faults,
      frequencies: options.frequencies,
      bindingOf: (user) => this.#registrar.bindingOf(user),
      changed: options.changed,
    };
  }

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
    const binding = this.#registrar.bindingOf(user);
    if (binding === undefined) throw new CannotCall(`${user} is not registered`);
    const number = call.from ?? persona.number;
    const leg = await callOperatorAt(this.#legContext, {
      binding,
      number,
      // A number that is not the caller's own comes without a name.
      name: number === persona.number ? persona.name : '',
      persona: persona.id,
      giveUpMs: call.giveUpMs ?? 30_000,
      onLeg: (created) => this.#legs.push(created),
    });
    void leg.answered.then(() => this.#perform(leg, undefined, persona));
    return leg;
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
      const user = this.#admit(transaction, 'register', 401);
      if (user !== undefined) {
        this.#registrar.register(transaction, user);
        this.#options.changed();
      }
    } else if (request.method === 'INVITE') {
      transaction.respond(100);
      const user = this.#admit(transaction, 'invite', 407);
      if (user !== undefined) this.#route(transaction, user);
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
  ): string | undefined {
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
    if (userOf(parseAddress(need(request, kind === 'register' ? 'To' : 'From')).uri) !== verdict.user) {
      transaction.respond(403);
      return undefined;
    }
    return verdict.user;
  }

  #route(transaction: ServerTransaction, operator: string): void {
    const number = userOf(transaction.request.uri);
    const persona = personaByNumber(number);
    const colleague = this.#options.operators.find(({ user }) => user === number);
    const call = takeInvite(this.#legContext, transaction, { operator, number, persona: persona?.id });
    this.#legs.push(call.leg);
    this.#options.changed();
    if (persona !== undefined) void this.#perform(call.leg, call, persona);
    else if (colleague !== undefined) void this.#connectOperators(call, operator, colleague);
    else call.refuse(404);
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

  async #perform(leg: Leg, call: DialledCall | undefined, persona: Persona): Promise<void> {
    const line = openLine(leg, call, this.#options.timings, () => {
      // The operator may have signed out in the meantime; then nobody is called back.
      if (this.#registrar.bindingOf(leg.operator) !== undefined) {
        void this.callOperator(leg.operator, { persona: persona.id });
      }
    });
    try {
      if (line.incoming === undefined) await persona.calling(line);
      else await persona.dialled({ ...line, incoming: line.incoming });
    } catch (error) {
      if (!(error instanceof CallOver)) throw error;
    }
  }
}
