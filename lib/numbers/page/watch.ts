// The numbers on a page: found, painted, pointed at. Composes the parts; changes nothing in the page.
import type { Ask, asker, Find } from './ask.ts';
import type { Chip } from './chip.ts';
import { boxesOf, watchPointer, type Hit } from './hit.ts';
import type { PageNumber, walks } from './listed.ts';
import { Painter } from './paint.ts';
import { isCurrent, type Match, type Piece } from './piece.ts';
import { PageScan } from './scan.ts';
import { optedOut } from './skip.ts';
import { slices, type Job } from './slices.ts';
import type { FoundNumber } from '../find.ts';

/** Why numbers may be missing: the page said no, is very large, or never stops changing. */
export type Shortfall = 'opted-out' | 'large' | 'busy';

/** What asks about the numbers of a page and acts on them: most pages have none and do without. */
export interface Hand {
  asker: typeof asker;
  chip: Chip;
  walks: typeof walks;
}

/** What watching a page needs. */
export interface WatchOptions {
  root: Document;
  /** Finds the numbers in texts: the engine does. */
  find: Find;
  /** Texts the operator said are no numbers, on this site. */
  isRefused?: (written: string) => boolean;
  /** Brings it; asked when there is a text that may hold a number, and again when it did not come. */
  bringHand: (signal: AbortSignal) => Promise<Hand | undefined>;
  signal: AbortSignal;
  /** The finder did not answer; it is asked again by itself. */
  onFault?: (error: unknown) => void;
  /** From now on numbers may be missing. */
  onShortfall?: (why: Shortfall) => void;
}

/** The numbers of a watched page. */
export interface PageNumbers {
  /** The numbers on the page, each once, in the order they stand; not more than `most`. */
  numbers(most?: number): Promise<PageNumber[]>;
  /** Scrolls to where a listed number stands first and opens the chip there, ready for the keyboard. False when it has gone. */
  reveal(number: string): boolean;
  /**
   * Goes on to the next number (or back), as a person tabs through links: from the chip, from the window's top, or from
   * an end of the page. False where there is none before the page ends.
   */
  step(by: 1 | -1, from: 'here' | 'end'): Promise<boolean>;
  /** Closes the chip: the keyboard went on in another frame. */
  leave(): void;
  /** Whether the keyboard is in the chip. */
  readonly held: boolean;
  readonly shortfall: Shortfall | undefined;
}

const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 30_000;
/** Of more texts than this that may hold numbers none is kept. */
const MOST_LIVE = 100_000;
/** What is found first is asked about before anybody knows where it stands: a page begins with what is seen. */
const FIRST = 60;
const STRIDE = 64;
const SWEEP_AFTER_MS = 200;

/** Watches a page until `signal` aborts, which undoes everything. */
export function watchNumbers(options: WatchOptions): PageNumbers {
  const { root, find, bringHand, signal, onFault, onShortfall, isRefused = () => false } = options;
  if (signal.aborted || optedOut(root)) return nothing;
  const live = new Set<Piece>();
  let bringing: Promise<Hand | undefined> | undefined;
  let hand: Hand | undefined;
  let ask: Ask = () => Promise.resolve();
  let shown: Hit | undefined;
  let sweeping: ReturnType<typeof setTimeout> | undefined;
  let tooMany = false;
  let first = FIRST;
  let stepping: Promise<unknown> = Promise.resolve();
  let asking = false;
  const wanted = new Set<Piece>();
  /** What is asked about again when some time has passed. */
  const unanswered = new Set<Piece>();
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
  const paint = new Painter(root, want, signal);
  const scan = new PageScan(
    root,
    work,
    { found, lost, removed, kept: (piece) => paint.moved(piece) },
    signal,
  );
  watchPointer(root, scan, pointed, signal);
  // What moves under the chip leaves it pointing at nothing.
  for (const type of ['scroll', 'resize'] as const)
    root.defaultView?.addEventListener(type, hideMoved, { passive: true, capture: true, signal });
  signal.addEventListener(
    'abort',
    () => {
      clearTimeout(retry);
      clearTimeout(sweeping);
    },
    { once: true },
  );

  function found(piece: Piece): void {
    tooMany = live.size >= MOST_LIVE;
    if (tooMany) return;
    live.add(piece);
    paint.add(piece);
    if (first > 0) {
      first--;
      want(piece);
    }
  }

  /** Somebody is near it. */
  function want(piece: Piece): void {
    wanted.add(piece);
    if (!asking) void askWanted();
  }

  async function askWanted(): Promise<void> {
    asking = true;
    // What comes near at the same time is asked about together.
    await bring();
    while (wanted.size > 0 && !signal.aborted) {
      const pieces = [...wanted];
      wanted.clear();
      if (hand) await ask(pieces);
      else failed(undefined, pieces);
    }
    asking = false;
  }

  function answered(piece: Piece, numbers: readonly FoundNumber[]): void {
    wait = FIRST_RETRY_MS;
    if (signal.aborted || piece.gone) return;
    piece.numbers = numbers.filter(({ start, end }) => !isRefused(piece.text.slice(start, end)));
    if (piece.numbers.length > 0) paint.answered(piece);
  }

  function failed(error: unknown, pieces: readonly Piece[]): void {
    if (signal.aborted) return;
    if (error !== undefined) onFault?.(error);
    for (const piece of pieces) unanswered.add(piece);
    retry ??= setTimeout(() => {
      retry = undefined;
      for (const piece of unanswered) if (!piece.gone && !piece.answer) want(piece);
      unanswered.clear();
    }, wait);
    wait = Math.min(wait * 2, LAST_RETRY_MS);
  }

  function lost(piece: Piece): void {
    piece.gone = true;
    if (!live.delete(piece)) return;
    paint.delete(piece);
    if (shown?.match.piece === piece) hideChip();
  }

  /** One sweep for all that goes within a moment: cheaper than walking each removed tree, and nothing removed is painted. */
  function removed(): void {
    if (shown && !isCurrent(shown.match.piece)) hideChip();
    sweeping ??= setTimeout(() => {
      sweeping = undefined;
      work.add(sweep());
    }, SWEEP_AFTER_MS);
  }

  function* sweep(): Job {
    let looked = 0;
    for (const piece of live) {
      if (!piece.nodes.every((node) => node.isConnected)) {
        scan.forget(piece);
        lost(piece);
      }
      if (++looked % STRIDE === 0) yield;
    }
  }

  async function fetchHand(): Promise<Hand | undefined> {
    const brought = await bringHand(signal);
    if (!brought || signal.aborted) {
      bringing = undefined;
      return undefined;
    }
    ask = brought.asker(find, { answered, failed });
    hand = brought;
    return brought;
  }

  function bring(): Promise<Hand | undefined> {
    bringing ??= fetchHand();
    return bringing;
  }

  function pointed(hit: Hit | undefined, x: number, y: number): void {
    // Without it no number is known, so there is none to point at.
    if (!hand) return;
    if (hit && !hand.chip.held) open(hand.chip, hit);
    else hand.chip.pointerAt(x, y);
  }

  function open(brought: Chip, hit: Hit): void {
    if (signal.aborted || !isCurrent(hit.match.piece)) return;
    shown = hit;
    brought.show(hit);
  }

  function hideMoved(): void {
    if (!shown) return;
    const { match, box } = shown;
    const stays = boxesOf(match).some(({ top, left }) => top === box.top && left === box.left);
    if (!stays) hideChip();
  }

  function hideChip(): void {
    shown = undefined;
    hand?.chip.hide();
  }

  function shortfall(): Shortfall | undefined {
    return scan.large || tooMany ? 'large' : work.busy ? 'busy' : undefined;
  }

  async function step(by: 1 | -1, from: 'here' | 'end'): Promise<boolean> {
    const place = from === 'end' ? 'end' : (shown?.match ?? (by === 1 ? 'view' : 'end'));
    const brought = live.size > 0 ? await bring() : undefined;
    const match = await brought?.walks.nextFrom(scan, ask, place, by);
    if (brought && match) reveal(brought, match);
    return match !== undefined;
  }

  function reveal({ chip }: Hand, match: Match): void {
    match.range.startContainer.parentElement?.scrollIntoView({
      block: 'center',
      inline: 'nearest',
      behavior: 'instant',
    });
    const [box] = boxesOf(match);
    if (!box) return;
    open(chip, { match, box });
    chip.focus();
  }

  return {
    async numbers(most = Infinity) {
      const brought = live.size > 0 ? await bring() : undefined;
      return (await brought?.walks.listed(scan, ask, most)) ?? [];
    },
    reveal(number) {
      const match = hand?.walks.firstOf(scan, number);
      if (hand && match) reveal(hand, match);
      return match !== undefined;
    },
    step(by, from) {
      // A key may be pressed again before the last step is done.
      const next = stepping.then(() => step(by, from));
      stepping = next.catch(() => false);
      return next;
    },
    leave: hideChip,
    get held() {
      return hand?.chip.held === true;
    },
    get shortfall() {
      return shortfall();
    },
  };
}

const nothing: PageNumbers = {
  numbers: () => Promise.resolve([]),
  reveal: () => false,
  step: () => Promise.resolve(false),
  leave: () => undefined,
  held: false,
  shortfall: 'opted-out',
};
