// Which number is under the pointer. Asked once a frame, only when the pointer moved.
import { isCurrent, matchesOf, type Match, type Piece } from './piece.ts';

const SLOP = 2;
/** An element with more text nodes of its own than this is no line of text. */
const MOST_TEXTS = 200;

/** A number and the box it stands in. */
export interface Hit {
  match: Match;
  box: DOMRect;
}

/** What is asked about the elements the pointer meets. */
export interface Places {
  piecesAt(node: Text): readonly Piece[];
  meet(target: EventTarget): void;
}

/** Calls `over` once a frame with the number under the pointer, or nothing. */
export function watchPointer(
  root: Document,
  places: Places,
  over: (hit: Hit | undefined, x: number, y: number) => void,
  signal: AbortSignal,
): void {
  let last: { event: PointerEvent; target: EventTarget | null } | undefined;
  function look(): void {
    const met = last;
    last = undefined;
    if (!met || signal.aborted) return;
    const { event, target } = met;
    if (target instanceof Element) places.meet(target);
    const hit =
      target instanceof Element ? hitWithin(target, event.clientX, event.clientY, places) : undefined;
    over(hit, event.clientX, event.clientY);
  }
  root.addEventListener(
    'pointermove',
    (event) => {
      if (!event.isTrusted) return;
      if (!last) requestAnimationFrame(look);
      // The path is gone after dispatch, so the innermost target of an open shadow tree is read at once.
      last = { event, target: event.composedPath()[0] ?? event.target };
    },
    { passive: true, capture: true, signal },
  );
  root.addEventListener('pointerleave', () => over(undefined, -1, -1), { passive: true, signal });
}

function hitWithin(target: Element, x: number, y: number, places: Places): Hit | undefined {
  let texts = 0;
  for (let node = target.firstChild; node && texts < MOST_TEXTS; node = node.nextSibling) {
    if (!(node instanceof Text)) continue;
    texts++;
    for (const piece of places.piecesAt(node)) {
      if (piece.numbers.length === 0) continue;
      for (const match of matchesOf(piece)) {
        const box = boxesOf(match).find((each) => isIn(each, x, y, SLOP));
        if (box && isCurrent(piece)) return { match, box };
      }
    }
  }
  return undefined;
}

// One range for all measuring: every live range that lingers makes the page's own changes dearer.
const live = new Range();

/** Where a number stands on screen, line by line; nowhere when it has gone. */
export function boxesOf({ range }: Match): DOMRect[] {
  const { startContainer, startOffset, endContainer, endOffset } = range;
  if (
    endOffset > (endContainer.nodeValue?.length ?? 0) ||
    startOffset > (startContainer.nodeValue?.length ?? 0)
  )
    return [];
  live.setStart(startContainer, startOffset);
  live.setEnd(endContainer, endOffset);
  const boxes = lines([...live.getClientRects()]);
  live.setStart(document, 0);
  live.collapse(true);
  return boxes;
}

/** Runs of both directions, or several elements, make several boxes on one line: one for each line is wanted. */
function lines(boxes: readonly DOMRect[]): DOMRect[] {
  const joined: DOMRect[] = [];
  for (const box of boxes) {
    const last = joined.at(-1);
    if (!last || box.top >= last.bottom || box.bottom <= last.top) {
      joined.push(box);
      continue;
    }
    const [left, top] = [Math.min(last.left, box.left), Math.min(last.top, box.top)];
    const [right, bottom] = [Math.max(last.right, box.right), Math.max(last.bottom, box.bottom)];
    joined[joined.length - 1] = new DOMRect(left, top, right - left, bottom - top);
  }
  return joined;
}

/** Whether a point lies in a box grown by `slop`. */
export function isIn(box: DOMRect, x: number, y: number, slop: number): boolean {
  return x >= box.left - slop && x <= box.right + slop && y >= box.top - slop && y <= box.bottom + slop;
}
