import type { ComponentChildren } from 'preact';
import { useContext, useRef } from 'preact/hooks';
import { DeskContext, faultOf } from './desk.ts';

interface ActionProps {
  /** What it does. It runs once at a time however often it is pressed; a failure is reported to the desk. */
  run: () => Promise<unknown> | void;
  /** The pointer or the keyboard is on it: it is likely to be pressed. */
  likely?: () => void;
  /** How it looks; a surface has one strong action. */
  class: string;
  type?: 'button' | 'submit';
  /** It cannot be done now. It stays focusable, so that the reason can be read. */
  off?: boolean;
  /** It needs no engine, so it works while the engine is away. */
  local?: boolean;
  /** For toggles. */
  pressed?: boolean;
  title?: string;
  /** Its name where the content is only an icon or is not enough. */
  label?: string;
  describedBy?: string;
  children: ComponentChildren;
}

/** A button that does something once: double clicks, repeats and a missing engine are harmless. */
export function Action(props: ActionProps) {
  const desk = useContext(DeskContext);
  const running = useRef(false);
  const off = Boolean(props.off) || (desk.away && !props.local);

  async function press(event: MouseEvent): Promise<void> {
    // The second half of a double click must not hit the button that took the first one's place.
    if (event.detail > 1 || running.current || off) return;
    running.current = true;
    try {
      await props.run();
      desk.report(undefined);
    } catch (error) {
      desk.report(faultOf(error));
    } finally {
      running.current = false;
    }
  }

  return (
    <button
      type={props.type ?? 'button'}
      class={props.class}
      aria-disabled={off ? 'true' : undefined}
      aria-pressed={props.pressed}
      aria-label={props.label}
      aria-describedby={props.describedBy}
      title={props.title}
      onPointerEnter={off ? undefined : props.likely}
      onFocus={off ? undefined : props.likely}
      onClick={(event) => void press(event)}
    >
      {props.children}
    </button>
  );
}
