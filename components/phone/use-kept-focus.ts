import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** Whether the keyboard is somewhere in an element, in whatever shadow root it stands. */
export const focusedIn = (element: HTMLElement): boolean => {
  const root = element.getRootNode();
  const active = root instanceof ShadowRoot || root instanceof Document ? root.activeElement : null;
  return active !== null && element.contains(active);
};

/**
 * Keeps keyboard focus on a surface when the focused button goes away with its call: it moves to the surface itself,
 * never to another button, so that a key pressed twice does not hit what took the place.
 */
export function useKeptFocus<E extends HTMLElement>(): RefObject<E | null> {
  const surface = useRef<E>(null);
  const before = surface.current;
  const had = before !== null && focusedIn(before);
  useLayoutEffect(() => {
    if (had && before !== null && before.isConnected && !focusedIn(before)) before.focus();
  });
  return surface;
}
