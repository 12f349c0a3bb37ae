/** The box beside the launcher in which the full panel is drawn. */
import { t } from '../text.ts';
import { element } from './element.ts';
import { focusedElement } from './top.ts';

/** What opened it. Only the operator moves the focus; only what came with a call goes with it. */
export type OpenedBy = 'operator' | 'call' | 'trouble';

interface DrawerParts {
  /** The shell's box and the root it is in. */
  shell: HTMLElement;
  root: ShadowRoot;
  /** Draws the panel and returns how to take it away. */
  draw: (box: HTMLElement, onClose: () => void) => () => void;
  changed: (open: boolean) => void;
}

export interface Drawer {
  readonly isOpen: boolean;
  open(by: OpenedBy): void;
  close(): void;
  /** Closes it if it opened by itself and nobody has touched it since. */
  closeIfUntouched(): void;
}

/** Puts an empty drawer into the shell's box. */
export function createDrawer({ shell, root, draw, changed }: DrawerParts): Drawer {
  const drawer = element('div', 'rs-drawer');
  shell.append(drawer);
  let panel: HTMLElement | undefined;
  let takeAway: (() => void) | undefined;
  let touched = false;
  let focusBack: HTMLElement | undefined;

  function makePanel(): HTMLElement {
    const made = element('div', 'rs-panel');
    made.role = 'dialog';
    made.ariaLabel = t('panelName');
    made.tabIndex = -1;
    made.addEventListener('keydown', (event) => {
      touched = true;
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      // Not handled, the same key would also close a dialog of the page that we stand in.
      event.preventDefault();
      close();
    });
    made.addEventListener('pointerdown', () => (touched = true));
    made.addEventListener('focusin', ({ relatedTarget }) => {
      if (relatedTarget instanceof HTMLElement && relatedTarget.getRootNode() !== root)
        focusBack = relatedTarget;
    });
    return made;
  }

  function open(by: OpenedBy): void {
    if (by !== 'call') touched = true;
    if (panel) return;
    touched = by !== 'call';
    const worked = root.activeElement ?? focusedElement();
    // One that is still sliding away.
    clear();
    panel = makePanel();
    takeAway = draw(panel, close);
    drawer.append(panel);
    focusBack = undefined;
    if (by === 'operator') {
      focusBack = worked instanceof HTMLElement ? worked : undefined;
      (panel.querySelector<HTMLElement>('input') ?? panel).focus({ preventScroll: true });
    }
    changed(true);
  }

  function close(): void {
    const box = panel;
    if (!box) return;
    panel = undefined;
    const held = box.matches(':focus-within');
    box.inert = true;
    box.dataset['leaving'] = '';
    changed(false);
    if (held && focusBack?.isConnected) focusBack.focus({ preventScroll: true });
    focusBack = undefined;
    void slideAway(box);
  }

  async function slideAway(box: HTMLElement): Promise<void> {
    await Promise.allSettled(box.getAnimations().map((one) => one.finished));
    if (drawer.contains(box)) clear();
  }

  function clear(): void {
    takeAway?.();
    takeAway = undefined;
    drawer.replaceChildren();
  }

  return {
    get isOpen() {
      return panel !== undefined;
    },
    open,
    close,
    closeIfUntouched() {
      if (!touched) close();
    },
  };
}
