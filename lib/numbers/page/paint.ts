// Paints the numbers near what is being looked at, by the Custom Highlight API: nothing in the page changes.
import { nearness } from './near.ts';
import { matchesOf, type Piece } from './piece.ts';

/** The name of the highlight; entrypoints/marks.css says how it looks. */
export const HIGHLIGHT = 'ringside-number';

const INLINE = new Set(
  'a abbr b bdi bdo cite code em font i label mark s small span strong sub sup time u td th tspan textPath'.split(
    ' ',
  ),
);
const MOST_BOXLESS_STEPS = 3;

/** Paints pieces while they are near the viewport. */
export interface Painter {
  add(piece: Piece): void;
  delete(piece: Piece): void;
  /** Its numbers are known now. */
  answered(piece: Piece): void;
  /** It stands where it stood not before. */
  moved(piece: Piece): void;
}

interface Block {
  pieces: Set<Piece>;
  near: boolean;
}

/**
 * Makes a painter for one page; `wanted` hears of pieces that came near before their numbers are known. Where the browser cannot
 * highlight, it paints nothing: the chip works all the same.
 */
export function painter(root: Document, wanted: (piece: Piece) => void, signal: AbortSignal): Painter {
  const highlight = highlightOf(root, signal);
  const blocks = new Map<Element, Block>();
  const near = nearness(root, told, signal);

  function told(target: Element, isNear: boolean, hasBox: boolean): void {
    const block = blocks.get(target);
    if (!block) return;
    if (!hasBox) return liftBoxless(target, block);
    if (block.near === isNear) return;
    block.near = isNear;
    for (const piece of block.pieces)
      if (isNear) show(piece);
      else hide(piece);
  }

  /** An element without a box of its own (display: contents) is never seen; the one around it is. */
  function liftBoxless(target: Element, { pieces }: Block): void {
    if (getComputedStyle(target).display !== 'contents') return;
    let outer = target.parentElement;
    for (let step = 0; outer && step < MOST_BOXLESS_STEPS; step++) {
      if (getComputedStyle(outer).display !== 'contents') break;
      outer = outer.parentElement;
    }
    if (!outer) return;
    blocks.delete(target);
    near.unwatch(target);
    for (const piece of pieces) settle(piece, outer);
  }

  function show(piece: Piece): void {
    if (!piece.answer) wanted(piece);
    else if (piece.numbers.length > 0) for (const { range } of matchesOf(piece)) highlight?.add(range);
  }

  function hide(piece: Piece): void {
    for (const { range } of piece.matches ?? []) highlight?.delete(range);
  }

  function settle(piece: Piece, element: Element): void {
    piece.home = element;
    let block = blocks.get(element);
    if (!block) {
      blocks.set(element, (block = { pieces: new Set(), near: false }));
      near.watch(element);
    }
    block.pieces.add(piece);
    if (block.near) show(piece);
  }

  return {
    add(piece) {
      const element = blockOf(piece);
      if (element) settle(piece, element);
    },
    delete(piece) {
      hide(piece);
      const element = piece.home;
      const block = element && blocks.get(element);
      if (!block) return;
      block.pieces.delete(piece);
      if (block.pieces.size > 0) return;
      blocks.delete(element);
      near.unwatch(element);
    },
    answered(piece) {
      if (piece.home && blocks.get(piece.home)?.near) show(piece);
    },
    moved({ home }) {
      if (home) near.moved(home);
    },
  };
}

function highlightOf(root: Document, signal: AbortSignal): Highlight | undefined {
  const registry = typeof Highlight === 'undefined' ? undefined : CSS.highlights;
  if (!registry) return undefined;
  const highlight = new Highlight();
  registry.set(HIGHLIGHT, highlight);
  signal.addEventListener('abort', () => registry.delete(HIGHLIGHT), { once: true });
  // A print of the page is the page's own.
  const onPrint = (printing: boolean) => (event: Event) => {
    if (!event.isTrusted) return;
    if (printing) registry.delete(HIGHLIGHT);
    else registry.set(HIGHLIGHT, highlight);
  };
  root.defaultView?.addEventListener('beforeprint', onPrint(true), { signal });
  root.defaultView?.addEventListener('afterprint', onPrint(false), { signal });
  return highlight;
}

/** Rows and paragraphs are watched, not cells and words: there are far fewer of them. */
function blockOf({ nodes: [first] }: Piece): Element | null {
  let element = first?.parentElement ?? null;
  while (element?.parentElement && INLINE.has(element.localName)) element = element.parentElement;
  if (element || !first) return element;
  const root = first.getRootNode();
  return root instanceof ShadowRoot ? root.host : null;
}
