import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** Calls `reach` whenever the marked element comes near to being seen: put it at the end of a list. */
export function useNearEnd<E extends HTMLElement>(reach: () => void): RefObject<E | null> {
  const mark = useRef<E>(null);
  const latest = useRef(reach);
  latest.current = reach;
  useEffect(() => {
    const element = mark.current;
    if (!element) return;
    const watcher = new IntersectionObserver(
      (seen) => {
        if (seen.some(({ isIntersecting }) => isIntersecting)) latest.current();
      },
      { root: element.closest('.tab-panel'), rootMargin: '400px' },
    );
    watcher.observe(element);
    return () => watcher.disconnect();
  }, []);
  return mark;
}
