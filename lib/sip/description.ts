/** Stands between SIP.js's offers and answers and our peer connection. */
import type { BodyAndContentType, SessionDescriptionHandler, SessionDescriptionHandlerOptions } from 'sip.js';
import type { Peer } from '../media/peer.ts';

/** Options a re-INVITE may carry to this handler. */
export interface DescriptionOptions extends SessionDescriptionHandlerOptions {
  iceRestart?: boolean;
}

export interface DescriptionHandler extends SessionDescriptionHandler {
  readonly peer: Peer;
}

/** `onFarDirection` is told whenever the far end's direction may have changed; `onClose` once, when SIP.js is done with it. */
export function describeBy(peer: Peer, on: { farDirection(): void; close(): void }): DescriptionHandler {
  let closed = false;
  return {
    peer,
    async getDescription(options?: DescriptionOptions): Promise<BodyAndContentType> {
      const body = peer.expectsAnswer() ? await peer.answer() : await peer.offer(options?.iceRestart);
      return { body, contentType: 'application/sdp' };
    },
    async setDescription(sdp: string): Promise<void> {
      await peer.take(sdp);
      on.farDirection();
    },
    hasDescription: (contentType) => contentType.split(';')[0]?.trim().toLowerCase() === 'application/sdp',
    rollbackDescription: () => peer.rollback(),
    sendDtmf: (tones) => peer.sendDigits(tones),
    close() {
      if (closed) return;
      closed = true;
      peer.close();
      on.close();
    },
  };
}
