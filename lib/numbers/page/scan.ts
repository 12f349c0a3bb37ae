// Walks the page's text in slices, follows its changes, and hands out the texts that may hold numbers.
import { chainAfter, chainBefore, readsOn } from './join.ts';
import { onScreen } from './on-screen.ts';
import { pieceOf, type Piece } from './piece.ts';
import { shadows, type Shadows } from './shadows.ts';
import { ENDS_OPEN, look, looksLikeNumber, MAY_HOLD, startsOpen, WINDOW, windows } from './shape.ts';
import { SKIP_ATTRIBUTES, Untouched } from './skip.ts';
import type { Job, Slices } from './slices.ts';

/** Who is told. */
export interface ScanListener {
  /** A text that may hold a number. */
  found(piece: Piece): void;
  /** A text that was handed out is no longer what the page says. */
  lost(piece: Piece): void;
  /** A text that was handed out stands where something was added: it may have been moved there. */
  kept(piece: Piece): void;
  /** Parts of the page went away; pieces that stood there are not named one by one. */
  removed(): void;
}

/** Where a walk stands. */
interface Place {
  /** The text that is read next. */
  node: Text | null;
  /** A text whose end a number may go on from waits for the next one; what has joined it waits with it. */
  open: Text | undefined;
  joined: Text[] | undefined;
  /** Whether there may be a number in the open text itself. */
  holds: boolean;
}

/** Texts read between two glances at the clock. */
const STRIDE = 128;
/** A page may hold more text with digits than anyone can look at: no more is taken at once. */
const MOST_CHARACTERS = 20_000_000;
/** A page that goes on and on gets so many more a second. */
const CHARACTERS_A_SECOND = 200_000;
/** When more parts than this wait to be looked at, the whole page is looked at once instead. */
const MOST_DIRTY = 20_000;
const NONE: readonly Piece[] = [];

/** Scans a page now and whatever changes in it later, until it is aborted. A class, because its methods are translated once for all. */
export class PageScan {
  readonly #root: Document;
  readonly #body: Element;
  readonly #work: Slices;
  readonly #listener: ScanListener;
  readonly #observer = new MutationObserver((records) => this.#changed(records));
  readonly #roots: Shadows;
  readonly #untouched = new Untouched();
  readonly #pieces = new WeakMap<Text, readonly Piece[]>();
  /** What is to be looked at, and whether it stands where it stood not before. */
  readonly #dirty = new Map<Node, boolean>();
  #entered: WeakRef<ShadowRoot>[] = [];
  #characters = 0;
  #counted = performance.now();
  #large = false;
  #planned = false;
  #moving = false;

  constructor(root: Document, work: Slices, listener: ScanListener, signal: AbortSignal) {
    this.#root = root;
    this.#work = work;
    this.#listener = listener;
    this.#body = root.body ?? root.documentElement;
    signal.addEventListener('abort', () => this.#observer.disconnect(), { once: true });
    this.#roots = shadows(root, (shadow) => this.#enter(shadow), signal);
    this.#watch(root);
    work.add(this.#roots.walk(this.#body));
    work.add(this.#walk(this.#body));
    for (const part of onScreen(root)) work.add(this.#walk(part));
  }

  /** A piece is gone; should its nodes come back, they are new. */
  forget({ nodes }: Piece): void {
    for (const node of nodes) this.#pieces.delete(node);
  }

  /** Where texts stand: the body, then open shadow roots. */
  roots(): readonly Node[] {
    const roots = [this.#body, ...this.#entered.flatMap((root) => root.deref() ?? [])];
    return roots.filter((root) => root.isConnected);
  }

  /** What was read at this text. */
  piecesAt(node: Text): readonly Piece[] {
    return this.#pieces.get(node) ?? NONE;
  }

  /** Something that may have an open shadow root was met. */
  meet(target: EventTarget): void {
    this.#roots.meet(target);
  }

  /** The page has more text than is looked at. */
  get large(): boolean {
    return this.#large;
  }

  #enter(shadow: ShadowRoot): void {
    if (this.#untouched.has(shadow.host)) return;
    this.#entered = this.#entered.filter((root) => root.deref()?.isConnected);
    this.#entered.push(new WeakRef(shadow));
    this.#watch(shadow);
    this.#work.add(this.#roots.walk(shadow));
    this.#work.add(this.#walk(shadow));
  }

  #watch(part: Node): void {
    this.#observer.observe(part, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
      attributeFilter: SKIP_ATTRIBUTES,
    });
  }

  #changed(records: readonly MutationRecord[]): void {
    const dirty = this.#dirty;
    let removed = false;
    for (const record of records) {
      if (record.type === 'characterData') {
        if (record.target instanceof Text) this.#drop(record.target);
        dirty.set(record.target, false);
      } else if (record.type === 'attributes') {
        this.#untouched.forget();
        if (!dirty.has(record.target)) dirty.set(record.target, false);
        removed = true;
      } else {
        for (const node of record.removedNodes) {
          if (node instanceof Text) this.#drop(node);
          else removed = true;
        }
        for (const node of record.addedNodes) dirty.set(node, true);
      }
    }
    if (removed) this.#listener.removed();
    this.#planDirty();
  }

  #planDirty(): void {
    const dirty = this.#dirty;
    if (dirty.size > MOST_DIRTY) {
      dirty.clear();
      dirty.set(this.#body, true);
    }
    if (this.#planned || dirty.size === 0) return;
    this.#planned = true;
    this.#work.add(this.#walkDirty());
  }

  #drop(node: Text): void {
    const known = this.#pieces.get(node);
    if (!known) return;
    this.#pieces.delete(node);
    for (const piece of known) {
      for (const other of piece.nodes) if (other !== node) this.#pieces.delete(other);
      this.#listener.lost(piece);
    }
  }

  *#walkDirty(): Job {
    for (const [node, added] of this.#dirty) {
      this.#dirty.delete(node);
      if (!node.isConnected) continue;
      this.#moving = added;
      yield* this.#walk(node);
      this.#moving = false;
      if (added && node instanceof Element) yield* this.#roots.walk(node);
    }
    this.#planned = false;
  }

  /** All text in a part of the page, and the neighbours its edges read on into. */
  *#walk(part: Node): Job {
    const walker = this.#root.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    const node = part instanceof Text ? part : nextText(walker);
    const place: Place = { node, open: undefined, joined: undefined, holds: false };
    if (node && startsOpen(node.data)) {
      const chain = chainBefore(node);
      if (chain.length > 1) {
        place.joined = chain;
        place.open = chain.at(-2);
      }
    }
    while (this.#read(walker, place)) {
      yield;
      if (place.node && part.contains(place.node)) continue;
      // The page took away the ground we stood on: go on with what is left of it, part by part.
      for (const child of part.childNodes) if (child.isConnected) this.#dirty.set(child, true);
      this.#planDirty();
      return;
    }
    const { open, joined, holds } = place;
    if (!open) return;
    const chain = chainAfter(joined ?? [open]);
    if (chain.length > 1 || holds) this.#flush(chain);
  }

  /** Reads some texts, most of which leave after one look; false when it was the last. No generator: those are slow. */
  #read(walker: TreeWalker, place: Place): boolean {
    let { node, open, joined, holds } = place;
    for (let left = STRIDE; node && left > 0; left--) {
      const data = node.nodeValue ?? '';
      if (open) {
        if (startsOpen(data) && readsOn(open, node)) {
          joined ??= [open];
          if (joined.at(-1) !== node) joined.push(node);
          open = node;
        } else {
          if (joined || holds) this.#flush(joined ?? [open]);
          open = joined = undefined;
        }
      }
      if (!open) {
        const worth = look(data);
        if (worth !== 0) {
          holds = (worth & MAY_HOLD) !== 0;
          if (worth & ENDS_OPEN) open = node;
          else this.#flush([node]);
        }
      }
      if (data.length > WINDOW) left = 0;
      node = nextText(walker);
    }
    place.node = node;
    place.open = open;
    place.joined = joined;
    place.holds = holds;
    return node !== null;
  }

  #flush(chain: readonly Text[]): void {
    const [first] = chain;
    if (!first) return;
    const text = chain.length === 1 ? first.data : chain.map((node) => node.data).join('');
    // What a known text has become was dropped when it changed: nothing can be known of a text without a number.
    if (chain.length > 1 && !looksLikeNumber(text)) return;
    if (this.#isKnown(chain, text)) return;
    for (const node of chain) this.#drop(node);
    if (this.#untouched.has(first.parentElement ?? hostOf(first))) return;
    if (!this.#affords(text.length)) return;
    if (chain.length === 1 && text.length > WINDOW) {
      this.#work.add(this.#walkLong(first, text));
      return;
    }
    const piece = pieceOf(chain, text);
    const made = [piece];
    for (const node of chain) this.#pieces.set(node, made);
    this.#listener.found(piece);
  }

  #affords(length: number): boolean {
    if (this.#characters + length > MOST_CHARACTERS) {
      const now = performance.now();
      this.#characters = Math.max(0, this.#characters - ((now - this.#counted) / 1000) * CHARACTERS_A_SECOND);
      this.#counted = now;
    }
    const enough = this.#characters + length <= MOST_CHARACTERS;
    if (enough) this.#characters += length;
    else this.#large = true;
    // Short texts cost next to nothing and are what a person looks at.
    return enough || length <= WINDOW;
  }

  /** A megabyte in one node is read window by window, as long as it stays what it was. */
  *#walkLong(node: Text, text: string): Job {
    const made: Piece[] = [];
    this.#pieces.set(node, made);
    for (const part of windows(text)) {
      if (looksLikeNumber(part.text)) {
        const piece = pieceOf([node], part.text, part.base, true);
        made.push(piece);
        this.#listener.found(piece);
      }
      yield;
      if (this.#pieces.get(node) !== made) return;
    }
  }

  #isKnown(chain: readonly Text[], text: string): boolean {
    const [first] = chain;
    const known = first && this.#pieces.get(first)?.[0];
    if (!known || known.nodes.length !== chain.length || text.length > WINDOW || known.text !== text)
      return false;
    if (chain.length > 1 && !chain.every((node, at) => node === known.nodes[at])) return false;
    if (this.#untouched.has(first.parentElement)) return false;
    if (this.#moving) this.#listener.kept(known);
    return true;
  }
}

function nextText(walker: TreeWalker): Text | null {
  // The walker shows nothing else.
  return walker.nextNode() as Text | null;
}

function hostOf(node: Text): Element | null {
  const root = node.getRootNode();
  return root instanceof ShadowRoot ? root.host : null;
}
