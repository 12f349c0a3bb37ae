// Open shadow roots: those that are there, and those that components make later without telling anybody.
import type { Job } from './slices.ts';

const STRIDE = 64;
/** Components that have no root yet and may get one. */
const MOST_HOSTS = 2000;
const FIRST_LOOK_MS = 250;
const LAST_LOOK_MS = 16_000;

/** Finds open shadow roots. */
export interface Shadows {
  /** Looks at all elements of a part; `found` gets each root once. */
  walk(part: Node): Job;
  /** An element the pointer or the keyboard has met. */
  meet(target: EventTarget): void;
}

/** Makes a finder of roots for one page. */
export function shadows(root: Document, found: (shadow: ShadowRoot) => void, signal: AbortSignal): Shadows {
  const known = new WeakSet<ShadowRoot>();
  const hosts = new Set<Element>();
  let wait = FIRST_LOOK_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true });

  function take(shadow: ShadowRoot): void {
    if (known.has(shadow)) return;
    known.add(shadow);
    found(shadow);
  }

  /** Attaching a root changes nothing that could be observed: look again, ever less often. */
  function lookAgain(): void {
    timer = undefined;
    for (const host of hosts) {
      if (host.shadowRoot) take(host.shadowRoot);
      if (host.shadowRoot || !host.isConnected) hosts.delete(host);
    }
    wait *= 2;
    if (wait <= LAST_LOOK_MS) plan();
    else hosts.clear();
  }

  function plan(): void {
    if (timer === undefined && hosts.size > 0) timer = setTimeout(lookAgain, wait);
  }

  return {
    *walk(part) {
      const walker = root.createTreeWalker(part, NodeFilter.SHOW_ELEMENT);
      let visited = 0;
      let waiting = false;
      for (let node: Node | null = part; node; node = walker.nextNode()) {
        if (node instanceof Element) {
          if (node.shadowRoot) take(node.shadowRoot);
          else if (hosts.size < MOST_HOSTS && node.localName.includes('-')) {
            hosts.add(node);
            waiting = true;
          }
        }
        if (++visited % STRIDE === 0) yield;
      }
      if (!waiting) return;
      wait = FIRST_LOOK_MS;
      plan();
    },
    meet(target) {
      if (target instanceof ShadowRoot) take(target);
      else if (target instanceof Element && target.shadowRoot) take(target.shadowRoot);
    },
  };
}
