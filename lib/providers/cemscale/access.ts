/** SIP access: asked of the service (`ext.sip`, ASSUMED), or as the account itself says. No host of CemScale's is known (§7). */
import type { SipAccess } from '../provider.ts';
import { mapOf, textOf, timeOf, type Row } from '../row.ts';
import { accessIn, sipHostOf, usualDialling } from '../sip-access.ts';

/** Where the account's own phone server is, with its password. */
export interface OwnLine {
  wssUrl: string;
  domain: string;
  user: string;
  password: string;
}

/** The reply of `ext.sip`: `{ sipUri, domain, wssUrl, username, password, iceServers, expiresAt }`. */
export function accessOf(answer: Row): SipAccess {
  const map = mapOf(answer['webrtc'] ?? answer['sip'] ?? answer);
  const uri = /^sips?:([^@;>]+)@([^;>]+)/i.exec(textOf(map, 'sipUri') ?? '');
  const found = {
    user: textOf(map, 'username', 'user') ?? uri?.[1],
    domain: sipHostOf(textOf(map, 'domain', 'realm') ?? uri?.[2]),
    socket: textOf(map, 'wssUrl', 'wsUrl', 'websocketUrl'),
    password: textOf(map, 'password'),
  };
  const expiresAt = timeOf(map, 'expiresAt');
  // Nothing ends where no end is told; what ends is asked for again before.
  return { ...accessIn(found, map), ...(expiresAt !== undefined && { passing: { expiresAt } }) };
}

export const accessByAccount = ({ wssUrl, domain, user, password }: OwnLine): SipAccess => ({
  ...usualDialling,
  servers: [wssUrl],
  user,
  authUser: user,
  domain,
  password,
  iceServers: [],
});
