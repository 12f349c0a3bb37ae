/** SIP addresses (RFC 3261 §20.10): `"Name" <sip:user@host;uri-params>;header-params`. */

export interface Address {
  display: string;
  /** As written, without angle brackets. */
  uri: string;
  /** Parameters after the brackets, e.g. tag, expires. */
  params: ReadonlyMap<string, string>;
}

/** Reads a From, To or Contact. What cannot be understood comes back as an empty uri. */
export function parseAddress(value: string): Address {
  const bracketed = /^\s*(?:"((?:[^"\\]|\\.)*)"|([^<"]*?))\s*<([^>]*)>(.*)$/.exec(value);
  if (bracketed) {
    const display = (bracketed[1] ?? bracketed[2] ?? '').replace(/\\(.)/g, '$1');
    return { display, uri: bracketed[3] ?? '', params: parseParams(bracketed[4] ?? '') };
  }
  // Without brackets every parameter belongs to the header (RFC 3261 §20.10).
  const [uri = '', ...rest] = value.trim().split(';');
  return { display: '', uri, params: parseParams(rest.map((part) => `;${part}`).join('')) };
}

/** Writes an address without header parameters. */
export function formatAddress(display: string, uri: string): string {
  return display === '' ? `<${uri}>` : `"${display.replace(/["\\]/g, '\\$&')}" <${uri}>`;
}

/** The user part of a SIP or tel URI with its escapes resolved and its parameters dropped; '' if there is none. */
export function userOf(uri: string): string {
  const match = /^(?:sips?:([^@;]*)(?:;[^@]*)?@|tel:([^;]*))/i.exec(uri);
  const user = (match?.[1] ?? match?.[2] ?? '').split(':')[0] ?? '';
  return /%(?![0-9a-f]{2})/i.test(user) ? user : decodeURIComponent(user);
}

function parseParams(text: string): Map<string, string> {
  const params = new Map<string, string>();
  for (const match of text.matchAll(/;\s*([^=;\s]+)(?:\s*=\s*("[^"]*"|[^;\s]*))?/g)) {
    params.set((match[1] ?? '').toLowerCase(), (match[2] ?? '').replaceAll('"', ''));
  }
  return params;
}
