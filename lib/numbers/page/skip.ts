// What must not be touched or is nobody's text: fields, editors, scripts, pages and parts that said no.

const UNTOUCHED_TAGS = new Set(
  'script style noscript template iframe textarea input select datalist canvas ringside-overlay'.split(' '),
);
const UNTOUCHED = [
  '[contenteditable]:not([contenteditable="false" i]),[role="textbox" i],[role="searchbox" i],[data-ringside="off"]',
  '.cm-editor,.CodeMirror,.monaco-editor,.ace_editor,.ProseMirror,.ql-editor',
].join(',');

/** Attributes by which a part of the page can become, or stop being, untouchable. */
export const SKIP_ATTRIBUTES = ['contenteditable', 'data-ringside', 'role'];

/** Whether the page as a whole asked not to have its numbers detected. */
export function optedOut(root: Document): boolean {
  const metas = root.querySelectorAll<HTMLMetaElement>('meta[name="format-detection" i]');
  if ([...metas].some((meta) => /telephone\s*=\s*no/i.test(meta.content))) return true;
  return root.querySelector('meta[name="SKYPE_TOOLBAR" i]') !== null || root.designMode === 'on';
}

/** Remembers for each element whether it lies in something untouchable: most are asked about through their parents. */
export class Untouched {
  #known = new WeakMap<Element, boolean>();

  /** Whether this element, or one around it, must be left alone. */
  has(element: Element | null): boolean {
    // The innermost element is seldom asked about twice: remembering it would cost more than asking.
    return element !== null && (isUntouched(element) || this.#around(element));
  }

  #around(element: Element): boolean {
    const outer = around(element);
    if (outer === null) return false;
    const known = this.#known.get(outer);
    if (known !== undefined) return known;
    const verdict = this.has(outer);
    this.#known.set(outer, verdict);
    return verdict;
  }

  /** An attribute changed somewhere: ask anew. */
  forget(): void {
    this.#known = new WeakMap();
  }
}

/** Most elements have no attributes: they are let off without asking the selector. */
function isUntouched(element: Element): boolean {
  return UNTOUCHED_TAGS.has(element.localName) || (element.hasAttributes() && element.matches(UNTOUCHED));
}

function around(element: Element): Element | null {
  if (element.parentElement) return element.parentElement;
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root.host : null;
}
