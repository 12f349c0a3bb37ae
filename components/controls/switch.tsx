import { useContext } from 'preact/hooks';
import { DeskContext, send } from './desk.ts';

interface SwitchProps {
  label: string;
  on: boolean;
  /** Asks for the change; what is shown follows the phone's own state. */
  set: (on: boolean) => Promise<unknown>;
  help?: string;
  small?: boolean;
  /** It needs no engine. */
  local?: boolean;
}

/** On or off. The label is part of it. */
export function Switch({ label, on, set, help, small, local }: SwitchProps) {
  const desk = useContext(DeskContext);
  const off = desk.away && !local;
  function toggle(): void {
    if (off) return;
    send(desk, set(!on));
  }
  return (
    <button
      type="button"
      role="switch"
      class={small ? 'switch small' : 'switch'}
      aria-checked={on}
      aria-disabled={off ? 'true' : undefined}
      onClick={toggle}
    >
      <span class="switch-text">
        {label}
        {help !== undefined && <small>{help}</small>}
      </span>
      <span class="track" aria-hidden="true" />
    </button>
  );
}
