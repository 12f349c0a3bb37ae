import type { LineEnd, Persona, Ringing } from './callers/line.ts';
import type { Leg } from './leg.ts';
import { parseAddress, userOf } from './sip/address.ts';
import type { ServerTransaction } from './sip/flow.ts';
import { header } from './sip/message.ts';
import { reasonOf } from './sip/reasons.ts';

/** What a transfer needs of the exchange. */
export interface TransferContext {
  legs(): readonly Leg[];
  personaOf(number: string): Persona | undefined;
  /** Lets somebody who is called do what they do when they are called. */
  perform(line: LineEnd, ringing: Ringing, persona: Persona): Promise<void>;
}

/** Somebody who is called for another rings this long. */
const RINGS_MS = 20_000;

/** The caller of `leg` is given to somebody else (RFC 3515): does it, and tells the operator's phone how it goes. */
export function takeRefer(context: TransferContext, leg: Leg, transaction: ServerTransaction): void {
  const { uri } = parseAddress(header(transaction.request, 'Refer-To') ?? '');
  if (uri === '') return transaction.respond(400);
  transaction.respond(202, { headers: [['Contact', leg.contact]] });
  const notify = (status: number, over = true): void => {
    void leg.request('NOTIFY', {
      headers: [
        ['Event', 'refer'],
        ['Subscription-State', over ? 'terminated;reason=noresource' : 'active;expires=60'],
        ['Content-Type', 'message/sipfrag;version=2.0'],
      ],
      body: `SIP/2.0 ${status} ${reasonOf(status)}\r\n`,
    });
  };
  notify(100, false);
  const replaced = /[?&]Replaces=([^&]*)/i.exec(uri)?.[1];
  if (replaced !== undefined) return joinFarEnds(context, decodeURIComponent(replaced), notify);
  const number = userOf(uri);
  const persona = context.personaOf(number);
  if (persona !== undefined) return callPersona(context, leg, persona, notify);
  if (leg.give === undefined) return notify(404);
  notify(180, false);
  void leg.give(number).then((status) => notify(status));
}

/** The two far ends of an operator talk to each other (RFC 3891); the sandbox's callers do it unheard. */
function joinFarEnds(context: TransferContext, replaces: string, notify: (status: number) => void): void {
  const callId = replaces.split(';')[0];
  const other = context.legs().find(({ dialog, state }) => dialog.callId === callId && state === 'answered');
  if (other === undefined) return notify(481);
  notify(200);
  other.hangUp();
}

/** A caller is rung for another caller, which nobody hears; what they do when they are called decides. */
function callPersona(
  context: TransferContext,
  leg: Leg,
  persona: Persona,
  notify: (status: number, over?: boolean) => void,
): void {
  let told = false;
  const tell = (status: number): void => {
    if (told || leg.state === 'ended') return;
    told = true;
    clearTimeout(patience);
    notify(status);
  };
  const patience = setTimeout(() => tell(408), RINGS_MS);
  const line: LineEnd = {
    media: { opened: Promise.resolve(), play: () => Promise.resolve(), listen: () => undefined },
    get state() {
      return leg.state;
    },
    ended: leg.ended,
    saying: () => undefined,
    onPress: undefined,
    hangUp: () => undefined,
  };
  const ringing: Ringing = {
    ring: () => notify(180, false),
    early: () => Promise.resolve(true),
    answer: () => {
      tell(200);
      return Promise.resolve(false);
    },
    refuse: tell,
  };
  void context.perform(line, ringing, persona);
}
