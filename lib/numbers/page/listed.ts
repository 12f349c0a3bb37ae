// The numbers of a page in the order they stand, for lists and for the keyboard. What nobody came near is asked about now.
import type { Ask } from './ask.ts';
import { boxesOf } from './hit.ts';
import { isCurrent, matchesOf, type Match, type Piece } from './piece.ts';

/** A number that the page shows, however often. */
export interface PageNumber {
  /** E.164 */
  number: string;
  ext?: string;
  /** As the page writes it where it stands first. */
  written: string;
}

/** So many pieces are asked about before it is seen whether that was enough. */
const CHUNK = 200;

/** Each number once, in the order they stand; not more than `most`. */
export async function listed(live: ReadonlySet<Piece>, ask: Ask, most: number): Promise<PageNumber[]> {
  const seen = new Map<string, PageNumber>();
  const pieces = inOrder(live);
  for (let at = 0; at < pieces.length && seen.size < most; at += CHUNK) {
    const chunk = pieces.slice(at, at + CHUNK);
    await ask(chunk);
    for (const { numbers, text, gone } of chunk) {
      if (gone) continue;
      for (const { start, end, number, ext } of numbers) {
        const key = `${number};${ext ?? ''}`;
        const written = text.slice(start, end);
        if (!seen.has(key)) seen.set(key, { number, ...(ext !== undefined && { ext }), written });
      }
    }
  }
  return [...seen.values()].slice(0, most);
}

/** Where a number stands first, as far as the page was listed. */
export function firstOf(live: ReadonlySet<Piece>, number: string): Match | undefined {
  const piece = inOrder(live).find(({ numbers }) => numbers.some((one) => one.number === number));
  return piece && matchesOf(piece).find((match) => match.number === number);
}

/** Where a walk through the numbers begins: at the one that is shown, at the window's top, or at an end of the page. */
export type From = Match | 'view' | 'start' | 'end';

/** The next number from there on, or the one before; none where the page ends. */
export async function nextFrom(
  live: ReadonlySet<Piece>,
  ask: Ask,
  from: From,
  by: 1 | -1,
): Promise<Match | undefined> {
  const pieces = inOrder(live);
  if (typeof from === 'object') {
    const within = matchesOf(from.piece);
    const next = within[within.indexOf(from) + by];
    if (next && isShown(next, false)) return next;
  }
  let at = startOf(pieces, from, by);
  while (at >= 0 && at < pieces.length) {
    const end = at + by * CHUNK;
    const chunk = by === 1 ? pieces.slice(at, end) : pieces.slice(Math.max(0, end + 1), at + 1).toReversed();
    await ask(chunk);
    for (const piece of chunk) {
      if (!isCurrent(piece)) continue;
      const matches = matchesOf(piece).filter((match) => isShown(match, from === 'view'));
      const match = matches.at(by === 1 ? 0 : -1);
      if (match) return match;
    }
    at = end;
  }
  return undefined;
}

function startOf(pieces: readonly Piece[], from: From, by: 1 | -1): number {
  if (from === 'start') return 0;
  if (from === 'end') return pieces.length - 1;
  if (from !== 'view') return pieces.indexOf(from.piece) + by;
  const first = pieces.findIndex(({ nodes: [node] }) => {
    const box = node?.parentElement?.getBoundingClientRect();
    return box !== undefined && box.height > 0 && box.bottom >= 0;
  });
  return first;
}

/** What has no box is hidden. */
function isShown(match: Match, belowTop: boolean): boolean {
  return boxesOf(match).some(({ top }) => !belowTop || top >= 0);
}

function inOrder(live: ReadonlySet<Piece>): Piece[] {
  return [...live].filter(isCurrent).toSorted(({ nodes: [a], base }, { nodes: [b], base: other }) => {
    if (!a || !b || a === b) return base - other;
    return a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;
  });
}
