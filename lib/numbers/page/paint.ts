// Paints the numbers near what is being looked at, by the Custom Highlight API: nothing in the page changes.
import type { Match, Piece } from './piece.ts';

/** The name of the highlight; entrypoints/marks.css says how it looks. */
export const HIGHLIGHT = 'ringside-number';

const NEAR = '300px';
const INLINE =
  /^(?:A|ABBR|B|BDI|BDO|CITE|CODE|EM|FONT|I|LABEL|MARK|S|SMALL|SPAN|STRONG|SUB|SUP|TIME|U|TD|TH|TSPAN|TEXTPATH)$/i;
const MOST_BOXLESS_STEPS = 3;

/** Paints pieces while they are near the viewport. */
export interface Painter {
  add(piece: Piece): void;
  delete(piece: Piece): void;
}

/** Makes a painter for one page. Where the browser cannot highlight, it paints nothing: the chip works all the same. */
export function painter(root: Document, signal: AbortSignal): Painter {
  const registry = typeof Highlight === 'undefined' ? undefined : CSS.highlights;
  if (!registry) return { add: () => undefined, delete: () => undefined };
  const highlight = new Highlight();
  registry.set(HIGHLIGHT, highlight);
  const blocks = new Map<Element, Set<Piece>>();
  const home = new WeakMap<Piece, Element>();
  const near = new WeakSet<Element>();
  const observer = new IntersectionObserver(moved, nearby(root));
  signal.addEventListener(
    'abort',
    () => {
      observer.disconnect();
      registry.delete(HIGHLIGHT);
    },
    { once: true },
  );

  function moved(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting, boundingClientRect: box } of entries) {
      const pieces = blocks.get(target);
      if (!pieces) continue;
      if (isIntersecting) near.add(target);
      else near.delete(target);
      for (const piece of pieces) show(piece.matches, isIntersecting);
      if (!isIntersecting && box.width === 0 && box.height === 0) liftBoxless(target, pieces);
    }
  }

  /** An element without a box of its own (display: contents) is never seen; the one around it is. */
  function liftBoxless(target: Element, pieces: ReadonlySet<Piece>): void {
    let block = target.parentElement;
    for (
      let steps = 0;
      block && steps < MOST_BOXLESS_STEPS && getComputedStyle(target).display === 'contents';
      steps++
    ) {
      if (getComputedStyle(block).display !== 'contents') break;
      block = block.parentElement;
    }
    if (!block || getComputedStyle(target).display !== 'contents') return;
    for (const piece of pieces) settle(piece, block);
    forget(target);
  }

  function show(matches: readonly Match[], visible: boolean): void {
    for (const { range } of matches) {
      if (visible) highlight.add(range);
      else highlight.delete(range);
    }
  }

  function settle(piece: Piece, block: Element): void {
    home.set(piece, block);
    const pieces = blocks.get(block);
    if (pieces) pieces.add(piece);
    else {
      blocks.set(block, new Set([piece]));
      observer.observe(block);
    }
    if (near.has(block)) show(piece.matches, true);
  }

  function forget(block: Element): void {
    blocks.delete(block);
    near.delete(block);
    observer.unobserve(block);
  }

  return {
    add(piece) {
      const block = blockOf(piece);
      if (block) settle(piece, block);
    },
    delete(piece) {
      show(piece.matches, false);
      const block = home.get(piece);
      const pieces = block && blocks.get(block);
      if (!pieces) return;
      pieces.delete(piece);
      if (pieces.size === 0) forget(block);
    },
  };
}

/** Rows and paragraphs are observed, not cells and words: there are far fewer of them. */
function blockOf({ nodes: [first] }: Piece): Element | null {
  let element = first?.parentElement ?? null;
  while (element?.parentElement && INLINE.test(element.tagName)) element = element.parentElement;
  if (element || !first) return element;
  const root = first.getRootNode();
  return root instanceof ShadowRoot ? root.host : null;
}

function nearby(root: Document): IntersectionObserverInit & { scrollMargin: string } {
  // In a frame the margin needs the frame's own viewport as root; a list that scrolls by itself needs scrollMargin.
  return { root, rootMargin: NEAR, scrollMargin: NEAR };
}
