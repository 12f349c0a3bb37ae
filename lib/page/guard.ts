/** The door of our shadow root: what comes from scripts is not let in, what the operator does is not let out. */

const keys = [
  'keydown',
  'keypress',
  'keyup',
  'beforeinput',
  'input',
  'compositionstart',
  'compositionupdate',
];
const texts = ['compositionend', 'copy', 'cut', 'paste', 'change', 'submit', 'selectstart'];
const pointers = ['pointerdown', 'pointermove', 'pointerup', 'pointercancel', 'pointerover', 'pointerout'];
const mice = ['mousedown', 'mousemove', 'mouseup', 'mouseover', 'mouseout', 'click', 'dblclick', 'auxclick'];
const others = ['contextmenu', 'wheel', 'touchstart', 'touchmove', 'touchend', 'touchcancel'];
const drags = ['dragstart', 'drag', 'dragenter', 'dragover', 'dragleave', 'drop', 'dragend'];
const focuses = ['focusin', 'focusout'];

/** What a script could forge to act in the operator's place. Focus is absent: it acts on nothing. */
const forgeable = [...keys, ...texts, ...pointers, ...mice, ...others, ...drags];

/**
 * Guards a shadow root. A page's own capture listeners on window and document run before anything inside a shadow
 * root can, so they still see that a key was pressed (docs/limitations.md); bubble listeners see nothing.
 */
export function guard(root: ShadowRoot): void {
  for (const type of forgeable) root.addEventListener(type, refuseForged, { capture: true, passive: false });
  for (const type of [...forgeable, ...focuses]) root.addEventListener(type, keepInside);
}

function refuseForged(event: Event): void {
  if (event.isTrusted) return;
  event.stopImmediatePropagation();
  event.preventDefault();
}

function keepInside(event: Event): void {
  event.stopPropagation();
}
