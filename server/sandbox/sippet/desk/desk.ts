import { personaById, personaByNumber } from '../../callers/directory.ts';
import type { Persona } from '../../callers/line.ts';
import type { Leg } from '../../leg.ts';
import { wordsOf } from '../../media/speech.ts';
import { CannotCall, type Pbx } from '../../pbx.ts';
import { musicSource } from '../../media/sources.ts';
import type { Call, CallQueueEntry, CallStatus, Queue, SpeakerRole, TeamMember } from '../records.ts';
import { fail, rpcError, RpcFailure } from '../rpc/errors.ts';
import type { ToolCall } from '../call-tool.ts';
import type { Workspace } from '../workspace.ts';
import { AiTalk, type Pace } from './ai-talk.ts';
import { followDirectLeg } from './direct.ts';
import { HeldCall } from './held-call.ts';
import { Ledger } from './ledger.ts';
import { dialOut } from './outbound.ts';

export interface DeskOptions {
  workspace: Workspace;
  pbx: Pbx;
  frequencies: readonly number[];
  /** An operator's phone rings this long, ms. */
  ringMs: number;
  /** The company's tools, as its AI agents call them. */
  callTool: (call: ToolCall) => void;
}

/** Who calls, and where to. */
export interface NewCaller {
  /** `echo` by default. */
  persona?: string | undefined;
  /** The caller's own number by default. */
  from?: string | undefined;
  /** The caller's name; null for somebody unknown. The persona's by default. */
  name?: string | null | undefined;
}

/** Somebody who talks to the AI agent. */
export interface AgentCaller extends NewCaller {
  pace?: Pace | undefined;
  repeat?: boolean | undefined;
  /** At the end the agent leaves a message and a summary with the company's tools. */
  tools?: boolean | undefined;
}

/** Calls on real lines: waiting, with an AI agent, with an operator. What the RPC actions of calls do. */
export class Desk {
  readonly options: DeskOptions;
  readonly ledger: Ledger;
  readonly #held = new Map<string, HeldCall>();
  /** Calls between a phone and somebody it dialled itself, or was called by. */
  readonly #direct = new Map<string, Leg>();
  #ssrc = 0x5100_0000;

  constructor(options: DeskOptions) {
    this.options = options;
    this.ledger = new Ledger(options.workspace);
  }

  /** Calls with a far end in the exchange. */
  get held(): readonly HeldCall[] {
    return [...this.#held.values()];
  }

  /** A caller joins a queue and hears music. */
  wait(queue: Queue, caller: NewCaller = {}): HeldCall {
    const { store } = this.options.workspace;
    const to = store.phoneNumbers.find(({ queueId }) => queueId === queue.id)?.phoneE164;
    const call = this.#arrive(caller, { to, source: 'sip', status: 'ringing', queueId: queue.id });
    const name = caller.name === undefined ? call.persona.name : caller.name;
    call.record.status = 'queued';
    call.entry = this.ledger.enqueue(call.record, queue, name);
    call.hold(musicSource());
    return call;
  }

  /** A caller is answered by the AI agent. */
  talkToAgent(caller: AgentCaller = {}): HeldCall {
    const { store } = this.options.workspace;
    const to = store.phoneNumbers.find(({ aiAgentId }) => aiAgentId !== null)?.phoneE164;
    const call = this.#arrive(caller, { to, source: 'ai', status: 'ringing', queueId: undefined });
    this.ledger.join(call.record, 'ai_agent');
    this.ledger.answered(call.record, store.aiAgents[0]?.name);
    call.talk = new AiTalk({
      call: call.record,
      ledger: this.ledger,
      caller: call.caller,
      voice: call.voice,
      pace: caller.pace ?? 'recorded',
      repeat: caller.repeat ?? false,
      callTool: caller.tools === true ? (tool, args) => this.#callTool(call, tool, args) : undefined,
    });
    call.toVoice();
    call.talk.start();
    return call;
  }

  /** Who the caller is goes with a message; what ends a call only names the call. */
  #callTool({ record, persona }: HeldCall, tool: string, args: Record<string, unknown>): void {
    const who = { caller_name: persona.name, caller_phone: record.fromNumber };
    this.ledger.audit(record, 'tool_called', `Called ${tool}`, { tool });
    const callId = record.callUuid;
    this.options.callTool({ tool, args: tool === 'leave_message' ? { ...who, ...args } : args, callId });
  }

  /** `accept_call_queue_entry`: the first one wins, the same one may ask again. Settles when the phone has been told. */
  async accept(entryId: string, operator: TeamMember): Promise<CallQueueEntry> {
    const entry =
      this.options.workspace.store.queueEntries.find(({ id }) => id === entryId) ?? fail('not_found');
    if (entry.status === 'abandoned') {
      fail('invalid_attribute', {
        message: 'the caller has hung up',
        vars: { field: 'status' },
        fields: ['status'],
      });
    }
    if (entry.acceptedByUserId === operator.userId) return entry;
    if (entry.acceptedByUserId !== null) this.#taken(entry.acceptedByUserId);
    const call = this.#held.get(entry.callUuid);
    if (call === undefined) {
      fail('invalid_attribute', {
        message: 'this caller has no telephone line',
        vars: { field: 'id' },
        fields: ['id'],
      });
    }
    this.#needPhone(operator);
    this.ledger.accept(entry, operator);
    await this.#ring(call, operator, {
      connected: () => {
        this.ledger.answered(call.record, operator.name);
        this.ledger.dequeue(entry, 'completed');
      },
      missed: () => this.ledger.requeue(entry),
    });
    return entry;
  }

  /** `barge_call`: the operator's phone rings and takes the agent's place. Asking again changes nothing. */
  async barge(call: HeldCall, operator: TeamMember): Promise<void> {
    const talk = call.talk ?? this.#noAgent();
    if (call.operator === operator) return;
    if (call.operator !== undefined) this.#taken(call.operator.userId);
    const replace = (): void => {
      talk.pause();
      this.ledger.leave(call.record, 'ai_agent');
      this.ledger.audit(call.record, 'operator_joined', `${operator.name} took over`, {
        operator: operator.name,
      });
    };
    if (call.parked?.operator === operator) {
      const { leg } = call.parked;
      call.parked = undefined;
      Object.assign(call, { operator, leg });
      replace();
      this.#connect(call, leg, () => undefined);
      return;
    }
    this.#needPhone(operator);
    await this.#ring(call, operator, { connected: replace, missed: () => undefined });
  }

  /** `resume_ai_call`: the agent has the caller again. Asking again changes nothing. */
  resume(call: HeldCall, operator: TeamMember | undefined): void {
    const talk = call.talk ?? this.#noAgent();
    const { leg, operator: holder } = call;
    if (holder === undefined) return;
    if (operator !== undefined && operator !== holder) this.#taken(holder.userId);
    call.leg = undefined;
    call.operator = undefined;
    if (talk.talking) {
      leg?.hangUp(487);
      return;
    }
    this.ledger.leave(call.record, 'operator');
    call.toVoice();
    this.ledger.join(call.record, 'ai_agent');
    this.ledger.audit(call.record, 'agent_resumed', `${holder.name} handed back`, { operator: holder.name });
    talk.resume();
    if (leg === undefined) return;
    if (this.options.workspace.variants.handBack === 'park') {
      leg.media.link(undefined);
      call.parked = { leg, operator: holder };
      void leg.ended.then(() => {
        if (call.parked?.leg === leg) call.parked = undefined;
      });
    } else leg.hangUp();
  }

  /** `start_outbound_call`: the operator's phone rings first, then the number. */
  async dial(operator: TeamMember, to: string, from: string): Promise<HeldCall> {
    this.#needPhone(operator);
    const persona = personaByNumber(to);
    const record = this.ledger.open({
      direction: 'outbound',
      fromNumber: from,
      toNumber: to,
      callSource: 'api',
      status: 'initiated',
      sipUsername: this.options.pbx.registrar.bindingOf(operator.sipUser)?.account.username ?? null,
    });
    // A number nobody has is dialled all the same; it fails when the operator is on the line.
    const call = this.#keep(record, persona ?? unknownNumber(to));
    await this.#ring(call, operator, {
      connected: (leg) => void dialOut(this, call, leg, persona),
      missed: () => this.finish(call, 'canceled', 'ORIGINATOR_CANCEL'),
    });
    return call;
  }

  /** `end_call`: whoever is on it is hung up. False if there is no such call; a call that is over stays so. */
  end(callUuid: string, cause = 'NORMAL_CLEARING'): boolean {
    const call = this.#held.get(callUuid);
    if (call !== undefined)
      this.finish(call, call.record.status === 'answered' ? 'completed' : 'canceled', cause);
    this.#direct.get(callUuid)?.hangUp();
    return this.options.workspace.store.calls.some((record) => record.callUuid === callUuid);
  }

  /** The call is over, for this reason. */
  finish(call: HeldCall, status: CallStatus, cause: string): void {
    if (!this.#held.delete(call.record.callUuid)) return;
    call.close();
    if (call.entry !== undefined) this.ledger.dequeue(call.entry, 'abandoned');
    this.ledger.ended(call.record, status, cause);
    this.#revokeAccess(call.operator, call.record);
  }

  /** The call with this id that is on a line here. */
  find(callUuid: string): HeldCall | undefined {
    return this.#held.get(callUuid);
  }

  /** Writes down a call that a phone made or got by SIP alone. */
  follow(leg: Leg): void {
    const record = followDirectLeg(this.options.workspace, this.ledger, leg);
    this.#direct.set(record.callUuid, leg);
    void leg.ended.then(() => {
      this.#direct.delete(record.callUuid);
      this.#revokeAccess(this.#member(leg.operator), record);
    });
  }

  /** Somebody in the call says this: the transcript has it, nobody hears it. */
  say(record: Call, role: SpeakerRole, text: string): void {
    const utterance = this.ledger.speak(role);
    for (const [index, word] of text.split(' ').entries()) {
      this.ledger.delta(record, utterance, index === 0 ? word : ` ${word}`);
    }
    this.ledger.spoken(record, utterance, text);
  }

  /** Forgets all calls without a word: the sandbox is being reset. */
  clear(): void {
    for (const call of this.#held.values()) call.close();
    this.#held.clear();
    this.#direct.clear();
  }

  #arrive(
    caller: NewCaller,
    {
      to,
      source,
      status,
      queueId,
    }: { to: string | undefined; source: string; status: CallStatus; queueId: string | undefined },
  ): HeldCall {
    const persona = personaById(caller.persona ?? 'echo');
    if (persona === undefined) throw new CannotCall(`nobody is called ${caller.persona}`);
    const toNumber = to ?? this.options.workspace.store.phoneNumbers[0]?.phoneE164 ?? '';
    const fromNumber = caller.from ?? persona.number;
    const record = this.ledger.open(
      { direction: 'inbound', fromNumber, toNumber, callSource: source, status },
      queueId,
    );
    const call = this.#keep(record, persona);
    this.ledger.join(record, 'caller');
    return call;
  }

  #keep(record: Call, persona: Persona): HeldCall {
    const call = new HeldCall({
      record,
      persona,
      nextSsrc: () => this.#ssrc++,
      frequencies: this.options.frequencies,
      onSay: (name) => this.say(record, 'caller', wordsOf(name)),
      onHangUp: () => this.finish(call, 'completed', 'NORMAL_CLEARING'),
    });
    this.#held.set(record.callUuid, call);
    return call;
  }

  /** Rings the operator who has just been given the call. Settles when the INVITE is out. */
  async #ring(
    call: HeldCall,
    operator: TeamMember,
    then: { connected: (leg: Leg) => void; missed: () => void },
  ): Promise<void> {
    call.operator = operator;
    const { record, persona } = call;
    const { callUuidHeader } = this.options.workspace.variants;
    const missed = (): void => {
      if (call.operator === operator) call.operator = undefined;
      if (this.#held.has(record.callUuid)) then.missed();
    };
    try {
      const leg = await this.options.pbx.ring(operator.sipUser, {
        number: record.direction === 'inbound' ? record.fromNumber : record.toNumber,
        name: call.entry === undefined ? persona.name : (call.entry.callerName ?? ''),
        persona: persona.id,
        giveUpMs: this.options.ringMs,
        ...(callUuidHeader !== null && { headers: [[callUuidHeader, record.callUuid]] }),
      });
      // The call may have ended, or gone back to the agent, while the INVITE was being made.
      if (call.operator !== operator || !this.#held.has(record.callUuid)) return leg.hangUp(487);
      call.leg = leg;
      record.sipUsername ??= this.options.pbx.registrar.bindingOf(operator.sipUser)?.account.username ?? null;
      void this.#await(call, leg, { ...then, missed });
    } catch (error) {
      missed();
      if (error instanceof CannotCall) this.#noPhone(operator);
      throw error;
    }
  }

  async #await(
    call: HeldCall,
    leg: Leg,
    then: { connected: (leg: Leg) => void; missed: () => void },
  ): Promise<void> {
    await Promise.race([leg.answered, leg.ended]);
    // Taken back in the meantime: by the end of the call, or by handing it back.
    if (call.leg !== leg) return leg.hangUp(487);
    if (leg.state !== 'answered') {
      call.leg = undefined;
      return then.missed();
    }
    this.#connect(call, leg, then.connected);
  }

  #connect(call: HeldCall, leg: Leg, connected: (leg: Leg) => void): void {
    void leg.ended.then(() => {
      if (call.leg === leg) this.finish(call, 'completed', 'NORMAL_CLEARING');
    });
    if (call.record.direction === 'inbound') {
      call.toOperator(leg);
      void this.options.pbx.perform(call.caller.takeTurn(), undefined, call.persona, () => undefined);
    }
    this.ledger.join(call.record, 'operator');
    connected(leg);
  }

  /** Protocol sheet §5: access goes when a call ends. */
  #revokeAccess(operator: TeamMember | undefined, record: Call): void {
    const { workspace, pbx } = this.options;
    pbx.accounts.revoke(
      (account) =>
        account.callUuid === record.callUuid ||
        (workspace.variants.revokeAtCallEnd && account.operator === operator?.sipUser),
    );
  }

  #member(sipUser: string): TeamMember | undefined {
    return this.options.workspace.store.team.find((member) => member.sipUser === sipUser);
  }

  #needPhone(operator: TeamMember): void {
    if (this.options.pbx.registrar.bindingOf(operator.sipUser) === undefined) this.#noPhone(operator);
  }

  #noPhone(operator: TeamMember): never {
    fail('invalid_argument', {
      message: '%{operator} has no registered phone',
      vars: { field: 'sipUserId', operator: operator.name },
      fields: ['sipUserId'],
    });
  }

  #noAgent(): never {
    fail('invalid_argument', {
      message: 'no AI agent is in this call',
      vars: { field: 'callUuid' },
      fields: ['callUuid'],
    });
  }

  /** Somebody else was faster; the error says who. */
  #taken(userId: string): never {
    const name =
      this.options.workspace.store.team.find((member) => member.userId === userId)?.name ?? 'somebody';
    throw new RpcFailure(
      rpcError(this.options.workspace.variants.takenError, {
        message: 'already taken by %{operator}',
        vars: { field: 'status', operator: name, acceptedByUserId: userId },
        fields: ['status'],
      }),
    );
  }
}

/** A stand-in for whoever does not answer at a number that is not in use. */
function unknownNumber(number: string): Persona {
  const nothing = (): void => undefined;
  return {
    id: '',
    name: '',
    company: '',
    number,
    extension: '',
    about: '',
    dialled: nothing,
    calling: nothing,
  };
}
