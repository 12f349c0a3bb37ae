/** Digest with SHA-256 beside SIP.js's MD5 (RFC 8760, RFC 7616). */
import { sha256 as digest } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { Core, type UserAgent } from 'sip.js';

/** At once: SIP.js does not wait for a promise, which is all the browser's own gives. */
const sha256 = (text: string): string => bytesToHex(digest(utf8ToBytes(text)));

/** The parts of a challenge that count here. */
type Challenge = Record<string, unknown> & { algorithm?: string };

/** What SIP.js works out for its header; it keeps that to itself. */
interface Inside {
  username: string;
  password: string;
  realm: string;
  nonce: string;
  cnonce: string;
  ncHex: string;
  qop?: 'auth' | 'auth-int';
  method: string;
  uri: unknown;
  algorithm: string;
  response: string;
}

class Digest extends Core.DigestAuthentication {
  override authenticate(request: Core.OutgoingRequestMessage, challenge: Challenge, body?: string): boolean {
    if (challenge.algorithm?.toUpperCase() !== 'SHA-256') return super.authenticate(request, challenge, body);
    // All but the sum itself is the same.
    if (!super.authenticate(request, { ...challenge, algorithm: undefined }, body)) return false;
    const inside = this as unknown as Inside;
    const { username, realm, password, nonce, ncHex, cnonce, qop, method, uri } = inside;
    const who = sha256(`${username}:${realm}:${password}`);
    const what = sha256(`${method}:${String(uri)}${qop === 'auth-int' ? `:${sha256(body ?? '')}` : ''}`);
    inside.algorithm = 'SHA-256';
    inside.response = sha256([who, nonce, ...(qop ? [ncHex, cnonce, qop] : []), what].join(':'));
    return true;
  }
}

/** Has the agent answer challenges so; name and password are read for each challenge anew. */
export function useDigest(agent: UserAgent): void {
  agent.userAgentCore.configuration.authenticationFactory = () => {
    const { authorizationUsername, authorizationPassword, uri } = agent.configuration;
    return new Digest(
      agent.getLoggerFactory(),
      undefined,
      authorizationUsername || uri.user,
      authorizationPassword,
    );
  };
}

const challengeLine = /^(?:www|proxy)-authenticate\s*:/i;

/** The algorithm a challenge asks for; MD5 where it names none. */
const algorithmOf = (challenge: string): string =>
  /[\s,]algorithm\s*=\s*"?([^\s,"]+)/i.exec(challenge)?.[1] ?? 'MD5';
const known = (challenge: string): boolean => /^(?:MD5|SHA-256)$/i.test(algorithmOf(challenge));

/**
 * Leaves only the first challenge that can be answered: servers put their strongest first (RFC 8760 §2.4), and SIP.js
 * looks at the last alone. `text` is a whole message; one without such a challenge stays as it is.
 */
export function answerable(text: string): string {
  if (!/^SIP\/2\.0 40[17]\s/.test(text)) return text;
  const lines = text.split('\r\n');
  const chosen = lines.findIndex((line) => challengeLine.test(line) && known(line));
  if (chosen === -1) return text;
  return lines.filter((line, index) => index === chosen || !challengeLine.test(line)).join('\r\n');
}

/** The algorithm a refusal asks for, where it is one that we do not know; undefined otherwise. */
export function unknownAlgorithm(message: {
  getHeader(name: string): string | undefined;
}): string | undefined {
  const challenge = message.getHeader('www-authenticate') ?? message.getHeader('proxy-authenticate');
  return challenge === undefined || known(challenge) ? undefined : algorithmOf(challenge);
}
