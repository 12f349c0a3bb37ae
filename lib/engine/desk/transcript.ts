/** Lines of a transcript out of pieces that come late, twice, or in any order. */
import type { TranscriptLine } from '../../mirror/desk.ts';
import type { Spoken } from '../../providers/provider.ts';

/** How many lines of a call are kept; the oldest go. */
export const keptLines = 200;

/** The piece a line ended with. Pieces have no number: the same one twice in a row is taken for a repeated event. */
const lastPieces = new WeakMap<TranscriptLine, string>();

/** A piece more: a delta is put on, the final text replaces all there was, and nothing comes after it. */
export function withSpoken(lines: readonly TranscriptLine[], spoken: Spoken): readonly TranscriptLine[] {
  const { line: id, who, text, final, at } = spoken;
  const before = lines.find((one) => one.id === id);
  // Words that are truly said twice are back with the final text.
  if (before && !final && (before.final || lastPieces.get(before) === text)) return lines;
  if (before?.final && before.text === text) return lines;
  const next: TranscriptLine = {
    id,
    who: before && before.who !== 'unknown' ? before.who : who,
    text: final ? text : (before?.text ?? '') + text,
    final,
    at: before?.at ?? at,
  };
  if (!final) lastPieces.set(next, text);
  return inOrder(before ? lines.map((one) => (one === before ? next : one)) : [...lines, next]);
}

/** What the service has on record, and what is still coming in. */
export function withRecord(
  lines: readonly TranscriptLine[],
  record: readonly TranscriptLine[],
): readonly TranscriptLine[] {
  const known = new Set(record.map((line) => line.id));
  return inOrder([...record, ...lines.filter((line) => !known.has(line.id))]);
}

/** By time where told; a line without one belongs behind the one it came after, and what is still being said comes last. */
function inOrder(lines: readonly TranscriptLine[]): readonly TranscriptLine[] {
  let last = 0;
  const placed = lines.map((line) => {
    last = line.at ?? last;
    return { line, at: line.final ? last : Number.POSITIVE_INFINITY };
  });
  return placed
    .toSorted((a, b) => (a.at === b.at ? 0 : a.at - b.at))
    .map(({ line }) => line)
    .slice(-keptLines);
}
