/** SIP access on demand (protocol sheet §5): an untyped map under many names. */
import type { SipAccess } from '../provider.ts';
import { numberOf, textOf, timeOf, type Row } from '../row.ts';
import { accessIn, sipHostOf } from '../sip-access.ts';
import type { Me } from './shapes.ts';

/** The alias table of §5, tried in order; each name also in snake_case. */
const names = {
  user: ['sipUsername', 'username', 'user', 'sipUser'],
  password: ['sipPassword', 'password'],
  domain: ['sipDomain', 'domain', 'realm', 'sipUrl'],
  socket: ['sipWebsocketUrl', 'sipWebSocketUrl', 'websocketUrl', 'webSocketUrl', 'wsUrl', 'wssUrl'],
} as const;

/** Throws `service-refused` when something is missing without which nobody can register. */
export function accessOf(map: Row, now = Date.now()): { access: SipAccess; me: Me } {
  const uri = /^sips?:([^@;>]+)@([^;>]+)/i.exec(textOf(map, 'sipUri') ?? '');
  const found = {
    user: textOf(map, ...names.user) ?? uri?.[1],
    domain: sipHostOf(textOf(map, ...names.domain) ?? uri?.[2]),
    socket: textOf(map, ...names.socket),
    password: textOf(map, ...names.password),
  };
  const seconds = numberOf(map, 'ttlSeconds');
  // A lifetime is worth more than a moment: our clock and theirs may differ.
  const expiresAt = seconds === undefined ? timeOf(map, 'expiresAt') : now + seconds * 1000;
  const access = { ...accessIn(found, map), passing: { expiresAt } };
  return { access, me: { sipUserId: textOf(map, 'sipUserId'), sipUsername: access.user } };
}
