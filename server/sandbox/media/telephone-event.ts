/** DTMF as RTP events (RFC 4733): four bytes of event, end bit and volume, duration. */

const KEYS = '0123456789*#ABCD';

export interface TelephoneEvent {
  key: string;
  /** The key was let go in this packet. */
  end: boolean;
  /** Length so far, in units of the clock (8 per millisecond). */
  duration: number;
}

/** Reads the payload of one event packet; undefined for what is not a DTMF key. */
export function parseTelephoneEvent(payload: Uint8Array): TelephoneEvent | undefined {
  const [event, flags, high, low] = payload;
  if (event === undefined || flags === undefined || high === undefined || low === undefined) return undefined;
  const key = KEYS[event];
  return key === undefined ? undefined : { key, end: (flags & 0x80) !== 0, duration: (high << 8) | low };
}

/** Writes the payload of one event packet at −10 dBm0. Throws on a key that is not one of 0–9 * # A–D. */
export function formatTelephoneEvent(event: TelephoneEvent): Uint8Array {
  const code = KEYS.indexOf(event.key);
  if (code < 0 || event.key.length !== 1) throw new RangeError(`not a DTMF key: ${event.key}`);
  return Uint8Array.of(code, (event.end ? 0x80 : 0) | 10, event.duration >> 8, event.duration & 0xff);
}

/**
 * Reads DTMF in a SIP INFO body: `application/dtmf-relay` ("Signal=5", "Duration=160") or `application/dtmf` (the key
 * alone). Neither has an RFC; both are what phones send. Undefined if no key is there.
 */
export function parseInfoDigit(contentType: string, body: string): { key: string; ms: number } | undefined {
  const relay = contentType.toLowerCase().startsWith('application/dtmf-relay');
  const signal = relay ? /^\s*signal\s*=\s*(\S)/im.exec(body)?.[1] : body.trim();
  const key = signal?.toUpperCase();
  if (key === undefined || key.length !== 1 || !KEYS.includes(key)) return undefined;
  return { key, ms: Number(/^\s*duration\s*=\s*(\d+)/im.exec(body)?.[1] ?? 0) };
}
