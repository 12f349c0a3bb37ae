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

export interface DescriptionEvents {
  /** The far end's direction may have changed. */
  farDirection(): void;
  /** Their description could not be used, and why; undefined once one could. */
  unreadable(why: string | undefined): void;
  /** Told once, when nobody needs the media any more. */
  close(): void;
}

export function describeBy(peer: Peer, on: DescriptionEvents): DescriptionHandler {
  let closed = false;
  /** A closed connection never settles what it was asked; SIP.js would wait for it and say nothing to the far end. */
  const gone = Promise.withResolvers<never>();
  gone.promise.catch(() => undefined); // Whoever waits is told by the race below.
  const orGone = <T>(work: Promise<T>): Promise<T> => Promise.race([work, gone.promise]);

  return {
    peer,
    async getDescription(options?: DescriptionOptions): Promise<BodyAndContentType> {
      const body = await orGone(peer.expectsAnswer() ? peer.answer() : peer.offer(options?.iceRestart));
      return { body, contentType: 'application/sdp' };
    },
    async setDescription(sdp: string): Promise<void> {
      try {
        await orGone(peer.take(sdp));
      } catch (error) {
        if (!closed) on.unreadable(error instanceof Error ? error.message : String(error));
        throw error;
      }
      on.unreadable(undefined);
      on.farDirection();
    },
    hasDescription: (contentType) => contentType.split(';')[0]?.trim().toLowerCase() === 'application/sdp',
    rollbackDescription: () => peer.rollback(),
    sendDtmf: (tones) => peer.sendDigits(tones),
    close() {
      if (closed) return;
      closed = true;
      gone.reject(new Error('the call is over'));
      peer.close();
      on.close();
    },
  };
}
