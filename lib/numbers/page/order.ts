// The pieces of a page as they stand. Walking its texts costs far less than comparing their places.
import type { Piece } from './piece.ts';

/** The pieces at the texts of these roots, onwards or backwards: those after `from`, or all. */
export function* piecesInOrder(
  roots: readonly Node[],
  piecesAt: (node: Text) => readonly Piece[],
  by: 1 | -1,
  from?: Piece,
): Generator<Piece> {
  const start = from?.nodes.at(by === 1 ? -1 : 0);
  const ways = by === 1 ? roots : roots.toReversed();
  const first = start ? ways.findIndex((root) => root.contains(start)) : 0;
  if (from && start) yield* beyond(piecesAt(start), by, from);
  for (const root of first < 0 ? [] : ways.slice(first)) {
    for (const node of texts(root, by, start && root.contains(start) ? start : undefined)) {
      const pieces = piecesAt(node);
      if (pieces[0]?.nodes[0] === node) yield* by === 1 ? pieces : pieces.toReversed();
    }
  }
}

function* texts(root: Node, by: 1 | -1, after: Text | undefined): Generator<Text> {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const step = (): Node | null => (by === 1 ? walker.nextNode() : walker.previousNode());
  const last = by === -1 && !after ? lastIn(root) : undefined;
  walker.currentNode = after ?? last ?? root;
  for (let node = last instanceof Text ? last : step(); node instanceof Text; node = step()) yield node;
}

/** The deepest last node: where a walk backwards begins. */
function lastIn(root: Node): Node {
  let node = root;
  while (node.lastChild) node = node.lastChild;
  return node;
}

/** A long text has several pieces: those on the far side of one of them. */
function beyond(pieces: readonly Piece[], by: 1 | -1, from: Piece): readonly Piece[] {
  const at = pieces.indexOf(from);
  return by === 1 ? pieces.slice(at + 1) : pieces.slice(0, Math.max(0, at)).toReversed();
}
