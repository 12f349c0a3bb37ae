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

/** What makes everything outside itself inert (Chromium does so for full screen, too) and can have children that show. */
const sole = 'dialog:modal, :fullscreen:not(video, audio, iframe, img, canvas, object, embed)';

/** Whether everything outside this element is inert. */
export function isSole(element: Element): boolean {
  return element.matches(sole);
}

/** The modal dialog or full-screen element an element is in, across shadow boundaries. */
export function soleAround(element: Element | null): Element | null {
  for (let at = element; at; at = hostOf(at)) {
    const found = at.closest(sole);
    if (found) return found;
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
