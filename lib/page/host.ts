/** The one element we add to a page: a closed shadow root in the top layer that page style and layout cannot touch. */
import { budget } from './budget.ts';
import hostStyle from './host.css?inline';
import { guard } from './guard.ts';
import { focusedElement, hitAt, modalAround } from './top.ts';

/** The host element as its inhabitants (launcher, panel, call chip) see it. */
export interface OverlayHost {
  readonly root: ShadowRoot;
  /** A place of its own for one inhabitant. */
  layer(name: string): HTMLElement;
  /** Adds style sheets to the root. Constructed sheets pass every content security policy. */
  style(...css: string[]): void;
  /** Call when something of ours was shown: makes sure that it can be seen and clicked. */
  settle(): void;
  /** Takes everything off the page, for good. */
  remove(): void;
}

/** Our boxes which, while they are shown, must be what the pointer meets at their middle. */
const onTop = '.rs-launcher, .rs-panel, .ringside-chip';

function sheet(css: string): CSSStyleSheet {
  const made = new CSSStyleSheet();
  made.replaceSync(css);
  return made;
}

/**
 * Made in a document without a custom element registry: a page that defines our tag name can then neither forbid the
 * shadow root nor reach it through ElementInternals.
 */
function makeElement(): { element: HTMLElement; root: ShadowRoot } {
  const element = document.implementation.createHTMLDocument().createElement('ringside-overlay');
  const root = element.attachShadow({ mode: 'closed' });
  document.adoptNode(element);
  element.popover = 'manual';
  return { element, root };
}

/** Adds the host element to the page and keeps it there, on top. */
export function createHost(): OverlayHost {
  const { element, root } = makeElement();
  const zoom = sheet('');
  root.adoptedStyleSheets = [sheet(hostStyle), zoom];
  guard(root);

  const sentinel = document.createElement('div');
  sentinel.className = 'rs-sentinel';
  root.append(sentinel);

  const mayReturn = budget(20, 30_000);
  const mayRaise = budget(30, 1_000);
  let asked = false;
  let removed = false;

  /** The topmost modal dialog, which makes everything outside it inert. */
  function modalOver(): HTMLDialogElement | null {
    const box = [...root.querySelectorAll(onTop)].find((one) => one.checkVisibility());
    const { x, y, width, height } = (box ?? sentinel).getBoundingClientRect();
    const met = hitAt(x + width / 2, y + height / 2, element);
    if (met === element) return null;
    return modalAround(met) ?? modalAround(focusedElement()) ?? document.querySelector('dialog:modal');
  }

  function isMet(): boolean {
    return [...root.querySelectorAll(onTop)].every((one) => {
      if (!one.checkVisibility()) return true;
      const { x, y, width, height } = one.getBoundingClientRect();
      return hitAt(x + width / 2, y + height / 2, element) === element;
    });
  }

  function isHome(): boolean {
    const parent = element.parentElement;
    if (!element.isConnected || !parent) return false;
    return parent === document.documentElement || parent.matches('dialog:modal');
  }

  function moveTo(parent: Element): void {
    if (element.isConnected && 'moveBefore' in parent) parent.moveBefore(element, null);
    else parent.append(element);
    listen();
  }

  /** The last to enter the top layer is its topmost. */
  function raise(): void {
    element.popover = 'manual';
    if (element.matches(':popover-open')) element.hidePopover();
    try {
      element.showPopover();
    } catch (error) {
      // A page may cancel `beforetoggle`; the highest z-index then has to do.
      if (!(error instanceof DOMException)) throw error;
    }
  }

  /** `zoom` of an ancestor is no inherited property: undo it by its inverse. */
  function unzoom(): void {
    const factor = element.parentElement?.currentCSSZoom ?? 1;
    const rule = factor === 1 ? '' : `:host { zoom: ${1 / factor} !important; }`;
    if ((zoom.cssRules[0]?.cssText ?? '') === '' && rule === '') return;
    zoom.replaceSync(rule);
  }

  function settleNow(): void {
    asked = false;
    if (removed) return;
    if (!isHome()) {
      if (!mayReturn()) return;
      // Between document.open() and the first tag there is no root element.
      if (!document.documentElement) return void setTimeout(settleNow, 100);
      moveTo(document.documentElement);
      raise();
    }
    unzoom();
    if (isMet() || !mayRaise()) return;
    const modal = modalOver();
    if (modal && modal !== element.parentElement) moveTo(modal);
    raise();
    unzoom();
  }

  function settle(): void {
    if (asked || removed) return;
    asked = true;
    // Not an animation frame: those wait while the tab is hidden.
    queueMicrotask(settleNow);
  }

  function othersMoved(event: Event): void {
    if (event.target !== element) settle();
  }

  /** Facts after which something may lie over us. Also after document.open(), which removes all listeners. */
  function listen(): void {
    document.addEventListener('toggle', othersMoved, true);
    document.addEventListener('fullscreenchange', othersMoved);
    // A modal dialog takes the focus when it opens, also inside a component, where its toggle event stays.
    window.addEventListener('focusin', othersMoved, true);
    document.addEventListener('visibilitychange', othersMoved);
  }

  // One observer tells all of: removed, parent closed or hidden, zoomed. It costs the page nothing meanwhile.
  const watcher = new ResizeObserver(settleNow);
  watcher.observe(sentinel, { box: 'device-pixel-content-box' });

  document.documentElement.append(element);
  listen();
  raise();
  unzoom();

  return {
    root,
    layer(name) {
      const layer = document.createElement('div');
      layer.dataset['layer'] = name;
      root.append(layer);
      return layer;
    },
    style(...css) {
      root.adoptedStyleSheets.push(...css.map(sheet));
    },
    settle,
    remove() {
      removed = true;
      watcher.disconnect();
      document.removeEventListener('toggle', othersMoved, true);
      document.removeEventListener('fullscreenchange', othersMoved);
      window.removeEventListener('focusin', othersMoved, true);
      document.removeEventListener('visibilitychange', othersMoved);
      element.remove();
    },
  };
}
