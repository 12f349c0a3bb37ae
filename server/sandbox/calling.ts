import { acknowledge, Leg, type LegContext } from './leg.ts';
import { NotAcceptable } from './media/peer.ts';
import { formatAddress, parseAddress } from './sip/address.ts';
import { ALLOWED, dialogRequest } from './sip/dialog.ts';
import { header, type Headers, need, type SipResponse } from './sip/message.ts';
import type { Binding } from './sip/registrar.ts';

export interface CallingOptions {
  binding: Binding;
  /** The number and the name shown to the operator. */
  number: string;
  name: string;
  persona: string | undefined;
  /** Given up after this long, in ms. */
  giveUpMs: number;
  /** Told of the leg before the operator is. */
  onLeg: (leg: Leg) => void;
  /** More headers for the INVITE. */
  headers?: Headers;
  /** Told of ringing and refusal, so that a bridge can pass them on. */
  onProvisional?: (status: number) => void;
}

/** Calls an operator (RFC 3261 §13.2): INVITE to where they registered, CANCEL if nobody answers in time. */
export async function callOperatorAt(context: LegContext, options: CallingOptions): Promise<Leg> {
  const { binding, number, name, persona } = options;
  const domain = 'sandbox.ringside.test';
  const leg = new Leg(context, {
    direction: 'in',
    operator: binding.user,
    number,
    persona,
    flow: binding.flow,
    dialog: {
      callId: `${context.ids.hex(24)}@${domain}`,
      localTag: context.ids.hex(10),
      remoteTag: '',
      local: formatAddress(name, `sip:${number}@${domain}`),
      remote: formatAddress('', `sip:${binding.account.username}@${domain}`),
      remoteTarget: binding.contact,
      localSequence: 0,
      remoteSequence: 0,
    },
  });
  options.onLeg(leg);
  const branchId = context.ids.hex(16);
  const body = await leg.media.offer();
  const headers: Headers = [
    ['Allow', ALLOWED],
    ['P-Asserted-Identity', formatAddress(name, `sip:${number}@${domain}`)],
    ...(options.headers ?? []),
    ['Content-Type', 'application/sdp'],
  ];
  const invite = dialogRequest(leg.dialog, 'INVITE', { branchId, contact: leg.contact, headers, body });
  const contact = leg.contact;
  let heard = false;
  let cancelled = false;
  const sendCancel = (): void => {
    // Same branch, number and target as the INVITE it takes back (RFC 3261 §9.1).
    const cancel = dialogRequest(leg.dialog, 'CANCEL', { branchId, contact, number: 1 });
    binding.flow.request({ ...cancel, uri: invite.uri }, () => undefined);
  };
  const timer = setTimeout(() => leg.giveUp?.(487), options.giveUpMs);
  leg.giveUp = (status) => {
    if (cancelled) return;
    cancelled = true;
    clearTimeout(timer);
    // A CANCEL before anything was heard could overtake the INVITE; it is sent with the first answer then.
    if (heard) sendCancel();
    leg.end('caller', status);
  };
  binding.flow.request(invite, (response) => {
    if (response.status < 200) {
      if (!heard && cancelled) sendCancel();
      heard = true;
      if (response.status > 100 && !cancelled) {
        leg.progress('ringing');
        options.onProvisional?.(response.status);
      }
      return;
    }
    clearTimeout(timer);
    finish(leg, response, cancelled);
  });
  context.changed();
  return leg;
}

function finish(leg: Leg, response: SipResponse, cancelled: boolean): void {
  if (response.status >= 300) {
    const to = header(response, 'To');
    if (to !== undefined) leg.dialog.remoteTag = parseAddress(to).params.get('tag') ?? '';
    acknowledge(leg, response);
    leg.end('operator', response.status);
    return;
  }
  leg.dialog.remoteTag = parseAddress(need(response, 'To')).params.get('tag') ?? '';
  leg.dialog.remoteTarget = parseAddress(need(response, 'Contact')).uri;
  acknowledge(leg, response);
  if (cancelled) {
    // Answered at the very moment it was taken back (RFC 3261 §9.1): it stands, so it is hung up.
    void leg.request('BYE');
    return;
  }
  try {
    leg.media.accept(response.body);
    leg.progress('answered');
  } catch (error) {
    if (!(error instanceof NotAcceptable)) throw error;
    void leg.request('BYE');
    leg.end('caller', 488);
  }
}
