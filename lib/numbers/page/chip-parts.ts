// The chip's buttons, their pictures, and where it stands. Nodes are made one by one: Trusted Types never allow markup.

/** What can be done with a number. */
export type Deed = 'call' | 'copy' | 'fill' | 'contact' | 'not';

const PICTURES: Readonly<Record<Deed | 'done', string>> = {
  call: 'M22 16.9v3a2 2 0 0 1-2.2 2 19.8 19.8 0 0 1-8.6-3.1 19.5 19.5 0 0 1-6-6A19.8 19.8 0 0 1 2.1 4.2 2 2 0 0 1 4.1 2h3a2 2 0 0 1 2 1.7c.1 1 .4 1.9.7 2.8a2 2 0 0 1-.5 2.1L8.1 9.9a16 16 0 0 0 6 6l1.3-1.3a2 2 0 0 1 2.1-.4c.9.3 1.8.6 2.8.7a2 2 0 0 1 1.7 2z',
  copy: 'M11 9h9a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-9a2 2 0 0 1-2-2v-9a2 2 0 0 1 2-2zM5 15H4a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2h9a2 2 0 0 1 2 2v1',
  fill: 'M5 5h.01M12 5h.01M19 5h.01M5 12h.01M12 12h.01M19 12h.01M12 19h.01M5 19h.01M19 19h.01',
  contact: 'M15 20v-1a5 5 0 0 0-10 0v1M10 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8M19 8v6M16 11h6',
  not: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M5.7 5.7l12.6 12.6',
  done: 'M20 6 9 17l-5-5',
};

/** A button with a picture, named `label`. */
export function pictureButton(deed: Deed, label: string): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = deed;
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.append(document.createElementNS('http://www.w3.org/2000/svg', 'path'));
  made.append(svg);
  dress(made, deed, label);
  return made;
}

/** Gives a button a picture and a name. */
export function dress(button: HTMLButtonElement, picture: Deed | 'done', label: string): void {
  button.querySelector('path')?.setAttribute('d', PICTURES[picture]);
  button.setAttribute('aria-label', label);
  button.title = label;
}

const GAP = 8;
const EDGE = 4;
const HEIGHT = 32;

/**
 * Behind the number as the page reads; below it where there is no room; never outside the window. `fromRight` means that x is its right
 * edge: it grows to the left.
 */
export function beside(
  number: DOMRect,
  width: number,
  rightToLeft: boolean,
): { x: number; y: number; fromRight?: true } {
  const right = number.right + GAP;
  const left = number.left - GAP - width;
  const middle = number.top + number.height / 2 - HEIGHT / 2;
  const y = Math.round(clamp(middle, innerHeight - HEIGHT));
  if (rightToLeft && left >= EDGE) return { x: Math.round(number.left - GAP), y, fromRight: true };
  if (right + width + EDGE <= innerWidth) return { x: Math.round(right), y };
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
