// Which blocks are near the viewport. Rows of a long table are asked about in groups: its first and its last row speak
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

/** Tells which blocks are near. */
export interface Nearness {
  watch(block: Element): void;
  unwatch(block: Element): void;
  /** It stands somewhere else than before. */
  moved(block: Element): void;
}

/** Watches blocks; `told` hears of each that comes near or goes, and whether it has a box at all. */
export function nearness(
  root: Document,
  told: (block: Element, near: boolean, hasBox: boolean) => void,
  signal: AbortSignal,
): Nearness {
  const nearby = new IntersectionObserver(cameNear, margins(root, NEAR));
  const far = new IntersectionObserver(groupsMoved, margins(root, FAR));
  const sizes = new ResizeObserver(resized);
  // Without it a row in a list that scrolls by itself is seen only when it is seen: groups would sleep too long.
  const mayGroup = 'scrollMargin' in IntersectionObserver.prototype;
  const runs = new WeakMap<Element, Run>();
  const grouped = new Map<Element, Group>();
  const growing = new Set<Run>();
  const changed = new Set<Run>();
  let recheck: ReturnType<typeof setTimeout> | undefined;
  signal.addEventListener(
    'abort',
    () => {
      nearby.disconnect();
      far.disconnect();
      sizes.disconnect();
      clearTimeout(recheck);
    },
    { once: true },
  );

  function cameNear(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting, boundingClientRect: box } of entries)
      told(target, isIntersecting, isIntersecting || box.width > 0 || box.height > 0);
  }

  function groupsMoved(entries: readonly IntersectionObserverEntry[]): void {
    const boxes = new Map<Element, DOMRectReadOnly>();
    const touched = new Set<Group>();
    for (const { target, isIntersecting, boundingClientRect } of entries) {
      const group = grouped.get(target);
      if (!group) continue;
      boxes.set(target, boundingClientRect);
      touched.add(group);
      if (isIntersecting) group.seen.add(target);
      else group.seen.delete(target);
    }
    for (const group of touched)
      if (holds(group, boxes)) rouse(group);
      else dissolve(group);
  }

  function holds({ first, last }: Group, boxes?: ReadonlyMap<Element, DOMRectReadOnly>): boolean {
    const top = boxes?.get(first) ?? first.getBoundingClientRect();
    const bottom = boxes?.get(last) ?? last.getBoundingClientRect();
    const hidden = [top, bottom].some(({ width, height }) => width === 0 && height === 0);
    // All of it is hidden: it tells when it is not any more.
    if (hidden) return first.parentElement?.getClientRects().length === 0;
    return Math.abs(bottom.top - top.top) <= TALLEST && Math.abs(bottom.left - top.left) <= TALLEST;
  }

  function rouse(group: Group): void {
    const awake = group.seen.size > 0;
    if (awake === group.awake) return;
    group.awake = awake;
    for (const block of group.blocks) {
      if (awake) nearby.observe(block);
      else {
        nearby.unobserve(block);
        told(block, false, true);
      }
    }
  }

  function dissolve(group: Group): void {
    for (const block of group.blocks) {
      grouped.delete(block);
      nearby.observe(block);
    }
    drop(group);
  }

  function drop(group: Group): void {
    far.unobserve(group.first);
    far.unobserve(group.last);
    group.run.groups.delete(group);
    group.blocks.clear();
  }

  function resized(entries: readonly ResizeObserverEntry[]): void {
    for (const { target } of entries) {
      const run = runs.get(target);
      // It tells the size it has when it is first watched.
      if (run?.sized) changed.add(run);
      else if (run) run.sized = true;
    }
    if (changed.size === 0) return;
    // Rows grew, shrank or were hidden: groups may be taller than they were, or their ends gone.
    recheck ??= setTimeout(() => {
      recheck = undefined;
      for (const run of changed) for (const group of run.groups) if (!holds(group)) dissolve(group);
      changed.clear();
    }, RECHECK_MS);
  }

  function join(block: Element, parent: Element): void {
    const run = runs.get(parent) ?? { count: 0, sized: false, open: [], groups: new Set() };
    runs.set(parent, run);
    if (++run.count <= MANY) return nearby.observe(block);
    if (run.count === MANY + 1) sizes.observe(parent);
    const last = run.open.at(-1);
    if (last && (run.open.length >= GROUP || !follows(last, block))) seal(run);
    if (growing.size === 0) queueMicrotask(sealAll);
    growing.add(run);
    run.open.push(block);
  }

  function sealAll(): void {
    if (!signal.aborted) for (const run of growing) seal(run);
    growing.clear();
  }

  function seal(run: Run): void {
    const open = run.open.splice(0);
    const [first] = open;
    const last = open.at(-1);
    if (open.length < FEWEST || !first || !last) return open.forEach((block) => nearby.observe(block));
    const group: Group = { run, blocks: new Set(open), first, last, seen: new Set(), awake: false };
    run.groups.add(group);
    for (const block of open) grouped.set(block, group);
    far.observe(first);
    far.observe(last);
  }

  function leave(block: Element): void {
    nearby.unobserve(block);
    const group = grouped.get(block);
    if (!group) return;
    grouped.delete(block);
    group.blocks.delete(block);
    if (block !== group.first && block !== group.last) return;
    far.unobserve(block);
    group.seen.delete(block);
    const rest = [...group.blocks];
    const [first] = rest;
    const last = rest.at(-1);
    if (!first || !last) {
      group.run.groups.delete(group);
      return;
    }
    if (block === group.first) far.observe((group.first = first));
    if (block === group.last) far.observe((group.last = last));
  }

  return {
    watch(block) {
      const parent = block.parentElement;
      if (mayGroup && parent && /^(?:TR|LI)$/.test(block.tagName)) join(block, parent);
      else nearby.observe(block);
    },
    unwatch(block) {
      leave(block);
      const run = block.parentElement && runs.get(block.parentElement);
      const at = run ? run.open.indexOf(block) : -1;
      if (run && at >= 0) run.open.splice(at, 1);
    },
    moved(block) {
      if (!grouped.has(block)) return;
      leave(block);
      nearby.observe(block);
    },
  };
}

function follows(before: Element, block: Element): boolean {
  return (before.compareDocumentPosition(block) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
}

function margins(root: Document, px: number): IntersectionObserverInit & { scrollMargin: string } {
  // In a frame the margin needs the frame's own viewport as root; a list that scrolls by itself needs scrollMargin.
  return { root, rootMargin: `${px}px`, scrollMargin: `${px}px` };
}
