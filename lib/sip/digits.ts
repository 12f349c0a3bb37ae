/** DTMF by SIP INFO, as gateways expect it (application/dtmf-relay). */
import type { Session } from 'sip.js';

export function sendInfoDigits(session: Session, tones: string): void {
  for (const tone of tones) {
    const content = `Signal=${tone}\r\nDuration=160\r\n`;
    void session
      .info({
        requestOptions: {
          body: { contentDisposition: 'render', contentType: 'application/dtmf-relay', content },
        },
      })
      .catch(() => undefined); // A digit on a dead connection is lost like speech is.
  }
}
