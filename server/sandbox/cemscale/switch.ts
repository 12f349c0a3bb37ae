import { CallerPhone } from '../callers/phone.ts';
import type { Persona, Ringing } from '../callers/line.ts';
import type { Leg } from '../leg.ts';
import { Handset } from '../media/handset.ts';
import { bridge } from '../media/sound-end.ts';
import { ringbackSource } from '../media/sources.ts';
import type { Pbx } from '../pbx.ts';
import { type CallFacts, type FarEnd, SwitchCall } from './call.ts';
import { Refusal } from './refusal.ts';
import { VOICEMAIL, whoAnswers } from './scripted.ts';
import type { Cdr, Extension, Tenant } from './store.ts';

export interface SwitchOptions {
  pbx: Pbx;
  uuid: () => string;
  frequencies: readonly number[];
  /** An event for everybody of the tenant (§6.2). */
  tell: (tenant: Tenant, type: string, data: object) => void;
  changed: () => void;
}

/** How a call nobody answered ended, by the status that ended it (§10.2). */
const UNANSWERED: Readonly<Record<number, readonly [disposition: string, cause: string]>> = {
  404: ['failed', 'UNALLOCATED_NUMBER'],
  480: ['no_answer', 'NO_ANSWER'],
  486: ['busy', 'USER_BUSY'],
  487: ['cancelled', 'ORIGINATOR_CANCEL'],
  603: ['failed', 'CALL_REJECTED'],
};

/** The exchange as CemScale's API drives it: the operator's leg is real SIP, the far end one of the sandbox's callers. */
export class Switch {
  readonly options: SwitchOptions;
  #calls: SwitchCall[] = [];

  constructor(options: SwitchOptions) {
    this.options = options;
  }

  get calls(): readonly SwitchCall[] {
    return this.#calls;
  }

  find(tenant: Tenant, callUuid: string): SwitchCall {
    const call = this.#calls.find((one) => one.facts.tenant === tenant && one.facts.callUuid === callUuid);
    if (call === undefined) throw new Refusal(404, 'CALL_NOT_FOUND', 'There is no such call.');
    return call;
  }

  /** Whose leg has no call of its own here yet. */
  owner(tenants: readonly Tenant[], leg: Leg): [Tenant, Extension] | undefined {
    for (const tenant of tenants) {
      const extension = tenant.extensions.find(({ sipUser }) => sipUser === leg.operator);
      if (extension) return [tenant, extension];
    }
    return undefined;
  }

  /** Calls the operator's phone, and then the number. */
  async originate(tenant: Tenant, extension: Extension, to: string, callerId?: string): Promise<SwitchCall> {
    const persona = whoAnswers(to);
    const call = this.#open(
      { tenant, direction: 'outbound', fromNumber: callerId ?? extension.extension, toNumber: to },
      extension,
      persona,
    );
    await this.#ring(call, to, persona?.name ?? '');
    void call.leg?.answered.then(() => this.#dial(call));
    return call;
  }

  /** Somebody calls the operator. */
  async bring(tenant: Tenant, extension: Extension, persona: Persona, from: string): Promise<SwitchCall> {
    const did = tenant.dids[0]?.number ?? '';
    const call = this.#open(
      { tenant, direction: 'inbound', fromNumber: from, toNumber: did, didNumber: did },
      extension,
      persona,
    );
    await this.#ring(call, from, persona.name);
    void call.leg?.answered.then(() => {
      if (call.state === 'ended' || !call.leg) return;
      call.toOperator(call.leg);
      this.answered(call);
      this.#perform(call, undefined);
    });
    return call;
  }

  /** Writes down a call between an operator's phone and its far end that nobody asked us for. */
  follow(tenants: readonly Tenant[], leg: Leg): void {
    const [tenant, extension] = this.owner(tenants, leg) ?? [];
    if (!tenant || !extension) return;
    const inbound = leg.direction === 'in';
    const call = this.#open(
      {
        tenant,
        direction: inbound ? 'inbound' : 'outbound',
        fromNumber: inbound ? leg.number : extension.extension,
        toNumber: inbound ? extension.extension : leg.number,
      },
      extension,
      undefined,
    );
    call.leg = leg;
    void leg.answered.then(() => this.answered(call));
    void leg.ended.then(() => this.finish(call, leg.report().endStatus));
  }

  hold(call: SwitchCall, on: boolean): void {
    const { leg, far } = call;
    if (!far || !leg || !['active', 'held'].includes(call.state)) throw notNow();
    call.state = on ? 'held' : 'active';
    if (on) {
      leg.media.link(undefined);
      call.toVoice();
    } else call.toOperator(leg);
    this.options.tell(call.facts.tenant, on ? 'call_hold' : 'call_unhold', { callUuid: call.facts.callUuid });
    this.options.changed();
  }

  /** Blind: the operator is off the line at once, and the far end hears ringing. */
  async transfer(call: SwitchCall, target: string): Promise<void> {
    const { leg, far } = call;
    if (!leg || leg.state !== 'answered') throw notNow();
    const { tenant } = call.facts;
    const extension = tenant.extensions.find((one) => one.extension === target);
    if (!extension) throw new Refusal(422, 'UNROUTABLE', `Nobody here is ${target}.`);
    const number = call.facts.direction === 'outbound' ? call.facts.toNumber : call.facts.fromNumber;
    if (!far) {
      // Its far end hangs on the leg: it calls anew.
      if (!leg.give) throw notNow();
      void leg.give(extension.sipUser ?? '');
      return leg.hangUp();
    }
    call.toVoice(ringbackSource());
    const next = await this.#leg(extension, number, far.persona.name, call.facts.callUuid);
    call.leg = next;
    call.extension = extension;
    leg.hangUp();
    void next.answered.then(() => call.leg === next && call.toOperator(next));
    void next.ended.then(() => call.leg === next && this.finish(call, next.report().endStatus));
    this.options.tell(tenant, 'call_transfer', {
      callUuid: call.facts.callUuid,
      target,
      transferType: 'blind',
    });
  }

  answered(call: SwitchCall): void {
    if (call.state === 'ended') return;
    call.state = 'active';
    call.answeredAt ??= new Date().toISOString();
    const { callUuid, tenant } = call.facts;
    this.options.tell(tenant, 'call_answer', { callUuid, answeredAt: call.answeredAt });
    this.options.tell(tenant, 'presence_change', {
      extension: call.extension.extension,
      status: 'on_call',
      previousStatus: call.extension.presence,
      crmUserId: call.extension.crmUserId,
    });
    this.options.changed();
  }

  /** It is over for everybody. `status` is how an unanswered one ended. */
  finish(call: SwitchCall, status?: number): void {
    if (call.state === 'ended') return;
    const answered = call.answeredAt !== null;
    const box = call.facts.toNumber === VOICEMAIL ? 'voicemail' : 'answered';
    const [disposition, cause] = answered
      ? [box, 'NORMAL_CLEARING']
      : (UNANSWERED[status ?? 0] ?? ['failed', 'NORMAL_TEMPORARY_FAILURE']);
    call.state = 'ended';
    call.endedAt = new Date().toISOString();
    call.hangupCause = cause;
    call.close();
    this.#calls = this.#calls.filter((one) => one !== call);
    const record = this.#record(call, disposition, cause);
    call.facts.tenant.cdr.push(record);
    const { tenant, callUuid } = call.facts;
    const { endedAt, durationSec } = record;
    this.options.tell(tenant, 'call_end', {
      callUuid,
      endedAt,
      durationSec,
      hangupCause: cause,
      disposition,
    });
    this.options.tell(tenant, 'presence_change', {
      extension: call.extension.extension,
      status: call.extension.presence,
      previousStatus: 'on_call',
      crmUserId: call.extension.crmUserId,
    });
    this.options.changed();
  }

  /** Ends everything. */
  clear(): void {
    for (const call of this.#calls) this.finish(call, 487);
  }

  /** The exchange's own end of a line. */
  handset(): Handset {
    const { frequencies } = this.options;
    return new Handset({ frequencies, ssrc: this.#ssrc(), onPress: () => undefined });
  }

  /** A phone for one of the sandbox's callers. */
  phone(onHangUp: () => void): CallerPhone {
    const { frequencies } = this.options;
    return new CallerPhone({ frequencies, ssrc: this.#ssrc(), onSay: () => undefined, onHangUp });
  }

  /** Rings an operator's phone. Throws Refusal. */
  async #leg(extension: Extension, number: string, name: string, callUuid: string): Promise<Leg> {
    const { pbx } = this.options;
    if (extension.sipUser === undefined || pbx.registrar.bindingOf(extension.sipUser) === undefined)
      throw new Refusal(422, 'UNROUTABLE', `Extension ${extension.extension} is not registered.`);
    return pbx.ring(extension.sipUser, {
      number,
      name,
      persona: undefined,
      giveUpMs: 30_000,
      headers: [['X-Call-UUID', callUuid]],
    });
  }

  /** Also for conferences: rings an operator who is added. */
  async ringExtension(call: SwitchCall, extension: Extension): Promise<Leg> {
    return this.#leg(extension, call.extension.extension, call.extension.displayName, call.facts.callUuid);
  }

  #ssrc(): number {
    return Number.parseInt(this.options.uuid().slice(0, 8), 16);
  }

  #open(
    facts: Omit<CallFacts, 'callUuid' | 'didNumber'> & { didNumber?: string },
    extension: Extension,
    persona: Persona | undefined,
  ): SwitchCall {
    const call = new SwitchCall({ didNumber: null, ...facts, callUuid: this.options.uuid() }, extension);
    if (persona) call.far = this.#far(call, persona);
    this.#calls.push(call);
    const { tenant, didNumber: _didNumber, ...told } = call.facts;
    this.options.tell(tenant, 'call_start', {
      ...told,
      extension: extension.extension,
      startedAt: call.startedAt,
    });
    this.options.changed();
    return call;
  }

  #far(call: SwitchCall, persona: Persona): FarEnd {
    const phone = this.phone(() => this.farGone(call));
    return { persona, phone, voice: this.handset() };
  }

  /** The far end hangs up: the call is over, unless somebody else is still in it. */
  farGone(call: SwitchCall): void {
    const { table, far } = call;
    if (table?.added === undefined || !far) return this.finish(call);
    table.mixer.leave(far.phone.handset);
    table.members = table.members.filter(({ role }) => role !== 'caller');
    this.options.tell(call.facts.tenant, 'conference_update', { conferenceId: table.id });
  }

  async #ring(call: SwitchCall, number: string, name: string): Promise<void> {
    try {
      const leg = await this.#leg(call.extension, number, name, call.facts.callUuid);
      call.leg = leg;
      void leg.ended.then(() => {
        const { answeredAt, endStatus } = leg.report();
        // Whoever is called hangs up before the far end has answered: the call is taken back.
        if (call.leg === leg) this.finish(call, answeredAt === undefined ? endStatus : 487);
      });
    } catch (error) {
      this.finish(call, 404);
      throw error;
    }
  }

  /** The operator is on the line; now the number is dialled. */
  #dial(call: SwitchCall): void {
    const { leg, far } = call;
    const refuse = (status: number): void => this.finish(call, status);
    if (!leg || call.state === 'ended') return;
    if (!far) return refuse(404);
    const alive = (): boolean => call.leg === leg && leg.state === 'answered';
    this.#perform(call, {
      ring: () => {
        bridge(far.voice, leg.media);
        void far.voice.play(ringbackSource());
      },
      early: () => {
        if (alive()) bridge(far.phone.handset, leg.media);
        return Promise.resolve(alive());
      },
      answer: () => {
        if (!alive()) return Promise.resolve(false);
        call.toOperator(leg);
        this.answered(call);
        return Promise.resolve(true);
      },
      refuse,
    });
  }

  #perform(call: SwitchCall, ringing: Ringing | undefined): void {
    const { far } = call;
    if (far) void this.options.pbx.perform(far.phone.takeTurn(), ringing, far.persona, () => undefined);
  }

  #record(call: SwitchCall, disposition: string, cause: string): Cdr {
    const { tenant: _tenant, ...facts } = call.facts;
    const endedAt = call.endedAt ?? new Date().toISOString();
    const since = (at: string | null) =>
      at === null ? 0 : Math.round((Date.parse(endedAt) - Date.parse(at)) / 1000);
    return {
      id: this.options.uuid(),
      ...facts,
      extension: call.extension.extension,
      queueId: null,
      aiAgentId: null,
      startedAt: call.startedAt,
      answeredAt: call.answeredAt,
      endedAt,
      durationSec: since(call.startedAt),
      billSec: since(call.answeredAt),
      disposition,
      hangupCause: cause,
      recordingId: null,
      crmUserId: call.extension.crmUserId,
    };
  }
}

/** The call is not in a state for it, or not in the switch's hands. */
export const notNow = (): Refusal => new Refusal(409, 'CALL_STATE', 'The call is not in a state for that.');
