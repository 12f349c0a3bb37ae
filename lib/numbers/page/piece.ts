// A text that may hold a number: one text node or a window of it, or several nodes that read as one.
import type { FoundNumber } from '../find.ts';

/** A text on the page, where it stands, and what was found in it. Nobody asks about it before somebody comes near it. */
export interface Piece {
  readonly nodes: readonly Text[];
  /** What the nodes' data were; anything else later means that the piece is stale. */
  readonly text: string;
  /** Where in the first node the text begins. */
  readonly base: number;
  /** A window of a long text: what stands around the text says nothing of it. */
  readonly part: boolean;
  /** The page does not say it any more. */
  gone: boolean;
  /** The row or paragraph by which it is known whether the piece is near the viewport. */
  home: Element | undefined;
  /** Settles when it is known what numbers are in it; absent as long as nobody asked. */
  answer: Promise<void> | undefined;
  /** None before the answer. */
  numbers: readonly FoundNumber[];
  /** Made when they are first needed: most numbers of a long page are never looked at. */
  matches: readonly Match[] | undefined;
}

/** A piece nobody has asked about yet. */
export function pieceOf(nodes: readonly Text[], text: string, base = 0, part = false): Piece {
  return {
    nodes,
    text,
    base,
    part,
    gone: false,
    home: undefined,
    answer: undefined,
    numbers: [],
    matches: undefined,
  };
}

/** A number that stands on the page. */
export interface Match {
  readonly number: string;
  readonly ext?: string;
  readonly written: string;
  readonly piece: Piece;
  readonly range: StaticRange;
}

/** Whether the page still says what it said when the piece was read. */
export function isCurrent({ nodes, text, base, gone }: Piece): boolean {
  if (gone) return false;
  let at = 0;
  for (const [index, node] of nodes.entries()) {
    if (!node.isConnected) return false;
    const { data } = node;
    const part = nodes.length === 1 ? data.slice(base, base + text.length) : data;
    if (!text.startsWith(part, at) || (index === 0 && nodes.length === 1 && data.length < base + text.length))
      return false;
    at += part.length;
  }
  return at === text.length;
}

/** The numbers of a piece as places on the page. */
export function matchesOf(piece: Piece): readonly Match[] {
  return (piece.matches ??= piece.numbers.flatMap(({ start, end, number, ext }) => {
    const from = place(piece, start, false);
    const to = place(piece, end, true);
    if (!from || !to) return [];
    const range = new StaticRange({
      startContainer: from.node,
      startOffset: from.offset,
      endContainer: to.node,
      endOffset: to.offset,
    });
    return [
      { number, ...(ext !== undefined && { ext }), written: piece.text.slice(start, end), piece, range },
    ];
  }));
}

function place(
  { nodes, base }: Piece,
  offset: number,
  isEnd: boolean,
): { node: Text; offset: number } | undefined {
  let rest = offset + base;
  for (const node of nodes) {
    if (rest < node.length || (isEnd && rest === node.length)) return { node, offset: rest };
    rest -= node.length;
  }
  return undefined;
}
