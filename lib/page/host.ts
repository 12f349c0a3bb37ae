/** The one element we add to a page: a closed shadow root in the top layer that page style and layout cannot touch. */
import { budget } from './budget.ts';
import hostStyle from './host.css?inline';
import { guard } from './guard.ts';
import { focusedElement, hitAt, isSole, soleAround } from './top.ts';

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
const onTop = '.rs-launcher, .rs-panel:not([inert]), .ringside-chip';

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

/**
 * Adds the host element to the page and keeps it there, on top.
 * @param erased document.open() was called: it takes every listener off every node, ours too. All has to be made anew.
 */
export function createHost(erased: () => void): OverlayHost {
  const { element, root } = makeElement();
  const zoom = sheet('');
  root.adoptedStyleSheets = [sheet(hostStyle), zoom];
  guard(root);
  root.addEventListener('rs-probe', () => (heard = true));

  const sentinel = document.createElement('div');
  sentinel.className = 'rs-sentinel';
  root.append(sentinel);

  const mayReturn = budget(20, 30_000);
  const mayRaise = budget(30, 1_000);
  const ended = new AbortController();
  let asked = false;
  let heard = false;

  /** The topmost element that makes everything outside it inert. */
  function soleOver(): Element | null {
    const box = [...root.querySelectorAll(onTop)].find((one) => one.checkVisibility());
    const { x, y, width, height } = (box ?? sentinel).getBoundingClientRect();
    const met = hitAt(x + width / 2, y + height / 2, element);
    if (met === element) return null;
    return soleAround(met) ?? soleAround(focusedElement());
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
    return parent === document.documentElement || isSole(parent);
  }

  function moveTo(parent: Element): void {
    const focused = root.activeElement;
    if (element.isConnected && 'moveBefore' in parent) parent.moveBefore(element, null);
    else parent.append(element);
    // Where moveBefore is missing (before Chromium 133), a move takes the focus away.
    if (focused instanceof HTMLElement && root.activeElement !== focused)
      focused.focus({ preventScroll: true });
  }

  /** The last to enter the top layer is its topmost. */
  function raise(): void {
    if (element.popover !== 'manual') element.popover = 'manual';
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
    if (ended.signal.aborted) return;
    if (!isHome()) {
      if (!mayReturn()) return;
      // Between document.open() and the first tag there is no root element.
      if (!document.documentElement) return void setTimeout(settleNow, 100);
      heard = false;
      root.dispatchEvent(new Event('rs-probe'));
      if (!heard) return erased();
      moveTo(document.documentElement);
      raise();
    }
    unzoom();
    if (isMet() || !mayRaise()) return;
    const sole = soleOver();
    if (sole && sole !== element.parentElement) moveTo(sole);
    raise();
    unzoom();
  }

  function settle(): void {
    if (asked || ended.signal.aborted) return;
    asked = true;
    // Not an animation frame: those wait while the tab is hidden.
    queueMicrotask(settleNow);
  }

  function othersMoved(event: Event): void {
    if (event.target !== element) settle();
  }

  // Facts after which something may lie over us.
  const { signal } = ended;
  document.addEventListener('toggle', othersMoved, { capture: true, signal });
  document.addEventListener('fullscreenchange', othersMoved, { signal });
  document.addEventListener('visibilitychange', othersMoved, { signal });
  // A modal dialog takes the focus when it opens, also inside a component, where its toggle event stays.
  window.addEventListener('focusin', othersMoved, { capture: true, signal });

  // One observer tells all of: removed, parent closed or hidden, zoomed. It costs the page nothing meanwhile.
  const watcher = new ResizeObserver(settleNow);
  watcher.observe(sentinel, { box: 'device-pixel-content-box' });

  document.documentElement.append(element);
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
      ended.abort();
      watcher.disconnect();
      element.remove();
    },
  };
}
