import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../../lib/text.ts';
import { BackIcon } from '../controls/icons.tsx';

interface BackHeadProps {
  /** Where back leads. */
  to: string;
  back: () => void;
  children?: ComponentChildren;
}

/** The head of a view that stands over a list: the way back, and what belongs beside it. Escape goes back as well. */
export function BackHead({ to, back, children }: BackHeadProps) {
  const button = useRef<HTMLButtonElement>(null);
  const opened = useRef(back);
  opened.current = back;

  // What was pressed to come here is gone with its list: the keyboard goes on from the way back.
  useLayoutEffect(() => {
    const view = button.current?.closest<HTMLElement>('.tab-panel');
    button.current?.focus({ preventScroll: true });
    function leave(event: KeyboardEvent): void {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      event.preventDefault();
      opened.current();
    }
    view?.addEventListener('keydown', leave);
    return () => view?.removeEventListener('keydown', leave);
  }, []);

  return (
    <div class="back-head">
      <button type="button" class="back" ref={button} aria-label={t('backTo', to)} onClick={back}>
        <BackIcon />
        {to}
      </button>
      {children}
    </div>
  );
}
