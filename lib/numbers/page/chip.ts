// The call chip beside a number: plain DOM in a shadow root that is handed in.
import { CHIP_CSS } from './chip.css.ts';
import { isIn, type Hit } from './hit.ts';

/** What the chip says; `$1` in `callNumber` stands for the number as written. */
export interface ChipTexts {
  call: string;
  callNumber: string;
  copy: string;
  copied: string;
}

/** What the chip does. */
export interface ChipActions {
  call(number: string, ext?: string): void;
  copy(number: string, ext?: string): void;
  /** The pointer or the keyboard rests on Call: it may be pressed in a moment. */
  prepare(): void;
}

/** The chip. */
export interface Chip {
  show(target: Hit): void;
  hide(): void;
  /** The pointer is somewhere: the chip stays while it is on its way from the number to the chip. */
  pointerAt(x: number, y: number): void;
  focus(): void;
  readonly shown: boolean;
}

const GAP = 8;
const EDGE = 4;
const HEIGHT = 32;
const LEAVE_MS = 300;
const CORRIDOR = 6;
const COPIED_MS = 1200;
/** A pointer that only passes over does not stay this long. */
const REST_MS = 150;
const PHONE =
  'M22 16.9v3a2 2 0 0 1-2.2 2 19.8 19.8 0 0 1-8.6-3.1 19.5 19.5 0 0 1-6-6A19.8 19.8 0 0 1 2.1 4.2 2 2 0 0 1 4.1 2h3a2 2 0 0 1 2 1.7c.1 1 .4 1.9.7 2.8a2 2 0 0 1-.5 2.1L8.1 9.9a16 16 0 0 0 6 6l1.3-1.3a2 2 0 0 1 2.1-.4c.9.3 1.8.6 2.8.7a2 2 0 0 1 1.7 2z';
const COPY =
  'M11 9h9a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-9a2 2 0 0 1-2-2v-9a2 2 0 0 1 2-2zM5 15H4a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2h9a2 2 0 0 1 2 2v1';
const DONE = 'M20 6 9 17l-5-5';

/** Makes a chip; it enters the shadow root when it is first shown. */
export function createChip(
  chipRoot: () => ShadowRoot,
  actions: ChipActions,
  texts: ChipTexts,
  signal: AbortSignal,
): Chip {
  const box = document.createElement('div');
  box.className = 'ringside-chip';
  box.hidden = true;
  box.setAttribute('role', 'group');
  const callText = document.createElement('span');
  callText.textContent = texts.call;
  const call = button('call', PHONE, callText);
  const copy = button('copy', COPY);
  box.append(call, copy);
  let target: Hit | undefined;
  let leaving: ReturnType<typeof setTimeout> | undefined;
  let settling: ReturnType<typeof setTimeout> | undefined;
  let resting: ReturnType<typeof setTimeout> | undefined;

  const rest = () => {
    clearTimeout(resting);
    resting = setTimeout(() => target && actions.prepare(), REST_MS);
  };
  const unrest = () => clearTimeout(resting);
  // A page can make events as well; only a person's may make us do anything.
  call.addEventListener('pointerenter', (event) => event.isTrusted && rest());
  call.addEventListener('focus', (event) => event.isTrusted && rest());
  call.addEventListener('pointerleave', unrest);
  call.addEventListener('blur', unrest);

  act(call, ({ match: { number, ext } }) => {
    hide();
    actions.call(number, ext);
  });
  act(copy, ({ match: { number, ext } }) => {
    actions.copy(number, ext);
    face(DONE, texts.copied);
    clearTimeout(settling);
    settling = setTimeout(() => face(COPY, texts.copy), COPIED_MS);
  });
  box.addEventListener('keydown', (event) => {
    event.stopPropagation();
    if (event.key === 'Escape') hide();
  });
  // A number in a link or a row must not be opened, dragged or deselected by a press on the chip.
  for (const type of ['pointerdown', 'mousedown', 'mouseup', 'pointerup', 'click', 'dblclick'] as const) {
    box.addEventListener(type, (event) => {
      event.stopPropagation();
      if (type === 'mousedown') event.preventDefault();
    });
  }
  signal.addEventListener(
    'abort',
    () => {
      clearTimeout(settling);
      hide();
      box.remove();
    },
    { once: true },
  );

  function act(control: HTMLButtonElement, does: (target: Hit) => void): void {
    control.addEventListener('click', (event) => {
      // A page may find a way to click for the operator; it cannot make a click the browser trusts.
      if (event.isTrusted && target) does(target);
    });
  }

  function face(path: string, label: string): void {
    copy.querySelector('path')?.setAttribute('d', path);
    copy.setAttribute('aria-label', label);
    copy.title = label;
  }

  function enter(): void {
    const root = chipRoot();
    if (box.getRootNode() === root) return;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(CHIP_CSS);
    root.adoptedStyleSheets.push(sheet);
    root.append(box);
  }

  function stay(): void {
    clearTimeout(leaving);
    leaving = undefined;
  }

  function hide(): void {
    stay();
    unrest();
    target = undefined;
    box.hidden = true;
  }

  return {
    show(next) {
      stay();
      const same =
        target?.match === next.match && target.box.top === next.box.top && target.box.left === next.box.left;
      if (same) return;
      enter();
      target = next;
      const label = texts.callNumber.replace('$1', next.match.written);
      call.setAttribute('aria-label', label);
      call.title = label;
      face(COPY, texts.copy);
      box.hidden = false;
      const { x, y } = beside(next.box, box.offsetWidth);
      box.style.transform = `translate(${x}px, ${y}px)`;
    },
    hide,
    pointerAt(x, y) {
      if (!target) return;
      const chip = box.getBoundingClientRect();
      const left = Math.min(chip.left, target.box.left);
      const top = Math.min(chip.top, target.box.top);
      const way = new DOMRect(
        left,
        top,
        Math.max(chip.right, target.box.right) - left,
        Math.max(chip.bottom, target.box.bottom) - top,
      );
      if (isIn(way, x, y, CORRIDOR)) stay();
      else leaving ??= setTimeout(hide, LEAVE_MS);
    },
    focus: () => call.focus(),
    get shown() {
      return target !== undefined;
    },
  };
}

/** To the right of the number; below it where there is no room; never outside the window. */
function beside(number: DOMRect, width: number): { x: number; y: number } {
  const right = number.right + GAP;
  const middle = number.top + number.height / 2 - HEIGHT / 2;
  if (right + width + EDGE <= innerWidth)
    return { x: Math.round(right), y: Math.round(clamp(middle, innerHeight - HEIGHT)) };
  const below =
    number.bottom + EDGE + HEIGHT <= innerHeight ? number.bottom + EDGE : number.top - EDGE - HEIGHT;
  return {
    x: Math.round(clamp(number.right - width, innerWidth - width)),
    y: Math.round(clamp(below, innerHeight - HEIGHT)),
  };
}

function clamp(value: number, most: number): number {
  return Math.max(EDGE, Math.min(value, most - EDGE));
}

function button(name: string, path: string, text?: HTMLElement): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = name;
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const shape = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  shape.setAttribute('d', path);
  svg.append(shape);
  made.append(svg);
  if (text) made.append(text);
  return made;
}
