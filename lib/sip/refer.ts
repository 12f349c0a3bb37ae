/** A call given away: REFER and the NOTIFYs that tell how it goes (RFC 3515; attended by Replaces, RFC 5589 §7). */
import { type Notification, type Session, SessionState, URI } from 'sip.js';
import type { LegEvent } from '../call/leg.ts';

/** How the far end gets on, from the status line in a NOTIFY (message/sipfrag, RFC 3420). */
export function progressOf(body: string, over: boolean): LegEvent {
  const [, status, said] = /^SIP\/2\.0 (\d{3}) ?([^\r\n]*)/.exec(body) ?? [];
  const code = Number(status ?? 0);
  if (code >= 300) return { type: 'transfer-refused', code, said };
  if (code >= 200) return { type: 'transfer-done', said };
  // It tells no more, and success would have been told.
  return over ? { type: 'transfer-refused', ...(code > 0 && { code }), said } : { type: 'transfer-going' };
}

/** SIP.js writes an address bare, and then its parameters would count as the header's (RFC 3261 §20.10). */
function bracketed(address: URI): URI {
  const copy = address.clone();
  copy.toString = () => `<${address.toString()}>`;
  return copy;
}

/** A far end that took it on and then says nothing more for this long has not done it, ms. */
const patience = 60_000;

/** Asks the far end of a session to call `to`, or to take our place in another session of ours. Never rejects. */
export async function refer(
  session: Session,
  to: URI | Session,
  tell: (event: LegEvent) => void,
): Promise<void> {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  session.stateChange.addListener((state) => {
    // Nothing of a call outlives it.
    if (state === SessionState.Terminated) clearTimeout(waiting);
  });
  const say = (event: LegEvent): void => {
    clearTimeout(waiting);
    if (event.type === 'transfer-going' && session.state !== SessionState.Terminated)
      waiting = setTimeout(() => tell({ type: 'transfer-refused' }), patience);
    tell(event);
  };
  const hear = (notification: Notification): void => {
    const { request } = notification;
    void notification.accept();
    // Another package's event that comes within the call is none of ours.
    if (!/^\s*refer\b/i.test(request.getHeader('event') ?? '')) return;
    const over = /^\s*terminated\b/i.test(request.getHeader('subscription-state') ?? '');
    say(progressOf(request.body, over));
  };
  try {
    await session.refer(to instanceof URI ? bracketed(to) : to, {
      onNotify: hear,
      requestDelegate: {
        onAccept: () => say({ type: 'transfer-going' }),
        onReject: ({ message }) =>
          tell({ type: 'transfer-refused', code: message.statusCode, said: message.reasonPhrase }),
      },
    });
  } catch (error) {
    tell({ type: 'transfer-refused', said: error instanceof Error ? error.message : String(error) });
  }
}
