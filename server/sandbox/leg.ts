import type { CallReport, LegState } from './call-report.ts';
import type { Binding } from './sip/registrar.ts';
import { takeFault, type Faults } from './faults.ts';
import type { Ids } from './ids.ts';
import { LegMedia } from './leg-media.ts';
import type { Heard, Press } from './media/meter.ts';
import { NotAcceptable } from './media/peer.ts';
import { noTrouble, Relay } from './media/relay.ts';
import { parseInfoDigit } from './media/telephone-event.ts';
import { parseAddress } from './sip/address.ts';
import { ALLOWED, type Dialog, dialogRequest } from './sip/dialog.ts';
import type { Flow, ServerTransaction } from './sip/flow.ts';
import { header, type Headers, sequence, type SipResponse } from './sip/message.ts';
import { type Direction, readAudio } from './sip/sdp.ts';

/** What a leg needs of the exchange it belongs to. */
export interface LegContext {
  ids: Ids;
  faults: () => Faults;
  frequencies: readonly number[];
  bindingOf: (user: string) => Binding | undefined;
  changed: () => void;
  /** The operator gives the caller to somebody else. */
  transfer: (leg: Leg, refer: ServerTransaction) => void;
}

export interface LegStart {
  direction: 'out' | 'in';
  operator: string;
  number: string;
  persona: string | undefined;
  dialog: Dialog;
  flow: Flow;
}

/** A line that fell silent this long (ms) after its connection broke is given up. */
const LOST_MS = 10_000;
/** How long a BYE may be behind the end of the media it belongs to. */
const BYE_GRACE_MS = 500;

/** Calls that begin while `paths` is set go through a relay, which follows every later change of it. */
function relayFor({ faults, ids }: LegContext): Relay | undefined {
  if (!faults().paths) return undefined;
  return new Relay(
    () => faults().paths ?? { toOperator: noTrouble, fromOperator: noTrouble },
    () => ids.uint32() / 2 ** 32,
  );
}

/** One operator's side of a call: dialog, media and facts. How it came about is in `dialled.ts` and `calling.ts`. */
export class Leg {
  readonly direction: 'out' | 'in';
  readonly operator: string;
  readonly number: string;
  readonly dialog: Dialog;
  readonly media: LegMedia;
  readonly context: LegContext;
  readonly persona: string | undefined;
  readonly said: string[] = [];
  bridgedTo: Leg | undefined;
  /** Told when the operator holds or resumes. */
  onHold: ((held: boolean) => void) | undefined;
  onPress: ((press: Press) => void) | undefined;
  /** Has the far end call another operator instead; settles with the status of that call. Absent where it cannot. */
  give: ((target: string) => Promise<number>) | undefined;
  /** How to end it before it is answered; set by whoever set it up. */
  giveUp: ((status: number) => void) | undefined;
  #flow: Flow;
  #state: LegState = 'calling';
  #ended = Promise.withResolvers<void>();
  #answered = Promise.withResolvers<void>();
  #facts: Pick<CallReport, 'answeredAt' | 'endedAt' | 'endedBy' | 'endStatus'> & { startedAt: string };
  #held = { byOperator: false, byCaller: false };
  #offering = false;
  #lastHeard: Heard | undefined;
  #lostTimer: NodeJS.Timeout | undefined;

  constructor(context: LegContext, start: LegStart) {
    this.context = context;
    this.direction = start.direction;
    this.operator = start.operator;
    this.number = start.number;
    this.persona = start.persona;
    this.dialog = start.dialog;
    this.#flow = start.flow;
    const startedAt = new Date().toISOString();
    this.#facts = {
      startedAt,
      answeredAt: undefined,
      endedAt: undefined,
      endedBy: undefined,
      endStatus: undefined,
    };
    this.media = new LegMedia({
      ssrc: context.ids.uint32(),
      frequencies: context.frequencies,
      muted: () => context.faults().mute,
      onPress: (press) => {
        this.onPress?.(press);
        context.changed();
      },
      // A phone that hangs up may close its media a moment before its BYE is here.
      onLost: () => void setTimeout(() => this.lose(), BYE_GRACE_MS),
      relay: relayFor(context),
    });
  }

  get state(): LegState {
    return this.#state;
  }

  /** Notes a recorded line. */
  saying(name: string): void {
    this.said.push(name);
  }

  /** Settles when the call is over, however it ended. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  /** Settles when the operator's side has been answered; never if it is not. */
  get answered(): Promise<void> {
    return this.#answered.promise;
  }

  /** Where to send: the connection the call came by, or the operator's current one if that is gone. */
  get flow(): Flow {
    if (this.#flow.open) return this.#flow;
    return this.context.bindingOf(this.operator)?.flow ?? this.#flow;
  }

  /** Our Contact in this call. */
  get contact(): string {
    return `<sip:${encodeURIComponent(this.number)}@sandbox.ringside.test;transport=ws>`;
  }

  /** Sends a request in the dialog; settles with the final response. */
  request(method: string, extra: { headers?: Headers; body?: string } = {}): Promise<SipResponse> {
    const branchId = this.context.ids.hex(16);
    const message = dialogRequest(this.dialog, method, { branchId, contact: this.contact, ...extra });
    return new Promise((resolve) => {
      this.flow.request(message, (response) => {
        if (response.status >= 200) resolve(response);
      });
    });
  }

  /** Moves on towards answered; a call that is over stays over. */
  progress(state: Exclude<LegState, 'ended'>): void {
    if (this.#state === 'ended' || this.#state === 'answered') return;
    this.#state = state;
    if (state === 'answered') {
      this.#facts.answeredAt = new Date().toISOString();
      this.#answered.resolve();
    }
    this.context.changed();
  }

  /** Notes that it is over and lets the media go; says nothing to the operator. */
  end(by: 'operator' | 'caller' | 'lost', status?: number): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    clearTimeout(this.#lostTimer);
    this.#facts = { ...this.#facts, endedAt: new Date().toISOString(), endedBy: by, endStatus: status };
    this.#lastHeard = this.media.heard();
    this.media.close();
    this.#ended.resolve();
    this.context.changed();
  }

  /** The caller's side hangs up (or gives up, or refuses with `status` if it was never answered). */
  hangUp(status = 480): void {
    if (this.#state === 'ended') return;
    if (this.#state !== 'answered') return this.giveUp?.(status);
    void this.request('BYE');
    this.end('caller');
  }

  /** The media path is gone: tell the operator's phone, if it is still there, and close. */
  lose(): void {
    if (this.#state === 'ended') return;
    if (this.#state === 'answered') void this.request('BYE');
    else this.giveUp?.(480);
    this.end('lost');
  }

  /** The connection broke. The sound may well go on; the call is lost only if it does not. */
  connectionLost(): void {
    const before = this.media.heard().packets;
    this.#lostTimer = setTimeout(() => {
      if (this.media.heard().packets > before) this.connectionLost();
      else if (!this.#held.byOperator || !this.flow.open) this.lose();
    }, LOST_MS);
  }

  /** The caller's side holds or resumes by re-INVITE; true if the operator's phone took it. */
  async hold(on: boolean): Promise<boolean> {
    this.#offering = true;
    const body = this.media.reoffer(this.#ourDirection(on));
    const response = await this.request('INVITE', { headers: [['Content-Type', 'application/sdp']], body });
    this.#offering = false;
    acknowledge(this, response);
    if (response.status >= 300) return false;
    this.media.accept(response.body);
    this.#held.byCaller = on;
    this.context.changed();
    return true;
  }

  /** A request of the operator's inside this call. */
  handle(transaction: ServerTransaction): void {
    const { request } = transaction;
    const { number } = sequence(request);
    this.#flow = transaction.flow;
    if (request.method === 'ACK') return;
    if (number <= this.dialog.remoteSequence) return transaction.respond(500);
    this.dialog.remoteSequence = number;
    if (request.method === 'BYE') {
      transaction.respond(200);
      this.end('operator');
    } else if (request.method === 'INVITE') {
      void this.#reinvited(transaction);
    } else if (request.method === 'INFO') {
      this.#informed(transaction);
    } else if (request.method === 'OPTIONS') {
      transaction.respond(200, { headers: [['Allow', ALLOWED]] });
    } else if (request.method === 'REFER') {
      this.#referred(transaction);
    } else {
      transaction.respond(405, { headers: [['Allow', ALLOWED]] });
    }
  }

  report(): CallReport {
    return {
      id: this.dialog.callId,
      direction: this.direction,
      operator: this.operator,
      number: this.number,
      persona: this.persona,
      bridgedTo: this.bridgedTo?.dialog.callId,
      state: this.#state,
      ...this.#facts,
      heldByOperator: this.#held.byOperator,
      heldByCaller: this.#held.byCaller,
      media: this.#state === 'ended' ? 'inactive' : this.media.direction,
      heard: this.#lastHeard ?? this.media.heard(),
      sent: this.media.sent,
      said: [...this.said],
    };
  }

  #ourDirection(held: boolean): Direction {
    if (held) return this.#held.byOperator ? 'inactive' : 'sendonly';
    return this.#held.byOperator ? 'recvonly' : 'sendrecv';
  }

  async #reinvited(transaction: ServerTransaction): Promise<void> {
    const { request } = transaction;
    const fault = takeFault(this.context.faults(), 'reinvite');
    if (fault !== undefined)
      return transaction.respond(fault.status, { ...(fault.reason && { reason: fault.reason }) });
    // Two offers must not cross (RFC 3261 §14.2).
    if (this.#offering) return transaction.respond(491);
    const offered = readAudio(request.body)?.direction;
    const contact = header(request, 'Contact');
    if (contact !== undefined) this.dialog.remoteTarget = parseAddress(contact).uri;
    try {
      const sdp = await this.media.answerAgain(request.body, this.#held.byCaller ? 'sendonly' : 'sendrecv');
      const headers: Headers = [
        ['Contact', this.contact],
        ['Content-Type', 'application/sdp'],
      ];
      transaction.respond(200, { headers, body: sdp });
    } catch (error) {
      if (!(error instanceof NotAcceptable)) throw error;
      return transaction.respond(488);
    }
    const held = offered === 'sendonly' || offered === 'inactive';
    if (held !== this.#held.byOperator) {
      this.#held.byOperator = held;
      this.onHold?.(held);
    }
    this.context.changed();
  }

  #referred(transaction: ServerTransaction): void {
    const fault = takeFault(this.context.faults(), 'refer');
    if (fault !== undefined)
      return transaction.respond(fault.status, { ...(fault.reason && { reason: fault.reason }) });
    this.context.transfer(this, transaction);
  }

  #informed(transaction: ServerTransaction): void {
    const fault = takeFault(this.context.faults(), 'info');
    if (fault !== undefined)
      return transaction.respond(fault.status, { ...(fault.reason && { reason: fault.reason }) });
    const digit = parseInfoDigit(header(transaction.request, 'Content-Type') ?? '', transaction.request.body);
    if (digit === undefined) return transaction.respond(415);
    transaction.respond(200);
    this.media.press(digit.key, digit.ms);
  }
}

/**
 * Sends the ACK an INVITE's final response asks for (RFC 3261 §13.2.2.4); a refusal's carries the branch of the INVITE
 * (§17.1.1.3).
 */
export function acknowledge(leg: Leg, response: SipResponse): void {
  // A response made up by us (no answer, no connection) has no headers and nobody to acknowledge to.
  if (response.headers.length === 0) return;
  const via = /branch=z9hG4bK([^;,\s]+)/.exec(header(response, 'Via') ?? '')?.[1];
  const branchId = response.status >= 300 && via !== undefined ? via : leg.context.ids.hex(16);
  const { number } = sequence(response);
  leg.flow.send(dialogRequest(leg.dialog, 'ACK', { branchId, contact: leg.contact, number }));
}
