/** Takes secrets and people's numbers out of a text. What is left is safe to show and to send to somebody. */

/** Stands for what was taken out. */
const gone = '***';

/** Headers that carry proof of who we are (RFC 3261 §22, RFC 8760) and HTTP's own, to the end of their line. */
const headers =
  /\b((?:proxy-)?authorization|(?:proxy|www)-authenticate|authentication-info|(?:set-)?cookie|x-api-key)(["']?\s*[:=]\s*)[^\r\n]+/gi;
const schemes = /\b(bearer|basic|digest)\s+[\w+/=.~-]{6,}/gi;
/** name=value, name: value and "name":"value". */
const named =
  /(["']?\b(?:[\w-]*(?:password|passwd|secret|credential|token|api[_-]?key|nonce|cnonce|ice-pwd|ice-ufrag)|pwd|response)\b["']?\s*[:=]\s*)("[^"]*"|'[^']*'|[^\s,;&"'}]+)/gi;
/** SDES keys in SDP (RFC 4568). */
const inlineKey = /(\binline:)\S+/gi;
const jwt = /\beyJ[\w-]{5,}\.[\w-]+(?:\.[\w-]*)?/g;
/** user:password@ in a URL; the user of a SIP address alone is a number and treated as one. */
const userinfo = /(\b[a-z][a-z\d+.-]*:(?:\/\/)?[^\s:@/?#<>"]+):[^\s@/?#<>"]+@/gi;
/** What stands after the ? of a WebSocket or web address. */
const query = /(\b(?:wss?|https?):\/\/[^\s?#"'<>]+)\?[^\s"'<>]*/gi;

const address =
  /\b(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)\b(?!\.?\d)(?::\d{1,5}\b)?/;
const stamp = /\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z?/;
const uuid = /\b[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}\b/;
/** Seven digits or more, however they are grouped. */
const phone = /\+?\(?\d(?:[\s().\u00A0\u202F/-]{0,3}\d){6,}/;
const numbers = new RegExp(`(${uuid.source}|${stamp.source}|${address.source})|(${phone.source})`, 'gi');

/** `secrets` are known ones, taken out wherever they stand; very short ones are left to the patterns. */
export function redact(text: string, secrets: readonly string[] = []): string {
  let clean = text;
  for (const secret of secrets) if (secret.length >= 4) clean = clean.replaceAll(secret, gone);
  return clean
    .replace(headers, `$1$2${gone}`)
    .replace(query, `$1?${gone}`)
    .replace(userinfo, `$1:${gone}@`)
    .replace(schemes, `$1 ${gone}`)
    .replace(named, `$1${gone}`)
    .replace(inlineKey, `$1${gone}`)
    .replace(jwt, gone)
    .replace(numbers, (all: string, plain: string | undefined) => plain ?? maskNumber(all));
}

/** Only the last three digits of a number, so that its owner knows it again and nobody else does. */
export const maskNumber = (number: string): string => `…${number.replace(/\D/g, '').slice(-3)}`;
