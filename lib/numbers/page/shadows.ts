// Open shadow roots: those that are there, and those that components make later without telling anybody.
import type { Job } from './slices.ts';

const STRIDE = 64;
/** More elements than this are not searched in one go. */
const MOST_AT_ONCE = 100_000;
/** What cannot have a shadow root, the most frequent first: the browser leaves these out for us. */
const MAY_BE_HOST = `:not(${(
  'td tr a li ul input button svg path img label option b i strong em code th tbody table use g br hr script style link meta ' +
  'dd dt dl ol form select small sub sup time u s q pre kbd samp rect circle line text tspan colgroup col thead tfoot caption ' +
  'fieldset legend textarea template figure figcaption abbr'
).replaceAll(' ', ',')})`;
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

  function host(element: Element): void {
    if (element.shadowRoot) take(element.shadowRoot);
    else if (hosts.size < MOST_HOSTS && element.localName.includes('-')) {
      hosts.add(element);
      wait = FIRST_LOOK_MS;
      plan();
    }
  }

  return {
    *walk(part) {
      if (part instanceof Element) host(part);
      else if (!(part instanceof DocumentFragment)) return;
      let visited = 0;
      for (const element of isSmall(part) ? part.querySelectorAll(MAY_BE_HOST) : elementsIn(root, part)) {
        host(element);
        if (++visited % STRIDE === 0) yield;
      }
    },
    meet(target) {
      if (!(target instanceof Element)) return;
      if (target.shadowRoot) take(target.shadowRoot);
      const around = target.getRootNode();
      if (around instanceof ShadowRoot && around.mode === 'open') take(around);
    },
  };
}

/** The browser's own search costs a fraction of looking at each element, but cannot be interrupted. */
function isSmall(part: Element | DocumentFragment): boolean {
  const all = part instanceof HTMLBodyElement ? part.getElementsByTagName('*') : part.querySelectorAll('*');
  return all.length <= MOST_AT_ONCE;
}

function* elementsIn(root: Document, part: Node): Generator<Element> {
  const walker = root.createTreeWalker(part, NodeFilter.SHOW_ELEMENT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) if (node instanceof Element) yield node;
}
