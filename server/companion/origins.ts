/**
 * Whether an `Origin` is listed. An entry is an origin, or a whole extension scheme (`moz-extension://*`: Firefox gives
 * every installation an id of its own).
 */
export function isListed(origin: string, listed: readonly string[]): boolean {
  return listed.some((entry) =>
    entry.endsWith('://*') ? origin.startsWith(entry.slice(0, -1)) : entry === origin,
  );
}

/** Whether this can stand in the list: an origin with nothing behind it, or an extension scheme with a star. */
export function isOriginEntry(entry: string): boolean {
  if (/^(chrome|moz)-extension:\/\/(\*|[a-z0-9-]+)$/.test(entry)) return true;
  return URL.canParse(entry) && new URL(entry).origin === entry;
}
