import { Leg, type LegContext } from './leg.ts';
import { NotAcceptable } from './media/peer.ts';
import { parseAddress } from './sip/address.ts';
import { ALLOWED } from './sip/dialog.ts';
import type { ServerTransaction } from './sip/flow.ts';
import { need, type Headers, sequence } from './sip/message.ts';

/** A call an operator has dialled and that somebody may ring for, answer or refuse. */
export interface DialledCall {
  leg: Leg;
  /** 180. */
  ring(): void;
  /** 183 with a description: sound before the answer. False if there is nothing in common to talk (488 was sent). */
  early(): Promise<boolean>;
  /** 200; false if there is nothing in common to talk (488 was sent) or it is over already. */
  answer(): Promise<boolean>;
  /** Any refusal, 300…699. */
  refuse(status: number, reason?: string): void;
}

/** Takes an operator's INVITE of a new call (RFC 3261 §13.3). A CANCEL ends it with 487. */
export function takeInvite(
  context: LegContext,
  transaction: ServerTransaction,
  who: { operator: string; number: string; persona: string | undefined },
): DialledCall {
  const { request, flow } = transaction;
  const from = parseAddress(need(request, 'From'));
  const leg = new Leg(context, {
    direction: 'out',
    ...who,
    flow,
    dialog: {
      callId: need(request, 'Call-ID'),
      localTag: transaction.localTag,
      remoteTag: from.params.get('tag') ?? '',
      local: need(request, 'To'),
      remote: need(request, 'From').replace(/;\s*tag=[^;]*/i, ''),
      remoteTarget: parseAddress(need(request, 'Contact')).uri,
      localSequence: 0,
      remoteSequence: sequence(request).number,
    },
  });
  const refuse = (status: number, reason?: string): void => {
    if (transaction.finished) return;
    transaction.respond(status, reason === undefined ? {} : { reason });
    leg.end('caller', status);
  };
  leg.giveUp = refuse;
  transaction.onCancel = () => {
    transaction.respond(487);
    leg.end('operator', 487);
  };
  const describe = async (status: number): Promise<boolean> => {
    try {
      const body = await leg.media.answer(request.body);
      if (transaction.finished) {
        // Taken back while the description was made.
        leg.media.close();
        return false;
      }
      const headers: Headers = [
        ['Contact', leg.contact],
        ['Allow', ALLOWED],
        ['Content-Type', 'application/sdp'],
      ];
      transaction.respond(status, { headers, body });
      leg.progress(status === 200 ? 'answered' : 'early');
      return true;
    } catch (error) {
      if (!(error instanceof NotAcceptable)) throw error;
      refuse(488);
      return false;
    }
  };
  return {
    leg,
    ring: () => {
      transaction.respond(180, { headers: [['Contact', leg.contact]] });
      leg.progress('ringing');
    },
    early: () => describe(183),
    answer: () => describe(200),
    refuse,
  };
}
