/** Questions about the browser's top layer. */

/** Chromium's way for extensions, where it is there. */
declare const chrome:
  { dom?: { openOrClosedShadowRoot?: (element: Element) => ShadowRoot | null } } | undefined;

/** The shadow root of an element of the page, closed ones included where the browser lets extensions look. */
function shadowOf(element: Element): ShadowRoot | null {
  if (element.shadowRoot || !(element instanceof HTMLElement)) return element.shadowRoot;
  return typeof chrome === 'undefined' ? null : (chrome.dom?.openOrClosedShadowRoot?.(element) ?? null);
}

/** The element the pointer would meet at a point, looking into the page's components but never into `ours`. */
export function hitAt(x: number, y: number, ours: Element): Element | null {
  let found = document.elementFromPoint(x, y);
  while (found && found !== ours) {
    const inner = shadowOf(found)?.elementFromPoint(x, y);
    if (!inner || inner === found) break;
    found = inner;
  }
  return found;
}

/** The modal dialog an element is in, across shadow boundaries. */
export function modalAround(element: Element | null): HTMLDialogElement | null {
  for (let at = element; at; at = hostOf(at)) {
    const modal = at.closest<HTMLDialogElement>('dialog:modal');
    if (modal) return modal;
  }
  return null;
}

function hostOf(element: Element): Element | null {
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root.host : null;
}

/** The deepest focused element of the page. */
export function focusedElement(): Element | null {
  let focused = document.activeElement;
  for (let inner = focused; inner; inner = shadowOf(inner)?.activeElement ?? null) focused = inner;
  return focused;
}
