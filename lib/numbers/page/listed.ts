// The numbers of a page in the order they stand, for lists and for the keyboard. What nobody came near is asked about now.
// Comes with the chip, when one of them is first wanted.
import type { Ask } from './ask.ts';
import { boxesOf } from './hit.ts';
import { piecesInOrder } from './order.ts';
import { isCurrent, matchesOf, type Match, type Piece } from './piece.ts';

/** A number that the page shows, however often. */
export interface PageNumber {
  /** E.164 */
  number: string;
  ext?: string;
  /** As the page writes it where it stands first. */
  written: string;
}

/** A page's texts, and what was read at them. */
export interface Order {
  /** Where texts stand: the body, then open shadow roots. */
  roots(): readonly Node[];
  piecesAt(node: Text): readonly Piece[];
}

/** Where a walk through the numbers begins: at one of them, at the window's top, or at an end of the page. */
type From = Match | 'view' | 'end';

/** So many pieces are asked about before it is seen whether that was enough. */
const CHUNK = 100;

/** Each number once, in the order they stand; not more than `most`. */
async function listed(order: Order, ask: Ask, most: number): Promise<PageNumber[]> {
  const seen = new Map<string, PageNumber>();
  for (const chunk of chunks(piecesInOrder(order, 1))) {
    await ask(chunk);
    for (const { numbers, text, gone } of chunk) {
      if (gone) continue;
      for (const { start, end, number, ext } of numbers) {
        const key = `${number};${ext ?? ''}`;
        const written = text.slice(start, end);
        if (!seen.has(key)) seen.set(key, { number, ...(ext !== undefined && { ext }), written });
      }
    }
    if (seen.size >= most) break;
  }
  return [...seen.values()].slice(0, most);
}

/** Where a number stands first, as far as the page was listed. */
function firstOf(order: Order, number: string): Match | undefined {
  for (const piece of piecesInOrder(order, 1)) {
    const match = piece.numbers.some((one) => one.number === number) && isCurrent(piece) && matchesOf(piece);
    if (match) return match.find((one) => one.number === number);
  }
  return undefined;
}

/** The next number from there on, or the one before; none where the page ends. */
async function nextFrom(order: Order, ask: Ask, from: From, by: 1 | -1): Promise<Match | undefined> {
  const start = typeof from === 'object' ? from : undefined;
  if (start) {
    const within = matchesOf(start.piece);
    const next = within[within.indexOf(start) + by];
    if (next && isShown(next)) return next;
  }
  const pieces = piecesInOrder(order, by, start?.piece);
  for (const chunk of chunks(from === 'view' ? fromView(pieces) : pieces)) {
    await ask(chunk);
    for (const piece of chunk) {
      if (!isCurrent(piece)) continue;
      const match = matchesOf(piece)
        .filter((one) => isShown(one, from === 'view'))
        .at(by === 1 ? 0 : -1);
      if (match) return match;
    }
  }
  return undefined;
}

/** The ways through the numbers of a page. */
export const walks = { listed, firstOf, nextFrom };

function* chunks(pieces: Iterable<Piece>): Generator<Piece[]> {
  let chunk: Piece[] = [];
  for (const piece of pieces) {
    chunk.push(piece);
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

function* fromView(pieces: Iterable<Piece>): Generator<Piece> {
  let reached = false;
  for (const piece of pieces) {
    reached ||= endsBelowTop(piece.nodes[0]?.parentElement);
    if (reached) yield piece;
  }
}

function endsBelowTop(element: Element | null | undefined): boolean {
  const box = element?.getBoundingClientRect();
  return box !== undefined && box.height > 0 && box.bottom >= 0;
}

/** What has no box is hidden. */
function isShown(match: Match, belowTop = false): boolean {
  return boxesOf(match).some(({ top }) => !belowTop || top >= 0);
}
