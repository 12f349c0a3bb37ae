/** SIP access: asked of the service (`ext.sip`, ASSUMED), or as the account itself says. No host of CemScale's is known (§7). */
import { FaultError } from '../../mirror/fault.ts';
import { iceServersOf, sipHostOf } from '../ice.ts';
import type { SipAccess } from '../provider.ts';
import { mapOf, pick, textOf, timeOf, type Row } from '../row.ts';

/** Where the account's own phone server is, with its password. */
export interface OwnLine {
  wssUrl: string;
  domain: string;
  user: string;
  password: string;
}

/** E.164 with its plus is what is KNOWN of numbers; extensions stay short. */
const dialRule: SipAccess['dialRule'] = { format: 'e164', prefix: '', fromDigits: 7 };

/** The reply of `ext.sip`: `{ sipUri, domain, wssUrl, username, password, iceServers, expiresAt }`. */
export function accessOf(answer: Row): SipAccess {
  const map = mapOf(answer['webrtc'] ?? answer['sip'] ?? answer);
  const uri = /^sips?:([^@;>]+)@([^;>]+)/i.exec(textOf(map, 'sipUri') ?? '');
  const user = textOf(map, 'username', 'user') ?? uri?.[1];
  const domain = sipHostOf(textOf(map, 'domain', 'realm') ?? uri?.[2]);
  const socket = textOf(map, 'wssUrl', 'wsUrl', 'websocketUrl');
  const password = textOf(map, 'password');
  if (!user || !domain || !socket || !password) {
    const missing = Object.entries({ user, domain, socket, password }).filter(([, value]) => !value);
    throw new FaultError('service-refused', {
      said: `SIP access without ${missing.map(([name]) => name).join(', ')}`,
    });
  }
  const expiresAt = timeOf(map, 'expiresAt');
  return {
    servers: [socket],
    user,
    authUser: user,
    domain,
    password,
    displayName: textOf(map, 'displayName'),
    iceServers: iceServersOf(pick(map, 'iceServers')),
    dtmf: 'rfc4733',
    dialRule,
    // Nothing ends where no end is told; what ends is asked for again before.
    ...(expiresAt !== undefined && { passing: { expiresAt } }),
  };
}

export const accessByAccount = ({ wssUrl, domain, user, password }: OwnLine): SipAccess => ({
  servers: [wssUrl],
  user,
  authUser: user,
  domain,
  password,
  iceServers: [],
  dtmf: 'rfc4733',
  dialRule,
});
