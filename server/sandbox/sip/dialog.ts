import type { Headers, SipRequest } from './message.ts';

/** One side's memory of a call between two SIP parties (RFC 3261 §12). */
export interface Dialog {
  callId: string;
  localTag: string;
  /** Empty until the other side has answered something. */
  remoteTag: string;
  /** Our address and theirs as From and To show them, without tags. */
  local: string;
  remote: string;
  /** Where requests to the other side go: its Contact. */
  remoteTarget: string;
  localSequence: number;
  /** The highest CSeq seen from them. */
  remoteSequence: number;
}

/** The methods we understand, for Allow. */
export const ALLOWED = 'INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, NOTIFY, REFER';

/**
 * A request inside the dialog. `branchId` names its transaction; an ACK and a CANCEL carry the number of the INVITE they
 * belong to, every other request takes the next number.
 */
export function dialogRequest(
  dialog: Dialog,
  method: string,
  options: { branchId: string; contact: string; number?: number; headers?: Headers; body?: string },
): SipRequest {
  const number = options.number ?? ++dialog.localSequence;
  const toTag = dialog.remoteTag === '' || method === 'CANCEL' ? '' : `;tag=${dialog.remoteTag}`;
  return {
    kind: 'request',
    method,
    uri: dialog.remoteTarget,
    headers: [
      ['Via', `SIP/2.0/WS sandbox.ringside.test;branch=z9hG4bK${options.branchId}`],
      ['Max-Forwards', '70'],
      ['From', `${dialog.local};tag=${dialog.localTag}`],
      ['To', `${dialog.remote}${toTag}`],
      ['Call-ID', dialog.callId],
      ['CSeq', `${number} ${method}`],
      ...(method === 'CANCEL' || method === 'ACK' ? [] : [['Contact', options.contact] as const]),
      ...(options.headers ?? []),
      ['User-Agent', 'Ringside sandbox'],
    ],
    body: options.body ?? '',
  };
}
