/** Who is on the other end, read from SIP headers. */
import { Invitation, type Session } from 'sip.js';
import type { Party } from '../call/call.ts';

/** The asserted identity (RFC 3325) wins over From, because the network vouches for it. */
export function partyOf(session: Session): Party {
  const identity =
    session instanceof Invitation
      ? (session.assertedIdentity ?? session.remoteIdentity)
      : session.remoteIdentity;
  const number = decoded(identity.uri.user ?? identity.uri.host).slice(0, 120);
  // SIP.js's type promises a string; a header without a display name gives undefined.
  const displayName: string | undefined = identity.displayName;
  const name = displayName?.trim().slice(0, 120);
  return name && name !== number ? { number, name } : { number };
}

/** A percent-encoded user part in plain text; hostile encodings stay as they were sent. */
function decoded(user: string): string {
  try {
    return decodeURIComponent(user);
  } catch {
    return user; // Malformed escapes are shown as sent.
  }
}

/** The text of a Reason header (RFC 3326), if it has one. */
export function reasonText(header: string | undefined): string | undefined {
  return /text\s*=\s*"([^"]{1,200})"/.exec(header ?? '')?.[1];
}

/** The service's id of the call, as switches name it in headers of their own. */
export function callUuidOf(session: Session): string | undefined {
  if (!(session instanceof Invitation)) return undefined;
  const names = ['x-call-uuid', 'x-calluuid', 'x-sippet-call-uuid', 'x-uuid'];
  return names
    .map((name) => session.request.getHeader(name)?.trim())
    .find(Boolean)
    ?.slice(0, 120);
}

/**
 * Whether the server asks the phone to answer by itself, in seconds: `answer-after` of Call-Info, or the auto-answer
 * words of Alert-Info that PBXes send to intercoms and agents.
 */
export function answerAfterOf(session: Session): number | undefined {
  if (!(session instanceof Invitation)) return undefined;
  const callInfo = session.request.getHeaders('call-info').join(',');
  const after = /answer-after\s*=\s*(\d{1,3})/i.exec(callInfo)?.[1];
  if (after !== undefined) return Number(after);
  const alert = session.request.getHeaders('alert-info').join(',');
  return /auto.?answer|info\s*=\s*(?:intercom|alert-autoanswer)/i.test(alert) ? 0 : undefined;
}
