/** The few facts of a session description (RFC 8866) that a call with one audio stream needs. */

export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

export interface AudioSection {
  mid: string;
  /** Seen from whoever wrote the description. */
  direction: Direction;
  /** DTLS role, RFC 8842. */
  setup: string;
  /** ICE user fragment and password: another pair means an ICE restart (RFC 8839 §4.4.1.1.1). */
  iceCredentials: string;
  fingerprint: string;
  /** PCMU (payload type 0) is among the formats. */
  pcmu: boolean;
  /** Payload type of telephone-event/8000 (RFC 4733), if there is one. */
  eventPayloadType: number | undefined;
}

/** Reads the first audio section that is not rejected; undefined if there is none. */
export function readAudio(sdp: string): AudioSection | undefined {
  const [session = '', ...sections] = sdp.split(/^(?=m=)/m);
  const section = sections.find((text) => /^m=audio [1-9]/.test(text));
  if (section === undefined) return undefined;
  const attribute = (pattern: RegExp): string | undefined =>
    (pattern.exec(section) ?? pattern.exec(session))?.[1]?.trim();
  const formats = /^m=audio \d+ \S+ (.*)/.exec(section)?.[1]?.trim().split(/\s+/) ?? [];
  const event = attribute(/^a=rtpmap:(\d+) telephone-event\/8000/im);
  return {
    mid: attribute(/^a=mid:(.*)$/m) ?? '0',
    direction: readDirection(attribute(/^a=(sendrecv|sendonly|recvonly|inactive)\s*$/m)),
    setup: attribute(/^a=setup:(.*)$/m) ?? 'actpass',
    iceCredentials: `${attribute(/^a=ice-ufrag:(.*)$/m) ?? ''} ${attribute(/^a=ice-pwd:(.*)$/m) ?? ''}`,
    fingerprint: (attribute(/^a=fingerprint:(.*)$/m) ?? '').toLowerCase(),
    pcmu: formats.includes('0'),
    eventPayloadType: event === undefined ? undefined : Number(event),
  };
}

/** The same description with another direction, DTLS role and version of its origin line (RFC 8866 §5.2). */
export function restate(
  sdp: string,
  change: { direction: Direction; setup?: string; version: number },
): string {
  const restated = sdp
    .replace(/^(o=\S+ \S+ )\d+/m, `$1${change.version}`)
    .replace(/^a=(sendrecv|sendonly|recvonly|inactive)\s*$/gm, `a=${change.direction}`);
  return change.setup === undefined
    ? restated
    : restated.replace(/^a=setup:\S+/gm, `a=setup:${change.setup}`);
}

/** The answer to an offer's direction, when the answerer wants `wanted` (RFC 3264 §6.1). */
export function answerDirection(offered: Direction, wanted: Direction): Direction {
  const send = maySend(wanted) && mayReceive(offered);
  const receive = mayReceive(wanted) && maySend(offered);
  if (send) return receive ? 'sendrecv' : 'sendonly';
  return receive ? 'recvonly' : 'inactive';
}

/** Whoever wrote this direction sends. */
export function maySend(direction: Direction): boolean {
  return direction === 'sendrecv' || direction === 'sendonly';
}

/** Whoever wrote this direction listens. */
function mayReceive(direction: Direction): boolean {
  return direction === 'sendrecv' || direction === 'recvonly';
}

function readDirection(value: string | undefined): Direction {
  return value === 'sendonly' || value === 'recvonly' || value === 'inactive' ? value : 'sendrecv';
}
