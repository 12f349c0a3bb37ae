// The numbers on a page: found, painted, pointed at. Composes the parts; changes nothing in the page.
import { asker, type Find } from './ask.ts';
import { createChip, type ChipActions, type ChipTexts } from './chip.ts';
import { boxesOf, watchPointer } from './hit.ts';
import { painter } from './paint.ts';
import { isCurrent, matchesOf, type Match, type Piece } from './piece.ts';
import { scanPage } from './scan.ts';
import { optedOut } from './skip.ts';
import { slices } from './slices.ts';
import type { FoundNumber } from '../find.ts';

/** A number that the page shows, however often. */
export interface PageNumber {
  /** E.164 */
  number: string;
  ext?: string;
  /** As the page writes it where it stands first. */
  written: string;
}

/** What watching a page needs. */
export interface WatchOptions {
  root: Document;
  /** Finds the numbers in texts: the engine does. */
  find: Find;
  /** Where the chip may live: a closed shadow root of ours. Asked when the chip is first shown. */
  chipRoot: () => ShadowRoot;
  actions: ChipActions;
  texts: ChipTexts;
  signal: AbortSignal;
  /** The list of numbers is another. At most once a slice. */
  onChange?: () => void;
  /** The finder did not answer; it is asked again by itself. */
  onFault?: (error: unknown) => void;
}

/** The numbers of a watched page. */
export interface PageNumbers {
  /** All numbers on the page, each once, in the order they stand. */
  numbers(): PageNumber[];
  /** Scrolls to where a number stands first and opens the chip there, ready for the keyboard. False when it has gone. */
  reveal(number: string): boolean;
  /** Looks at the whole page again. The page tells of its changes by itself: this is for what it cannot tell. */
  again(): void;
}

const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 30_000;

/** Watches a page until `signal` aborts, which undoes everything. */
export function watchNumbers({
  root,
  find,
  chipRoot,
  actions,
  texts,
  signal,
  onChange,
  onFault,
}: WatchOptions): PageNumbers {
  if (signal.aborted || optedOut(root))
    return { numbers: () => [], reveal: () => false, again: () => undefined };
  const live = new Set<Piece>();
  const byText = new WeakMap<Text, Piece[]>();
  const paint = painter(root, signal);
  const chip = createChip(chipRoot, actions, texts, signal);
  let shown: Match | undefined;
  let changed = false;
  let sweeping = false;
  let wait = FIRST_RETRY_MS;
  let retry: ReturnType<typeof setTimeout> | undefined;

  const work = slices(signal);
  const ask = asker(find, work, answered, failed);
  const scan = scanPage(root, work, { found: (piece) => ask.ask(piece), lost, removed }, signal);
  watchPointer(root, (node) => byText.get(node) ?? [], pointed, signal);
  // What moves under the chip leaves it pointing at nothing.
  for (const type of ['scroll', 'resize'] as const)
    root.defaultView?.addEventListener(type, hideChip, { passive: true, capture: true, signal });
  signal.addEventListener('abort', () => clearTimeout(retry), { once: true });

  function answered(piece: Piece, numbers: readonly FoundNumber[]): void {
    wait = FIRST_RETRY_MS;
    if (signal.aborted || numbers.length === 0 || live.has(piece) || !isCurrent(piece)) return;
    piece.matches = matchesOf(piece, numbers);
    live.add(piece);
    for (const node of piece.nodes) byText.set(node, [...(byText.get(node) ?? []), piece]);
    paint.add(piece);
    tell();
  }

  function failed(error: unknown, pieces: readonly Piece[]): void {
    if (signal.aborted) return;
    for (const piece of pieces) scan.forget(piece);
    onFault?.(error);
    retry ??= setTimeout(() => {
      retry = undefined;
      scan.again();
    }, wait);
    wait = Math.min(wait * 2, LAST_RETRY_MS);
  }

  function lost(piece: Piece): void {
    if (!live.delete(piece)) return;
    for (const node of piece.nodes) {
      const rest = byText.get(node)?.filter((other) => other !== piece) ?? [];
      if (rest.length > 0) byText.set(node, rest);
      else byText.delete(node);
    }
    paint.delete(piece);
    if (shown?.piece === piece) hideChip();
    tell();
  }

  /** One sweep for any number of removals in a turn: cheaper than walking each removed tree. */
  function removed(): void {
    if (sweeping) return;
    sweeping = true;
    queueMicrotask(() => {
      sweeping = false;
      for (const piece of live) {
        if (piece.nodes.every((node) => node.isConnected)) continue;
        scan.forget(piece);
        lost(piece);
      }
    });
  }

  function tell(): void {
    if (changed || !onChange) return;
    changed = true;
    queueMicrotask(() => {
      changed = false;
      if (!signal.aborted) onChange();
    });
  }

  function pointed(hit: { match: Match; box: DOMRect } | undefined, x: number, y: number): void {
    if (hit) open(hit.match, hit.box);
    else chip.pointerAt(x, y);
  }

  function open(match: Match, box: DOMRect): void {
    shown = match;
    chip.show({ match, box });
  }

  function hideChip(): void {
    shown = undefined;
    chip.hide();
  }

  function inOrder(): Match[] {
    const matches = [...live].filter(isCurrent).flatMap((piece) => piece.matches);
    return matches.toSorted(({ range: a }, { range: b }) => {
      if (a.startContainer === b.startContainer) return a.startOffset - b.startOffset;
      const follows =
        a.startContainer.compareDocumentPosition(b.startContainer) & Node.DOCUMENT_POSITION_FOLLOWING;
      return follows ? -1 : 1;
    });
  }

  return {
    again: scan.again,
    numbers() {
      const seen = new Map<string, PageNumber>();
      for (const { number, ext, written } of inOrder()) {
        const key = `${number};${ext ?? ''}`;
        if (!seen.has(key)) seen.set(key, { number, ...(ext !== undefined && { ext }), written });
      }
      return [...seen.values()];
    },
    reveal(number) {
      const match = inOrder().find((each) => each.number === number);
      const element = match?.range.startContainer.parentElement;
      if (!match || !element) return false;
      element.scrollIntoView({ block: 'center', inline: 'nearest' });
      // The scroll event of this very move arrives with the next frame and would hide the chip again.
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          const [box] = boxesOf(match);
          if (!box || signal.aborted) return;
          open(match, box);
          chip.focus();
        }),
      );
      return true;
    },
  };
}
