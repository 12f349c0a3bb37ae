/** Re-INVITEs of one session, one at a time, with the back-off for glare (RFC 3261 §14.1). */
import { type Core, Inviter, SessionState, type Session } from 'sip.js';
import type { DescriptionOptions } from './description.ts';
import { retryAfterIn } from './ladder.ts';
import { isFromServer } from './ping.ts';
import type { SessionTimer } from './session-timer.ts';

export type Answer =
  | { ok: true }
  /** `unsaid`: nobody answered; the code is SIP.js's own. */
  | { ok: false; code?: number; said?: string; unsaid?: boolean };

export type Reinvite = (options?: DescriptionOptions) => Promise<Answer>;

/** Glare and "too early" are met this often before they count as a refusal. */
const patience = 4;

export function createReinviter(session: Session, timer: SessionTimer): Reinvite {
  let last: Promise<unknown> = Promise.resolve();
  let wait = 0;

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
          requestOptions: { extraHeaders: timer.asking() },
          requestDelegate: {
            onAccept: ({ message }) => {
              timer.agreed(message);
              settle({ ok: true });
            },
            onReject: ({ message }) => {
              wait = pauseFor(message);
              settle({
                ok: false,
                code: message.statusCode,
                said: message.reasonPhrase,
                unsaid: !isFromServer(message),
              });
            },
          },
        })
        .catch((error: unknown) =>
          settle({ ok: false, said: error instanceof Error ? error.message : String(error) }),
        );
    });
  }

  /** How long to wait before the same is asked again, in ms; 0 when asking again would not help. */
  function pauseFor(message: Core.IncomingResponseMessage): number {
    // The side that owns the Call-ID waits longer, so that the two do not meet again.
    if (message.statusCode === 491)
      return session instanceof Inviter ? 2100 + Math.random() * 1900 : 1 + Math.random() * 2000;
    // Their own transaction is under way (§14.2).
    if (message.statusCode === 500) return (retryAfterIn(message.getHeader('retry-after')) ?? 0) * 1000;
    if (message.statusCode === 422 && timer.tooShort(message)) return 1;
    return 0;
  }

  async function insist(options: DescriptionOptions): Promise<Answer> {
    let answer: Answer = { ok: false, said: 'the call ended' };
    for (let tries = 0; tries < patience && session.state === SessionState.Established; tries++) {
      wait = 0;
      answer = await once(options);
      if (answer.ok || wait === 0) break;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
    return answer;
  }

  return (options = {}) => {
    const answer = last.then(() => insist(options));
    last = answer;
    return answer;
  };
}
