/** SIP access on demand (protocol sheet §5): an untyped map under many names. */
import { FaultError } from '../../mirror/fault.ts';
import type { SipAccess } from '../provider.ts';
import { numberOf, pick, textOf, timeOf, type Row } from '../row.ts';
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
  const user = textOf(map, ...names.user) ?? uri?.[1];
  const domain = hostOf(textOf(map, ...names.domain) ?? uri?.[2]);
  const socket = textOf(map, ...names.socket);
  const password = textOf(map, ...names.password);
  if (!user || !domain || !socket || !password) {
    const missing = Object.entries({ user, domain, socket, password }).filter(([, value]) => !value);
    throw new FaultError('service-refused', {
      said: `SIP access without ${missing.map(([name]) => name).join(', ')}`,
    });
  }
  const seconds = numberOf(map, 'ttlSeconds');
  return {
    access: {
      servers: [socket],
      user,
      authUser: user,
      domain,
      password,
      displayName: textOf(map, 'displayName'),
      iceServers: iceServersOf(pick(map, 'iceServers')),
      dtmf: 'rfc4733',
      dialRule: { format: 'e164', prefix: '', fromDigits: 7 },
      passing: {
        // A lifetime is worth more than a moment: our clock and theirs may differ.
        expiresAt: seconds === undefined ? timeOf(map, 'expiresAt') : now + seconds * 1000,
      },
    },
    me: { sipUserId: textOf(map, 'sipUserId'), sipUsername: user },
  };
}

/** `sip:sip.sippet.ai`, `sip.sippet.ai:5060` and `1001@sip.sippet.ai` as the host. */
const hostOf = (domain: string | undefined): string | undefined =>
  domain
    ?.replace(/^sips?:(\/\/)?/i, '')
    .replace(/^[^@]*@/, '')
    .replace(/[;/].*$/, '')
    .replace(/:\d+$/, '');

/** RTCIceServer-like maps; what is none is left out. */
function iceServersOf(value: unknown): RTCIceServer[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((one: unknown): RTCIceServer[] => {
    if (typeof one !== 'object' || one === null) return [];
    const map: Row = { ...one };
    const urls = pick(map, 'urls', 'url');
    const list = (Array.isArray(urls) ? urls : [urls]).filter(
      (url): url is string => typeof url === 'string' && /^(stun|turn)s?:/i.test(url),
    );
    if (list.length === 0) return [];
    return [
      { urls: list, username: textOf(map, 'username'), credential: textOf(map, 'credential', 'password') },
    ];
  });
}
