// Which blocks are near the viewport. Rows of a long table or list are asked about in groups: its first and its last row speak
// for the rows between them, so that ten thousand rows cost what a few hundred do.

const NEAR = 300;
const FAR = 1500;
/** A group this tall cannot have a row near the viewport while both its ends are far. */
const TALLEST = 2 * (FAR - NEAR);
const GROUP = 16;
/** Fewer rows than this are not worth a group. */
const FEWEST = 4;
/** A parent with fewer rows of ours is watched row by row. */
const MANY = 48;
const RECHECK_MS = 250;
/** Without it a row in a list that scrolls by itself is seen only when it is seen: groups would sleep too long. */
const MAY_GROUP =
  typeof IntersectionObserver !== 'undefined' && 'scrollMargin' in IntersectionObserver.prototype;

interface Group {
  run: Run;
  /** In the order of the document. */
  blocks: Set<Element>;
  first: Element;
  last: Element;
  seen: Set<Element>;
  awake: boolean;
}

/** All our rows in one parent. */
interface Run {
  count: number;
  sized: boolean;
  open: Element[];
  groups: Set<Group>;
}

/** Watches blocks; `told` hears of each that comes near or goes, and whether it has a box at all. */
export class Nearness {
  readonly #told: (block: Element, near: boolean, hasBox: boolean) => void;
  readonly #signal: AbortSignal;
  readonly #nearby: IntersectionObserver;
  readonly #far: IntersectionObserver;
  readonly #sizes = new ResizeObserver((entries) => this.#resized(entries));
  readonly #runs = new WeakMap<Element, Run>();
  readonly #grouped = new Map<Element, Group>();
  readonly #growing = new Set<Run>();
  readonly #changed = new Set<Run>();
  #recheck: ReturnType<typeof setTimeout> | undefined;

  constructor(
    root: Document,
    told: (block: Element, near: boolean, hasBox: boolean) => void,
    signal: AbortSignal,
  ) {
    this.#told = told;
    this.#signal = signal;
    this.#nearby = new IntersectionObserver((entries) => this.#cameNear(entries), margins(root, NEAR));
    this.#far = new IntersectionObserver((entries) => this.#groupsMoved(entries), margins(root, FAR));
    signal.addEventListener(
      'abort',
      () => {
        this.#nearby.disconnect();
        this.#far.disconnect();
        this.#sizes.disconnect();
        clearTimeout(this.#recheck);
      },
      { once: true },
    );
  }

  watch(block: Element): void {
    const parent = block.parentElement;
    if (MAY_GROUP && parent) this.#join(block, parent);
    else this.#nearby.observe(block);
  }

  unwatch(block: Element): void {
    this.#leave(block);
    const run = block.parentElement && this.#runs.get(block.parentElement);
    const at = run ? run.open.indexOf(block) : -1;
    if (run && at >= 0) run.open.splice(at, 1);
  }

  /** It stands somewhere else than before. */
  moved(block: Element): void {
    if (!this.#grouped.has(block)) return;
    this.#leave(block);
    this.#nearby.observe(block);
  }

  #cameNear(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting, boundingClientRect: box } of entries)
      this.#told(target, isIntersecting, isIntersecting || box.width > 0 || box.height > 0);
  }

  #groupsMoved(entries: readonly IntersectionObserverEntry[]): void {
    const boxes = new Map<Element, DOMRectReadOnly>();
    const touched = new Set<Group>();
    for (const { target, isIntersecting, boundingClientRect } of entries) {
      const group = this.#grouped.get(target);
      if (!group) continue;
      boxes.set(target, boundingClientRect);
      touched.add(group);
      if (isIntersecting) group.seen.add(target);
      else group.seen.delete(target);
    }
    for (const group of touched)
      if (this.#holds(group, boxes)) this.#rouse(group);
      else this.#dissolve(group);
  }

  #holds({ first, last }: Group, boxes?: ReadonlyMap<Element, DOMRectReadOnly>): boolean {
    const top = boxes?.get(first) ?? first.getBoundingClientRect();
    const bottom = boxes?.get(last) ?? last.getBoundingClientRect();
    const hidden = [top, bottom].some(({ width, height }) => width === 0 && height === 0);
    // All of it is hidden: it tells when it is not any more.
    if (hidden) return first.parentElement?.getClientRects().length === 0;
    return Math.abs(bottom.top - top.top) <= TALLEST && Math.abs(bottom.left - top.left) <= TALLEST;
  }

  #rouse(group: Group): void {
    const awake = group.seen.size > 0;
    if (awake === group.awake) return;
    group.awake = awake;
    for (const block of group.blocks) {
      if (awake) this.#nearby.observe(block);
      else {
        this.#nearby.unobserve(block);
        this.#told(block, false, true);
      }
    }
  }

  #dissolve(group: Group): void {
    for (const block of group.blocks) {
      this.#grouped.delete(block);
      this.#nearby.observe(block);
    }
    this.#drop(group);
  }

  #drop(group: Group): void {
    this.#far.unobserve(group.first);
    this.#far.unobserve(group.last);
    group.run.groups.delete(group);
    group.blocks.clear();
  }

  #resized(entries: readonly ResizeObserverEntry[]): void {
    for (const { target } of entries) {
      const run = this.#runs.get(target);
      // It tells the size it has when it is first watched.
      if (run?.sized) this.#changed.add(run);
      else if (run) run.sized = true;
    }
    if (this.#changed.size === 0) return;
    // Rows grew, shrank or were hidden: groups may be taller than they were, or their ends gone.
    this.#recheck ??= setTimeout(() => {
      this.#recheck = undefined;
      for (const run of this.#changed)
        for (const group of run.groups) if (!this.#holds(group)) this.#dissolve(group);
      this.#changed.clear();
    }, RECHECK_MS);
  }

  #join(block: Element, parent: Element): void {
    const run = this.#runs.get(parent) ?? { count: 0, sized: false, open: [], groups: new Set() };
    this.#runs.set(parent, run);
    if (++run.count <= MANY) return this.#nearby.observe(block);
    if (run.count === MANY + 1) this.#sizes.observe(parent);
    const last = run.open.at(-1);
    if (last && (run.open.length >= GROUP || !follows(last, block))) this.#seal(run);
    if (this.#growing.size === 0) queueMicrotask(() => this.#sealAll());
    this.#growing.add(run);
    run.open.push(block);
  }

  #sealAll(): void {
    if (!this.#signal.aborted) for (const run of this.#growing) this.#seal(run);
    this.#growing.clear();
  }

  #seal(run: Run): void {
    const open = run.open.splice(0);
    const [first] = open;
    const last = open.at(-1);
    if (open.length < FEWEST || !first || !last || !isFlow([first, open[open.length >> 1], last]))
      return open.forEach((block) => this.#nearby.observe(block));
    const group: Group = { run, blocks: new Set(open), first, last, seen: new Set(), awake: false };
    run.groups.add(group);
    for (const block of open) this.#grouped.set(block, group);
    this.#far.observe(first);
    this.#far.observe(last);
  }

  #leave(block: Element): void {
    this.#nearby.unobserve(block);
    const group = this.#grouped.get(block);
    if (!group) return;
    this.#grouped.delete(block);
    group.blocks.delete(block);
    if (block !== group.first && block !== group.last) return;
    this.#far.unobserve(block);
    group.seen.delete(block);
    const rest = [...group.blocks];
    const [first] = rest;
    const last = rest.at(-1);
    if (!first || !last) {
      group.run.groups.delete(group);
      return;
    }
    if (block === group.first) this.#far.observe((group.first = first));
    if (block === group.last) this.#far.observe((group.last = last));
  }
}

/** What is put somewhere by hand says nothing about its neighbours. */
function isFlow(blocks: readonly (Element | undefined)[]): boolean {
  return blocks.every((block) => {
    if (!block || block.tagName === 'TR' || block.tagName === 'LI') return true;
    const { position } = getComputedStyle(block);
    return position === 'static' || position === 'relative';
  });
}

function follows(before: Element, block: Element): boolean {
  return (before.compareDocumentPosition(block) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
}

function margins(root: Document, px: number): IntersectionObserverInit & { scrollMargin: string } {
  // In a frame the margin needs the frame's own viewport as root; a list that scrolls by itself needs scrollMargin.
  return { root, rootMargin: `${px}px`, scrollMargin: `${px}px` };
}
