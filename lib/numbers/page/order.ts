// The pieces of a page as they stand. Walking its texts costs far less than comparing their places.
import type { Order } from './listed.ts';
import type { Piece } from './piece.ts';

/** All pieces of a page, onwards or backwards: those after `from`, or all. What is in shadow roots comes last. */
export function* piecesInOrder(order: Order, by: 1 | -1, from?: Piece): Generator<Piece> {
  const start = from?.nodes.at(by === 1 ? -1 : 0);
  const ways = by === 1 ? order.roots() : order.roots().toReversed();
  const first = start ? ways.findIndex((root) => root.contains(start)) : 0;
  if (from && start) yield* beyond(order.piecesAt(start), by, from);
  for (const root of first < 0 ? [] : ways.slice(first)) {
    for (const node of texts(root, by, start && root.contains(start) ? start : undefined)) {
      const pieces = order.piecesAt(node);
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
