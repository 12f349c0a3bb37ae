/** What services say of where SIP and its media go, in the forms they say it in. */
import { pick, textOf, type Row } from './row.ts';

/** `sip:pbx.example`, `pbx.example:5060` and `1001@pbx.example` as the host. */
export const sipHostOf = (domain: string | undefined): string | undefined =>
  domain
    ?.replace(/^sips?:(\/\/)?/i, '')
    .replace(/^[^@]*@/, '')
    .replace(/[;/].*$/, '')
    .replace(/:\d+$/, '');

/** RTCIceServer-like maps; what is none is left out. */
export function iceServersOf(value: unknown): RTCIceServer[] {
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
