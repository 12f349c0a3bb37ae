/** Re-INVITEs of one session, one at a time, with the back-off for glare (RFC 3261 §14.1). */
import { Inviter, SessionState, type Session } from 'sip.js';
import type { DescriptionOptions } from './description.ts';

export type Purpose = 'hold' | 'resume';

export interface ReinviteEvents {
  confirmed(purpose: Purpose): void;
  refused(purpose: Purpose, code?: number, said?: string): void;
}

type Answer = { ok: true } | { ok: false; code?: number; said?: string };

/** Glare is met this often before it counts as a refusal. */
const glareLimit = 4;

export function createReinviter(session: Session, on: ReinviteEvents): (purpose: Purpose) => void {
  let last: Promise<void> = Promise.resolve();

  function once(options: DescriptionOptions): Promise<Answer> {
    return new Promise((resolve) => {
      const end = (state: SessionState) => {
        if (state === SessionState.Terminated) settle({ ok: false, said: 'the call ended' });
      };
      const settle = (answer: Answer) => {
        session.stateChange.removeListener(end);
        resolve(answer);
      };
      session.stateChange.addListener(end);
      session
        .invite({
          sessionDescriptionHandlerOptions: options,
          requestDelegate: {
            onAccept: () => settle({ ok: true }),
            onReject: ({ message }) =>
              settle({ ok: false, code: message.statusCode, said: message.reasonPhrase }),
          },
        })
        .catch((error: unknown) =>
          settle({ ok: false, said: error instanceof Error ? error.message : String(error) }),
        );
    });
  }

  async function insist(purpose: Purpose): Promise<void> {
    let answer: Answer = { ok: false };
    for (let tries = 0; tries < glareLimit && session.state === SessionState.Established; tries++) {
      answer = await once({});
      if (answer.ok || answer.code !== 491) break;
      // The side that owns the Call-ID waits longer, so that the two do not meet again.
      const pause = session instanceof Inviter ? 2100 + Math.random() * 1900 : Math.random() * 2000;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    if (answer.ok) on.confirmed(purpose);
    else on.refused(purpose, answer.code, answer.said);
  }

  return (purpose) => {
    last = last.then(() => insist(purpose));
  };
}
