/** Sees to it that the far end hears of the end of a call although the connection is gone. */
import type { Core, Session } from 'sip.js';

export interface Farewells {
  /** Sends BYE; `done` is called when it was answered or could not be sent. Rejects as `session.bye` does. */
  say(session: Session, done: () => void): Promise<unknown>;
  /** There is a connection again: says what could not be said. */
  reconnected(): void;
}

/** How long a far end is worth telling, in ms: as long as an ordinary BYE would be tried (RFC 3261 §17.1.2.2, 64*T1). */
const limit = 32_000;

interface Owed {
  dialog: Core.SessionDialog;
  until: number;
}

export function createFarewells(): Farewells {
  let owed: Owed[] = [];

  /** SIP.js makes this answer up when a request finds no connection, or its connection breaks. */
  const unsent = (message: Core.IncomingResponseMessage) =>
    message.statusCode === 503 && message.getHeaders('via').length === 0;

  function listen(one: Owed | undefined, done: () => void): Core.OutgoingRequestDelegate {
    return {
      onAccept: done,
      onReject({ message }) {
        if (one && unsent(message)) owed.push(one);
        done();
      },
    };
  }

  return {
    say(session, done) {
      // The session gives it away as it ends.
      const { dialog } = session;
      const one = dialog && { dialog: dialog as Core.SessionDialog, until: Date.now() + limit };
      return session.bye({ requestDelegate: listen(one, done) });
    },
    reconnected() {
      const now = Date.now();
      const due = owed.filter(({ until }) => until > now);
      owed = [];
      for (const one of due) one.dialog.bye(listen(one, () => undefined));
    },
  };
}
