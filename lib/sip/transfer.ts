/** Gives a call to somebody else by REFER (RFC 3515, RFC 5589 §6): what becomes of it comes by NOTIFY. */
import type { Session, URI } from 'sip.js';
import type { LegEvent } from '../call/leg.ts';

/** Switches that accept and then say nothing more are waited for this long, ms. */
const patience = 40_000;

/** Asks the far end to call `target` instead of us; tells `transfer-done` or `transfer-refused`, once. */
export function refer(session: Session, target: URI, tell: (event: LegEvent) => void): void {
  let told = false;
  const say = (event: LegEvent) => {
    if (told) return;
    told = true;
    clearTimeout(timer);
    tell(event);
  };
  const refuse = (code?: number, said?: string) => say({ type: 'transfer-refused', code, said });
  const timer = setTimeout(() => refuse(undefined, `no word for ${patience / 1000} s`), patience);
  session
    .refer(target, {
      requestDelegate: {
        onReject: ({ message }) => refuse(message.statusCode, message.reasonPhrase),
      },
      onNotify(notification) {
        void notification.accept();
        const { request } = notification;
        const [, code, said] = /^SIP\/2\.0 (\d{3}) ?([^\r\n]*)/.exec(request.body) ?? [];
        if (code === undefined || Number(code) < 200) return;
        if (Number(code) < 300) say({ type: 'transfer-done' });
        else refuse(Number(code), said);
      },
    })
    .catch((error: unknown) => refuse(undefined, error instanceof Error ? error.message : String(error)));
}
