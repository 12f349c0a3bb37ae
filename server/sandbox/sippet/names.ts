/** Bursts of events have the same few names over and over. */
const KNOWN = new Map<string, string>();

/** `phoneE164` → `phone_e164` (protocol sheet §2.3: digits stay attached). */
function snakeCase(name: string): string {
  const known = KNOWN.get(name);
  if (known !== undefined) return known;
  const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  KNOWN.set(name, snake);
  return snake;
}

/** The same value with every key of every map in snake case. */
export function snakeKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(snakeKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [snakeCase(name), snakeKeys(inner)]),
  );
}
