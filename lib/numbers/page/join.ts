// Whether neighbouring text nodes read as one line of text: «<b>+1</b> 786 555».
import { isNumberLink } from '../link.ts';
import { ENDS_OPEN, look, startsOpen } from './shape.ts';

const INLINE = new Set(
  'a abbr b bdi bdo cite code data dfn em font i ins kbd label mark nobr q s samp small span strong sub sup time tt u var wbr'.split(
    ' ',
  ),
);
const MOST_STEPS = 12;
/** A line that is cut into more parts is no number. */
const MOST_PARTS = 24;

function isInline(node: Node): boolean {
  if (!(node instanceof Element) || !INLINE.has(node.localName)) return false;
  // A link to a number holds the whole of it.
  if (node.localName === 'a' && isNumberLink(node.getAttribute('href') ?? '')) return false;
  // Only neighbours that already look like two halves of a number get here, so asking for style is rare.
  const { display } = getComputedStyle(node);
  return display === 'inline' || display === 'contents' || display === 'inline-block';
}

/** Whether nothing but inline elements' edges lies between `before` and `after`, which follows it. */
export function readsOn(before: Text, after: Text): boolean {
  let node: Node = before;
  for (let steps = 0; steps < MOST_STEPS; steps++) {
    const next: Node | null = node.nextSibling;
    if (next === after) return true;
    if (next === null) {
      const parent = node.parentNode;
      if (parent === null || !isInline(parent)) return false;
      node = parent;
    } else if (next.contains(after)) {
      return leadsTo(next, after);
    } else if (
      next instanceof Comment ||
      (next instanceof Element && next.localName === 'wbr') ||
      isBlank(next)
    ) {
      node = next;
    } else {
      return false;
    }
  }
  return false;
}

/** From an element down to the text it begins with. */
function leadsTo(element: Node, text: Text): boolean {
  let node = element;
  for (let steps = 0; steps < MOST_STEPS; steps++) {
    if (!isInline(node)) return false;
    let child = node.firstChild;
    while (child && child !== text && (child instanceof Comment || isBlank(child))) child = child.nextSibling;
    if (child === text) return true;
    if (!child?.contains(text)) return false;
    node = child;
  }
  return false;
}

function isBlank(node: Node): boolean {
  return node instanceof Text && node.data === '';
}

/** The texts before this one that read on into it, and itself. */
export function chainBefore(first: Text): Text[] {
  const chain = [first];
  const walker = textsAround(first);
  for (
    let node = walker.previousNode();
    node instanceof Text && chain.length < MOST_PARTS;
    node = walker.previousNode()
  ) {
    const [next] = chain;
    if (!next || !goesOn(node, next)) break;
    chain.unshift(node);
  }
  return chain;
}

/** A chain with the texts after it that it reads on into. */
export function chainAfter(chain: Text[]): Text[] {
  const last = chain.at(-1);
  if (!last) return chain;
  const walker = textsAround(last);
  for (
    let node = walker.nextNode();
    node instanceof Text && chain.length < MOST_PARTS;
    node = walker.nextNode()
  ) {
    const end = chain.at(-1);
    if (!end || !goesOn(end, node)) break;
    chain.push(node);
  }
  return chain;
}

function textsAround(node: Text): TreeWalker {
  const walker = node.ownerDocument.createTreeWalker(node.getRootNode(), NodeFilter.SHOW_TEXT);
  walker.currentNode = node;
  return walker;
}

function goesOn(before: Text, after: Text): boolean {
  return (look(before.data) & ENDS_OPEN) !== 0 && startsOpen(after.data) && readsOn(before, after);
}
