/** What services say of where SIP and its media go, in the forms they say it in. */
import { FaultError } from '../mirror/fault.ts';
import type { SipAccess } from './provider.ts';
import { pick, textOf, type Row } from './row.ts';

/** E.164 with its plus; extensions stay short. */
export const usualDialling: Pick<SipAccess, 'dtmf' | 'dialRule'> = {
  dtmf: 'rfc4733',
  dialRule: { format: 'e164', prefix: '', fromDigits: 7 },
};

/**
 * The access a service gives. Throws `service-refused` when something is missing without which nobody can register;
 * `rest` holds the names and servers that may be there.
 */
export function accessIn(
  found: Record<'user' | 'domain' | 'socket' | 'password', string | undefined>,
  rest: Row,
): SipAccess {
  const { user, domain, socket, password } = found;
  if (!user || !domain || !socket || !password) {
    const missing = Object.entries(found).filter(([, value]) => !value);
    throw new FaultError('service-refused', {
      said: `SIP access without ${missing.map(([name]) => name).join(', ')}`,
    });
  }
  return {
    ...usualDialling,
    servers: [socket],
    user,
    authUser: user,
    domain,
    password,
    displayName: textOf(rest, 'displayName'),
    iceServers: iceServersOf(pick(rest, 'iceServers')),
  };
}

/** `sip:pbx.example`, `pbx.example:5060` and `1001@pbx.example` as the host. */
export const sipHostOf = (domain: string | undefined): string | undefined =>
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
