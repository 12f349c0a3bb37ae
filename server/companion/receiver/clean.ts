/** Texts from strangers: what may be kept of them, and how a log shows them. */

/**
 * The text without control characters (line ends and tabs stay), without marks that turn the direction of writing, and
 * well formed, so that every database, file and screen takes it. Nothing else is changed: markup stays, as text.
 */
export function cleanText(text: string): string {
  return (
    text
      .toWellFormed()
      .replace(/\r\n?/g, '\n')
      // oxlint-disable-next-line no-control-regex -- they are what is taken out
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
      .trim()
  );
}

/** The same on one line. */
export const cleanLine = (text: string): string => cleanText(text).replace(/\s+/g, ' ');

/** At most `length` UTF-16 units, never half a character. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  return text
    .slice(0, length)
    .toWellFormed()
    .replace(/\ufffd$/, '');
}

/** One line of at most `length` UTF-16 units, with an ellipsis where something is missing. */
export function oneLine(text: string, length: number): string {
  const line = cleanLine(text);
  return line.length > length ? `${cut(line, length - 1).trimEnd()}…` : line;
}

/** Of what could be a number to call, only the last two digits. */
const withoutNumbers = (text: string): string =>
  text.replace(/\+?\d[\d\s().-]{4,}\d/g, (number) => `…${number.slice(-2)}`);

/** Another's words for people and logs: one short line, numbers hidden, no secret repeated. */
export function quoted(text: string, secrets: readonly string[] = []): string {
  let safe = text;
  for (const secret of secrets) if (secret !== '') safe = safe.replaceAll(secret, '…');
  return oneLine(withoutNumbers(cleanLine(safe)), 200);
}

/** What a log may show: of anything that could be a number, an address or a key, only the end or nothing. */
export function masked(text: string, length = 500): string {
  return withoutNumbers(
    cut(cleanLine(text), length)
      .replace(/[^\s@"'<>]+@[^\s@"'<>]+/g, '…@…')
      .replace(/\b[\w-]{32,}\b/g, '…'),
  );
}
