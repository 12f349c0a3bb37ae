// Paints the numbers near what is being looked at, by the Custom Highlight API: nothing in the page changes.
import { Nearness } from './near.ts';
import { matchesOf, type Piece } from './piece.ts';

/** The name of the highlight; entrypoints/marks.css says how it looks. */
export const HIGHLIGHT = 'ringside-number';

const INLINE = new Set(
  'a abbr b bdi bdo cite code em font i label mark s small span strong sub sup time u td th tspan textPath'.split(
    ' ',
  ),
);
const MOST_BOXLESS_STEPS = 3;

interface Block {
  pieces: Set<Piece>;
  near: boolean;
}

/**
 * Paints the pieces of one page while they are near the viewport; `wanted` hears of those that came near before their numbers are
 * known. Where the browser cannot highlight, it paints nothing: the chip works all the same.
 */
export class Painter {
  readonly #highlight: Highlight | undefined;
  readonly #wanted: (piece: Piece) => void;
  readonly #blocks = new Map<Element, Block>();
  readonly #near: Nearness;

  constructor(root: Document, wanted: (piece: Piece) => void, signal: AbortSignal) {
    this.#highlight = highlightOf(root, signal);
    this.#wanted = wanted;
    this.#near = new Nearness(root, (...change) => this.#told(...change), signal);
  }

  add(piece: Piece): void {
    const element = blockOf(piece);
    if (element) this.#settle(piece, element);
  }

  delete(piece: Piece): void {
    this.#hide(piece);
    const element = piece.home;
    const block = element && this.#blocks.get(element);
    if (!block) return;
    block.pieces.delete(piece);
    if (block.pieces.size > 0) return;
    this.#blocks.delete(element);
    this.#near.unwatch(element);
  }

  /** Its numbers are known now. */
  answered(piece: Piece): void {
    if (piece.home && this.#blocks.get(piece.home)?.near) this.#show(piece);
  }

  /** It stands where it stood not before. */
  moved({ home }: Piece): void {
    if (home) this.#near.moved(home);
  }

  #told(target: Element, isNear: boolean, hasBox: boolean): void {
    const block = this.#blocks.get(target);
    if (!block) return;
    if (!hasBox) return this.#liftBoxless(target, block);
    if (block.near === isNear) return;
    block.near = isNear;
    for (const piece of block.pieces)
      if (isNear) this.#show(piece);
      else this.#hide(piece);
  }

  /** An element without a box of its own (display: contents) is never seen; the one around it is. */
  #liftBoxless(target: Element, { pieces }: Block): void {
    if (getComputedStyle(target).display !== 'contents') return;
    let outer = target.parentElement;
    for (let step = 0; outer && step < MOST_BOXLESS_STEPS; step++) {
      if (getComputedStyle(outer).display !== 'contents') break;
      outer = outer.parentElement;
    }
    if (!outer) return;
    this.#blocks.delete(target);
    this.#near.unwatch(target);
    for (const piece of pieces) this.#settle(piece, outer);
  }

  #show(piece: Piece): void {
    if (!piece.answer) this.#wanted(piece);
    else if (piece.numbers.length > 0) for (const { range } of matchesOf(piece)) this.#highlight?.add(range);
  }

  #hide(piece: Piece): void {
    for (const { range } of piece.matches ?? []) this.#highlight?.delete(range);
  }

  #settle(piece: Piece, element: Element): void {
    piece.home = element;
    let block = this.#blocks.get(element);
    if (!block) {
      this.#blocks.set(element, (block = { pieces: new Set(), near: false }));
      this.#near.watch(element);
    }
    block.pieces.add(piece);
    if (block.near) this.#show(piece);
  }
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
