/** Sites as people write them and as the browser wants them. */
import type { SitesSlice } from '../../lib/mirror/slices.ts';

/** An address in its parts; null when it is none. (`URL.parse` is younger than the oldest browser we run in.) */
export const readUrl = (text: string): URL | null => (URL.canParse(text) ? new URL(text) : null);

/** The pattern that means every site. */
export const everySite = '<all_urls>';

const local = /^(localhost|127\.0\.0\.1|\[::1\])(:|\/|$)/i;

/** `crm.example`, a pasted address or `*.crm.example` as a match pattern; null when it is none of them. */
export function sitePattern(input: string): string | null {
  const text = input.trim();
  if (text === '') return null;
  const scheme = local.test(text) ? 'http' : 'https';
  const url = readUrl(text.includes('://') ? text : `${scheme}://${text}`);
  if (!url || !/^https?:$/.test(url.protocol)) return null;
  const { protocol, hostname } = url;
  if (!/^(\*\.)?[^*]+$/.test(hostname) || (!hostname.includes('.') && !local.test(hostname))) return null;
  // Without a port a pattern means every port: Firefox knows no other.
  return `${protocol}//${hostname}/*`;
}

/** A pattern as people read it. */
export const siteName = (pattern: string): string =>
  pattern
    .replace(/^https:\/\//, '')
    .replace(/^\*:\/\//, '')
    .replace(/\/\*$/, '');

/** Whether one of the chosen patterns covers an origin. */
export function covers({ everywhere, chosen }: SitesSlice, origin: string): boolean {
  if (everywhere) return true;
  const { protocol, hostname, host } = new URL(origin);
  return chosen.some((pattern) => {
    const parts = /^(\*|https?):\/\/([^/]+)\//.exec(pattern);
    if (!parts || (parts[1] !== '*' && `${parts[1]}:` !== protocol)) return false;
    const wanted = parts[2] ?? '';
    if (wanted.startsWith('*.')) return hostname === wanted.slice(2) || hostname.endsWith(wanted.slice(1));
    return wanted === host || wanted === hostname;
  });
}
