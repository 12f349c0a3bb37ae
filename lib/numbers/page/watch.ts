// The numbers on a page: found, painted, pointed at. Composes the parts; changes nothing in the page.
import { agreed } from './agree.ts';
import { asker, type Find } from './ask.ts';
import type { Chip } from './chip.ts';
import { Hints } from './hint.ts';
import { boxesOf, watchPointer, type Hit } from './hit.ts';
import { painter } from './paint.ts';
import { isCurrent, matchesOf, type Match, type Piece } from './piece.ts';
import { scanPage } from './scan.ts';
import { optedOut } from './skip.ts';
import { slices, type Job } from './slices.ts';
import type { FoundNumber } from '../find.ts';

/** A number that the page shows, however often. */
export interface PageNumber {
  /** E.164 */
  number: string;
  ext?: string;
  /** As the page writes it where it stands first. */
  written: string;
}

/** Why numbers may be missing: the page said no, is very large, or never stops changing. */
export type Shortfall = 'opted-out' | 'large' | 'busy';

/** What watching a page needs. */
export interface WatchOptions {
  root: Document;
  /** Finds the numbers in texts: the engine does. */
  find: Find;
  /** Texts the operator said are no numbers, on this site. */
  isRefused?: (written: string) => boolean;
  /** Makes the chip; asked once, when the operator's pointer or keyboard first moves here. */
  bringChip: (step: (by: 1 | -1) => void, signal: AbortSignal) => Promise<Chip | undefined>;
  signal: AbortSignal;
  /** The finder did not answer; it is asked again by itself. */
  onFault?: (error: unknown) => void;
  /** From now on numbers may be missing. */
  onShortfall?: (why: Shortfall) => void;
}

/** The numbers of a watched page. */
export interface PageNumbers {
  /** The numbers on the page, each once, in the order they stand; not more than `most`. */
  numbers(most?: number): PageNumber[];
  /** Scrolls to where a number stands first and opens the chip there, ready for the keyboard. False when it has gone. */
  reveal(number: string): boolean;
  /** Goes on to the next number (or back), as a person tabs through links. False where there is none. */
  step(by: 1 | -1): boolean;
  /** Looks at the whole page again. The page tells of its changes by itself: this is for what it cannot tell. */
  again(): void;
  readonly shortfall: Shortfall | undefined;
}

const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 30_000;
/** More numbers than this on one page are not kept. */
const MOST_LIVE = 50_000;
const STRIDE = 64;

/** Watches a page until `signal` aborts, which undoes everything. */
export function watchNumbers(options: WatchOptions): PageNumbers {
  const { root, find, bringChip, signal, onFault, onShortfall, isRefused = () => false } = options;
  if (signal.aborted || optedOut(root)) return nothing;
  const live = new Set<Piece>();
  const paint = painter(root, signal);
  let bringing: Promise<Chip | undefined> | undefined;
  let chip: Chip | undefined;
  /** What the pointer is at while the chip is still coming. */
  let wanted: Hit | undefined;
  let shown: Match | undefined;
  let sweeping = false;
  let tooMany = false;
  let wait = FIRST_RETRY_MS;
  let retry: ReturnType<typeof setTimeout> | undefined;

  const work = slices(signal);
  let told: Shortfall | undefined;
  work.atEnd(() => {
    const why = shortfall();
    if (why === told) return;
    told = why;
    if (why) onShortfall?.(why);
  });
  const ask = asker(find, work, answered, failed);
  const scan = scanPage(
    root,
    work,
    new Hints(),
    { found, lost, removed, kept: (piece) => paint.moved(piece) },
    signal,
  );
  watchPointer(root, scan, pointed, signal);
  // What moves under the chip leaves it pointing at nothing.
  for (const type of ['scroll', 'resize'] as const)
    root.defaultView?.addEventListener(type, hideChip, { passive: true, capture: true, signal });
  signal.addEventListener('abort', () => clearTimeout(retry), { once: true });

  function found(piece: Piece): void {
    const known = piece.nodes.length === 1 ? agreed(piece.nodes[0]?.parentElement ?? null, piece.text) : [];
    if (known?.length === 1) answered(piece, known);
    else ask.ask(piece);
  }

  function answered(piece: Piece, numbers: readonly FoundNumber[]): void {
    wait = FIRST_RETRY_MS;
    if (signal.aborted || piece.gone || live.has(piece)) return;
    piece.numbers = numbers.filter(({ start, end }) => !isRefused(piece.text.slice(start, end)));
    if (piece.numbers.length === 0) return;
    tooMany = live.size >= MOST_LIVE;
    if (tooMany) return;
    live.add(piece);
    paint.add(piece);
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
    piece.gone = true;
    if (!live.delete(piece)) return;
    paint.delete(piece);
    if (shown?.piece === piece) hideChip();
  }

  /** One sweep for any number of removals: cheaper than walking each removed tree, and nothing removed is painted. */
  function removed(): void {
    if (shown && !isCurrent(shown.piece)) hideChip();
    if (sweeping) return;
    sweeping = true;
    work.add(sweep());
  }

  function* sweep(): Job {
    let looked = 0;
    // What is removed from now on wants another sweep.
    sweeping = false;
    for (const piece of live) {
      if (!piece.nodes.every((node) => node.isConnected)) {
        scan.forget(piece);
        lost(piece);
      }
      if (++looked % STRIDE === 0) yield;
    }
  }

  function bring(): Promise<Chip | undefined> {
    bringing ??= bringChip(step, signal).then((brought) => (chip = brought));
    return bringing;
  }

  function pointed(hit: Hit | undefined, x: number, y: number): void {
    if (chip) {
      if (hit && !chip.held) open(chip, hit);
      else chip.pointerAt(x, y);
      return;
    }
    wanted = hit;
    // Whoever moves the pointer on a page with numbers may be on the way to one.
    if (live.size > 0) void bring().then((brought) => brought && wanted && open(brought, wanted));
  }

  function open(brought: Chip, hit: Hit): void {
    if (signal.aborted || !isCurrent(hit.match.piece)) return;
    shown = hit.match;
    brought.show(hit);
  }

  function hideChip(): void {
    shown = undefined;
    chip?.hide();
  }

  function shortfall(): Shortfall | undefined {
    return scan.large || tooMany ? 'large' : work.busy ? 'busy' : undefined;
  }

  function inOrder(): Piece[] {
    return [...live].filter(isCurrent).toSorted(({ nodes: [a], base }, { nodes: [b], base: other }) => {
      if (!a || !b || a === b) return base - other;
      return a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;
    });
  }

  function step(by: 1 | -1): boolean {
    const matches = inOrder().flatMap(matchesOf);
    const at = shown ? matches.indexOf(shown) : -1;
    const first = matches.findIndex((match) => boxesOf(match).some(({ top }) => top >= 0));
    const next = at >= 0 ? at + by : first;
    return reveal(matches.at(next % (matches.length || 1)));
  }

  function reveal(match: Match | undefined): boolean {
    const element = match?.range.startContainer.parentElement;
    if (!match || !element) return false;
    element.scrollIntoView({ block: 'center', inline: 'nearest' });
    void focusChip(match);
    return true;
  }

  async function focusChip(match: Match): Promise<void> {
    const brought = await bring();
    // The scroll event of this very move arrives with the next frame and would hide the chip again.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        const [box] = boxesOf(match);
        if (!box || !brought) return;
        open(brought, { match, box });
        brought.focus();
      }),
    );
  }

  return {
    again: scan.again,
    numbers(most = Infinity) {
      const seen = new Map<string, PageNumber>();
      for (const { numbers, text } of inOrder()) {
        for (const { start, end, number, ext } of numbers) {
          const key = `${number};${ext ?? ''}`;
          const written = text.slice(start, end);
          if (!seen.has(key)) seen.set(key, { number, ...(ext !== undefined && { ext }), written });
        }
        if (seen.size >= most) break;
      }
      return [...seen.values()].slice(0, most);
    },
    reveal: (number) => {
      const piece = inOrder().find(({ numbers }) => numbers.some((one) => one.number === number));
      return reveal(piece && matchesOf(piece).find((match) => match.number === number));
    },
    step,
    get shortfall() {
      return shortfall();
    },
  };
}

const nothing: PageNumbers = {
  numbers: () => [],
  reveal: () => false,
  step: () => false,
  again: () => undefined,
  shortfall: 'opted-out',
};
