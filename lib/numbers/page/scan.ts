// Walks the page's text in slices, follows its changes, and hands out the texts that may hold numbers.
import { Hints } from './hint.ts';
import { readsOn } from './join.ts';
import type { Piece } from './piece.ts';
import { endsOpen, looksLikeNumber, startsOpen, WINDOW, windows } from './shape.ts';
import { SKIP_ATTRIBUTES, Untouched } from './skip.ts';
import type { Job, Slices } from './slices.ts';

/** Who is told. */
export interface ScanListener {
  /** A text to ask about. */
  found(piece: Piece): void;
  /** A text that was handed out is no longer what the page says. */
  lost(piece: Piece): void;
  /** Parts of the page went away; pieces that stood there are not named one by one. */
  removed(): void;
}

/** A running scan. */
export interface Scan {
  /** Looks at everything anew: an answer did not come. */
  again: () => void;
  /** A piece is gone; should its nodes come back, they are new. */
  forget(piece: Piece): void;
}

/** Nodes looked at between two glances at the clock. */
const STRIDE = 64;
/** A page may hold more text than anyone can look at: the walk stops taking long texts beyond this. */
const MOST_CHARACTERS = 20_000_000;

/** Scans `root` now and whatever changes in it later, until `signal` aborts. */
export function scanPage(root: Document, work: Slices, listener: ScanListener, signal: AbortSignal): Scan {
  const untouched = new Untouched();
  const pieces = new WeakMap<Text, Piece[]>();
  const hints = new Hints();
  const dirty = new Set<Node>();
  const watched = new WeakSet<Node>();
  let characters = 0;
  let planned = false;

  const observer = new MutationObserver(changed);
  signal.addEventListener('abort', () => observer.disconnect(), { once: true });

  watch(root);
  const body = root.body ?? root.documentElement;
  work.add(walkShadows(body));
  work.add(walk(body));
  for (const part of onScreen(root)) work.add(walk(part));

  return {
    again: () => work.add(walk(body)),
    forget: ({ nodes }) => {
      for (const node of nodes) pieces.delete(node);
    },
  };

  function watch(part: Node): void {
    if (watched.has(part)) return;
    watched.add(part);
    observer.observe(part, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
      attributeFilter: SKIP_ATTRIBUTES,
    });
  }

  function changed(records: readonly MutationRecord[]): void {
    let removed = false;
    for (const record of records) {
      if (record.type === 'characterData') {
        if (record.target instanceof Text) drop(record.target);
        dirty.add(record.target);
      } else if (record.type === 'attributes') {
        untouched.forget();
        dirty.add(record.target);
        removed = true;
      } else {
        for (const node of record.removedNodes) {
          if (node instanceof Text) drop(node);
          else removed = true;
        }
        for (const node of record.addedNodes) dirty.add(node);
      }
    }
    if (removed) listener.removed();
    planDirty();
  }

  function planDirty(): void {
    if (planned || dirty.size === 0) return;
    planned = true;
    work.add(walkDirty());
  }

  function drop(node: Text): void {
    const known = pieces.get(node);
    if (!known) return;
    pieces.delete(node);
    for (const piece of known) {
      for (const other of piece.nodes) if (other !== node) pieces.delete(other);
      listener.lost(piece);
    }
  }

  function* walkDirty(): Job {
    for (const node of dirty) {
      dirty.delete(node);
      if (!node.isConnected) continue;
      yield* walk(node);
      if (node instanceof Element) yield* walkShadows(node);
    }
    planned = false;
  }

  /** All text in a part of the page, and the neighbours its edges read on into. Most nodes leave after two tests. */
  function* walk(part: Node): Job {
    let visited = 0;
    // A text whose end a number may go on from waits for the next one; what has joined it waits with it.
    let open: Text | undefined;
    let joined: Text[] = [];
    const walker = root.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    let node = part instanceof Text ? part : walker.nextNode();
    if (node instanceof Text && startsOpen(node.data)) joined = before(node);
    if (joined.length > 1) open = joined.at(-2);
    for (; node; node = walker.nextNode()) {
      const data = node.nodeValue ?? '';
      if (open) {
        if (startsOpen(data) && node instanceof Text && readsOn(open, node)) {
          if (joined.length === 0) joined.push(open);
          if (joined.at(-1) !== node) joined.push(node);
          open = node;
        } else {
          flush(joined.length > 0 ? joined : [open]);
          open = undefined;
          joined = [];
        }
      }
      if (!open) {
        if (endsOpen(data)) open = node instanceof Text ? node : undefined;
        else if ((data.length > WINDOW || looksLikeNumber(data)) && node instanceof Text) flush([node]);
      }
      if (++visited % STRIDE > 0 && data.length < WINDOW) continue;
      yield;
      if (part.contains(node)) continue;
      // The page took away the ground we stood on: go on with what is left of it, part by part.
      for (const child of part.childNodes) if (child.isConnected) dirty.add(child);
      planDirty();
      return;
    }
    if (open) flush(after(joined.length > 0 ? joined : [open]));
  }

  /** The texts before this one that read on into it, and itself. */
  function before(first: Text): Text[] {
    const chain = [first];
    const walker = root.createTreeWalker(first.getRootNode(), NodeFilter.SHOW_TEXT);
    walker.currentNode = first;
    for (let node = walker.previousNode(); node instanceof Text; node = walker.previousNode()) {
      const [next] = chain;
      if (!next || !endsOpen(node.data) || !startsOpen(next.data) || !readsOn(node, next)) break;
      chain.unshift(node);
    }
    return chain;
  }

  function after(chain: Text[]): Text[] {
    const last = chain.at(-1);
    if (!last) return chain;
    const walker = root.createTreeWalker(last.getRootNode(), NodeFilter.SHOW_TEXT);
    walker.currentNode = last;
    for (let node = walker.nextNode(); node instanceof Text; node = walker.nextNode()) {
      const end = chain.at(-1);
      if (!end || !endsOpen(end.data) || !startsOpen(node.data) || !readsOn(end, node)) break;
      chain.push(node);
    }
    return chain;
  }

  function flush(chain: readonly Text[]): void {
    const [first] = chain;
    if (!first) return;
    const text = chain.length === 1 ? first.data : chain.map((node) => node.data).join('');
    // What a known text has become was dropped when it changed: nothing can be known of a text without a number.
    const long = chain.length === 1 && text.length > WINDOW;
    if ((!long && !looksLikeNumber(text)) || isKnown(chain, text)) return;
    for (const node of chain) drop(node);
    if (untouched.has(first.parentElement ?? hostOf(first))) return;
    characters += text.length;
    if (characters > MOST_CHARACTERS && text.length > WINDOW) return;
    if (long) {
      work.add(walkLong(first, text));
      return;
    }
    const made = whole(chain, text);
    for (const node of chain) pieces.set(node, [made]);
    listener.found(made);
  }

  function whole(nodes: readonly Text[], text: string): Piece {
    return { nodes, text, base: 0, labelled: hints.saysPhone(nodes[0]?.parentElement ?? null), matches: [] };
  }

  /** A megabyte in one node is read window by window, as long as it stays what it was. */
  function* walkLong(node: Text, text: string): Job {
    const made: Piece[] = [];
    pieces.set(node, made);
    for (const part of windows(text)) {
      if (looksLikeNumber(part.text)) {
        const piece = { nodes: [node], ...part, labelled: false, matches: [] };
        made.push(piece);
        listener.found(piece);
      }
      yield;
      if (pieces.get(node) !== made) return;
    }
  }

  function isKnown(chain: readonly Text[], text: string): boolean {
    const known = chain[0] && pieces.get(chain[0])?.[0];
    if (!known || known.nodes.length !== chain.length || text.length > WINDOW) return false;
    return (
      known.text === text &&
      chain.every((node, at) => node === known.nodes[at]) &&
      !untouched.has(chain[0]?.parentElement ?? null)
    );
  }

  /** Open shadow roots; only elements of the page's own making have them often enough to look. */
  function* walkShadows(part: Node): Job {
    const walker = root.createTreeWalker(part, NodeFilter.SHOW_ELEMENT);
    let visited = 0;
    for (let node: Node | null = part; node; node = walker.nextNode()) {
      if (node instanceof Element && node.shadowRoot && !untouched.has(node)) {
        watch(node.shadowRoot);
        yield* walk(node.shadowRoot);
        yield* walkShadows(node.shadowRoot);
      }
      if (++visited % STRIDE === 0) yield;
    }
  }
}

function hostOf(node: Text): Element | null {
  const root = node.getRootNode();
  return root instanceof ShadowRoot ? root.host : null;
}

/** The parts of the page that are being looked at, when it is scrolled away from its beginning. */
function onScreen(root: Document): Element[] {
  const view = root.defaultView;
  if (!view || view.scrollY === 0) return [];
  const middle = view.innerWidth / 2;
  const parts = [0.1, 0.3, 0.5, 0.7, 0.9].map((share) =>
    root.elementFromPoint(middle, view.innerHeight * share),
  );
  const rows = parts.map((part) => part?.closest('tr,li,p,article,section') ?? part);
  return [...new Set(rows)].filter((part): part is Element => part !== null && part !== root.body);
}
