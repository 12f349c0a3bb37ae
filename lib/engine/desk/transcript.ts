/** Lines of a transcript out of pieces that come late, twice, or in any order. Pure. */
import type { TranscriptLine } from '../../mirror/desk.ts';
import type { Spoken } from '../../providers/provider.ts';

/** How many lines of a call are kept; the oldest go. */
export const keptLines = 200;

/** A piece more: a delta is put on, the final text replaces all there was, and nothing comes after it. */
export function withSpoken(lines: readonly TranscriptLine[], spoken: Spoken): readonly TranscriptLine[] {
  const { line: id, who, text, final, at } = spoken;
  const before = lines.find((one) => one.id === id);
  if (!before) return [...lines, { id, who, text, final, at }].slice(-keptLines);
  if (before.final && (!final || before.text === text)) return lines;
  const next: TranscriptLine = {
    ...before,
    who: before.who === 'unknown' ? who : before.who,
    text: final ? text : before.text + text,
    final,
    at: before.at ?? at,
  };
  return lines.map((one) => (one === before ? next : one));
}

/** What the service has on record, and what is still coming in; by time where told, else in the order it came. */
export function withRecord(
  lines: readonly TranscriptLine[],
  record: readonly TranscriptLine[],
): readonly TranscriptLine[] {
  const known = new Set(record.map((line) => line.id));
  const rest = lines.filter((line) => !known.has(line.id));
  const all = [...record, ...rest];
  // A line without a time belongs behind the one it came after.
  let last = 0;
  const placed = all.map((line) => {
    last = line.at ?? last;
    return { line, at: line.final ? last : Number.POSITIVE_INFINITY };
  });
  return placed
    .toSorted((a, b) => (a.at === b.at ? 0 : a.at - b.at))
    .map(({ line }) => line)
    .slice(-keptLines);
}
