/** Why something did not work, as data; components put it into the operator's language. */
export interface Fault {
  code: FaultCode;
  /** The server's or the browser's own words, shown beside ours. */
  said?: string;
  /** What the sentence names: a server, a number, an account. */
  about?: string;
  /** Milliseconds since the epoch. */
  at: number;
}

export type FaultCode =
  // the line
  | 'server-unreachable'
  | 'server-dropped'
  | 'wrong-password'
  /** The server offers no way to sign in that we know; `about` names the one it wants. */
  | 'sign-in-method-unknown'
  | 'register-forbidden'
  | 'register-failed'
  | 'bad-server-address'
  // a command
  | 'not-allowed'
  | 'bad-input'
  | 'not-a-number'
  | 'no-account'
  | 'line-not-ready'
  | 'no-such-call'
  | 'call-moved-on'
  | 'one-at-a-time'
  | 'microphone-refused'
  | 'microphone-missing'
  | 'microphone-busy'
  | 'hold-refused'
  /** Who was to be added did not come. */
  | 'person-missing'
  | 'storage-failed'
  /** What was asked would take the line away from under a call. */
  | 'call-running'
  | 'engine-gone'
  /** The phone could not start at all; it is tried again. */
  | 'no-start'
  // the desk
  /** Only the operator can sign in again: at the company's page, or with a new token. */
  | 'sign-in-needed'
  /** The company knows the operator, and the service has nobody with that e-mail address. */
  | 'operator-unknown'
  | 'email-unverified'
  /** The company's server is not set up right; only its administrator can mend it. */
  | 'sign-in-broken'
  /** The service does not accept the extension or its password. */
  | 'sign-in-refused'
  /** The browser does not let us call the sign-in URL; `about` is the site. */
  | 'site-permission-needed'
  | 'sign-in-unreachable'
  | 'service-unreachable'
  | 'service-refused'
  | 'service-forbidden'
  | 'not-offered'
  /** The chosen number cannot be shown to those we call. */
  | 'caller-id-unknown'
  /** `about` is who was faster, where known. */
  | 'taken-by'
  | 'entry-gone'
  /** The service said yes, but its call never came to us. */
  | 'leg-missing'
  // the Inbox
  /** The company server does not let us in without a session check of its own; only its administrator can mend it. */
  | 'inbox-not-offered'
  | 'item-gone'
  | 'unexpected';

/** A command that was refused or failed; carries the fault across the port. */
export class FaultError extends Error {
  readonly fault: Fault;
  constructor(code: FaultCode, more: { said?: string; about?: string; cause?: unknown } = {}) {
    super(more.said ? `${code}: ${more.said}` : code, { cause: more.cause });
    this.name = 'FaultError';
    this.fault = { code, said: more.said, about: more.about, at: Date.now() };
  }
}
