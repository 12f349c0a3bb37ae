/** `[join_ref, ref, topic, event, payload]`: one text frame of the V2 serializer (protocol sheet §4.2). */
export type Frame = readonly [
  joinRef: string | null,
  ref: string | null,
  topic: string,
  event: string,
  payload: object,
];

/** Reads one frame; undefined if it is none. */
export function readFrame(text: string): Frame | undefined {
  const value = parsed(text);
  if (!Array.isArray(value) || value.length !== 5) return undefined;
  const [joinRef, ref, topic, event, payload]: unknown[] = value;
  if (!isRef(joinRef) || !isRef(ref) || typeof topic !== 'string' || typeof event !== 'string')
    return undefined;
  if (typeof payload !== 'object' || payload === null) return undefined;
  return [joinRef, ref, topic, event, payload];
}

function isRef(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON at all: the caller treats it like any other thing that is no frame.
    return undefined;
  }
}
