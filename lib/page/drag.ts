/** Dragging with any pointer. A press that hardly moves stays a click. */

/** A hand trembles; less than this many px is no drag. */
const threshold = 5;

interface Drag {
  signal: AbortSignal;
  /** The way from where it was taken, in px. */
  move: (dx: number, dy: number) => void;
  /** Let go; `undefined` when the drag was broken off. */
  drop: (at: { x: number; y: number } | undefined) => void;
}

/** Makes an element draggable and swallows the click that ends a drag. */
export function draggable(element: HTMLElement, { signal, move, drop }: Drag): void {
  let from: { x: number; y: number; pointer: number } | undefined;
  let dragging = false;
  let swallow = false;

  element.addEventListener(
    'pointerdown',
    (event) => {
      swallow = false;
      if (event.button !== 0 || !event.isPrimary) return;
      from = { x: event.clientX, y: event.clientY, pointer: event.pointerId };
      // From the start: a quick pointer is off the element before its first move is told.
      element.setPointerCapture(event.pointerId);
    },
    { signal },
  );
  element.addEventListener(
    'pointermove',
    (event) => {
      if (!from || event.pointerId !== from.pointer) return;
      const [dx, dy] = [event.clientX - from.x, event.clientY - from.y];
      if (!dragging && Math.hypot(dx, dy) < threshold) return;
      dragging = true;
      move(dx, dy);
    },
    { signal },
  );
  const end = (event: PointerEvent) => {
    if (!from || event.pointerId !== from.pointer) return;
    from = undefined;
    if (!dragging) return;
    dragging = false;
    swallow = true;
    drop(event.type === 'pointerup' ? { x: event.clientX, y: event.clientY } : undefined);
  };
  element.addEventListener('pointerup', end, { signal });
  element.addEventListener('pointercancel', end, { signal });
  element.addEventListener(
    'click',
    (event) => {
      if (!swallow) return;
      swallow = false;
      event.stopImmediatePropagation();
    },
    { signal, capture: true },
  );
}
