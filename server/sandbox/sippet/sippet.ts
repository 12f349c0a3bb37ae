import type { IncomingMessage } from 'node:http';
import type { Hono } from 'hono';
import type { WebSocket } from 'ws';
import * as v from 'valibot';
import type { Heard } from '../media/meter.ts';
import { CannotCall, type Pbx } from '../pbx.ts';
import { burst } from './burst.ts';
import type { ToolCall } from './call-tool.ts';
import type { Pace } from './desk/ai-talk.ts';
import { Desk, type NewCaller } from './desk/desk.ts';
import type { HeldCall } from './desk/held-call.ts';
import { sippetApi } from './http.ts';
import { setPresence } from './people.ts';
import type { Call, CallQueueEntry, Queue, SpeakerRole, TeamMember } from './records.ts';
import { fillContacts, seedStore } from './seed.ts';
import type { SocketReport } from './socket/hub.ts';
import { emptyStore, type Store } from './store.ts';
import {
  noSippetFaults,
  type SippetFaults,
  usualVariants,
  type Variants,
  VariantsInput,
} from './switches.ts';
import type { Grant, TokenKind } from './tokens.ts';
import { PUBLISHABLE_KEY, SECRET_KEY, Workspace } from './workspace.ts';

export interface SippetOptions {
  seed: number;
  pbx: Pbx;
  frequencies: readonly number[];
  sip: { domain: string; webSocketUrl: () => string };
  changed: () => void;
  /** A socket that says nothing this long is closed, ms. */
  idleMs?: number;
  /** An operator's phone rings this long for a call it has asked for, ms. */
  ringMs?: number;
  /** How fast the AI agent talks where a call does not say otherwise. */
  pace?: Pace;
  /** The company's tools, as its AI agents call them. */
  callTool: (call: ToolCall) => void;
}

/** A call with a line in the exchange, as tests and the control API see it. */
export interface HeldCallReport {
  call: Call;
  entryId: string | undefined;
  persona: string;
  /** The e-mail of whoever has it or is being rung for it. */
  operator: string | undefined;
  /** The Call-ID of the operator's leg, while it rings or talks. */
  legId: string | undefined;
  ai: 'talking' | 'silenced' | undefined;
  parked: boolean;
  /** What the caller hears. */
  heard: Heard;
}

/** The sandbox's Sippet: everything it can be asked and made to do without speaking its protocol. */
export class Sippet {
  readonly secretKey = SECRET_KEY;
  readonly publishableKey = PUBLISHABLE_KEY;
  readonly api: Hono;
  readonly #options: SippetOptions;
  readonly #workspace: Workspace;
  readonly #desk: Desk;

  constructor(options: SippetOptions) {
    this.#options = options;
    const { seed, pbx, frequencies, sip, changed } = options;
    this.#workspace = new Workspace({ seed, idleMs: options.idleMs ?? 60_000, sip, changed });
    seedStore(this.#workspace.store);
    const ringMs = options.ringMs ?? 30_000;
    const { callTool } = options;
    this.#desk = new Desk({ workspace: this.#workspace, pbx, frequencies, ringMs, callTool });
    this.api = sippetApi(this.#workspace, this.#desk);
  }

  /** The rows as they are: the truth to compare a client with. */
  get store(): Readonly<Store> {
    return this.#workspace.store;
  }

  get team(): readonly TeamMember[] {
    return this.store.team;
  }

  get variants(): Variants {
    return this.#workspace.variants;
  }

  get faults(): SippetFaults {
    return this.#workspace.faults;
  }

  set faults(faults: SippetFaults) {
    this.#workspace.faults = faults;
  }

  /** Replaces all variants; what is left out is as usual. Throws on what is none. */
  setVariants(variants: VariantsInput): void {
    this.#workspace.variants = v.parse(VariantsInput, variants);
  }

  /** Calls with a line in the exchange: waiting, with the agent, or with an operator. */
  calls(): HeldCallReport[] {
    return this.#desk.held.map(reportOf);
  }

  sockets(): SocketReport[] {
    return this.#workspace.hub.sockets();
  }

  /** Tokens that are good now. */
  tokens(): Grant[] {
    return this.#workspace.tokens.good();
  }

  /** A caller joins a queue (by name; the first one by default). Throws CannotCall. */
  bringCaller(caller: NewCaller & { queue?: string | undefined } = {}): HeldCallReport {
    return reportOf(this.#desk.wait(this.#queue(caller.queue), caller));
  }

  /** A caller talks to the AI agent. Throws CannotCall. */
  startAiCall(caller: Parameters<Desk['talkToAgent']>[0] = {}): HeldCallReport {
    return reportOf(this.#desk.talkToAgent({ pace: this.#options.pace, ...caller }));
  }

  /** The agent and its caller say their next lines now. Gives how many they said; 0 while the agent is silenced. */
  stepAi(callUuid: string, lines = 1): number {
    return this.#held(callUuid).talk?.step(lines) ?? 0;
  }

  /** Puts words into the transcript of a call. */
  say(callUuid: string, role: SpeakerRole, text: string): void {
    const record = this.store.calls.find((call) => call.callUuid === callUuid);
    if (record === undefined) throw new CannotCall(`no call ${callUuid}`);
    this.#desk.say(record, role, text);
  }

  /** The caller hangs up. False if there is no such call. */
  hangUp(callUuid: string): boolean {
    return this.#desk.end(callUuid);
  }

  /** Another operator accepts an entry, without having a browser. Rejects like the action. */
  accept(entryId: string, email: string): Promise<CallQueueEntry> {
    return this.#desk.accept(entryId, this.#member(email));
  }

  /** Another operator's status changes. */
  setPresence(email: string, status: string): void {
    setPresence(this.#workspace, this.#desk, {
      operator: this.#member(email),
      status,
      source: 'console',
      by: null,
    });
  }

  /** At least this many queue events at once. Gives how many made-up callers are left waiting. */
  burst(count: number): number {
    return burst(this.#workspace, this.#desk, count, this.#options.seed);
  }

  /** Adds contacts until there are this many. */
  fillContacts(count: number): void {
    fillContacts(this.#workspace.store, count, this.#options.seed);
  }

  /** Mints without asking for a key: for tests of what comes after. */
  mint(kind: TokenKind, email?: string, ttlSeconds?: number): Grant {
    const { operatorTokenSeconds, sessionTokenSeconds } = this.variants;
    const usual = kind === 'operator' ? operatorTokenSeconds : sessionTokenSeconds;
    return this.#workspace.tokens.grant(kind, email, ttlSeconds ?? usual);
  }

  /** Ends tokens now: of one kind, of one operator, or all. Gives their number. */
  endTokens(which: { kind?: TokenKind | undefined; email?: string | undefined } = {}): number {
    const ended = this.#workspace.tokens.end(which);
    this.#workspace.hub.tokensEnded();
    return ended;
  }

  /** Takes issued SIP access back: an operator's, or everybody's. Gives how many accesses were good until now. */
  revokeSip(email?: string): number {
    const user = email === undefined ? undefined : this.#member(email).sipUser;
    const revoked = this.#options.pbx.accounts.revoke(
      ({ operator }) => user === undefined || operator === user,
    );
    this.#options.changed();
    return revoked;
  }

  /** Closes sockets with this code; 1006 cuts the line. */
  disconnect(code: number, email?: string): void {
    this.#workspace.hub.disconnect(code, email);
  }

  /** Every channel crashes: `phx_error`. */
  crashChannels(): void {
    this.#workspace.hub.crashChannels();
  }

  /** May this request open a realtime socket? */
  admit(request: IncomingMessage): Grant | undefined {
    return this.#workspace.hub.admit(request);
  }

  connect(socket: WebSocket, grant: Grant): void {
    this.#workspace.hub.connect(socket, grant);
  }

  /** A leg that came about without us. */
  follow(leg: Parameters<Desk['follow']>[0]): void {
    this.#desk.follow(leg);
  }

  /** As at the start: rows, switches, faults, no calls. Tokens, SIP access and sockets stay. */
  reset(): void {
    this.#desk.clear();
    this.#workspace.faults = noSippetFaults;
    this.#workspace.variants = usualVariants;
    this.#workspace.store = emptyStore(this.#options.seed);
    seedStore(this.#workspace.store);
    this.#options.changed();
  }

  /** Ends everything. */
  stop(): void {
    this.#desk.clear();
    this.#workspace.faults = noSippetFaults;
    this.#workspace.hub.disconnect(1001);
  }

  #queue(name: string | undefined): Queue {
    const { queues } = this.store;
    const queue = name === undefined ? queues[0] : queues.find((known) => known.queueName === name);
    if (queue === undefined) throw new CannotCall(`no queue is called ${name}`);
    return queue;
  }

  #member(email: string): TeamMember {
    const member = this.team.find((known) => known.email === email);
    if (member === undefined) throw new CannotCall(`nobody here is ${email}`);
    return member;
  }

  #held(callUuid: string): HeldCall {
    const call = this.#desk.find(callUuid);
    if (call === undefined) throw new CannotCall(`no call ${callUuid}`);
    return call;
  }
}

function reportOf(call: HeldCall): HeldCallReport {
  return {
    call: { ...call.record },
    entryId: call.entry?.id,
    persona: call.persona.id,
    operator: call.operator?.email,
    legId: call.leg?.dialog.callId,
    ai: call.talk === undefined ? undefined : call.talk.talking ? 'talking' : 'silenced',
    parked: call.parked !== undefined,
    heard: call.heard(),
  };
}
