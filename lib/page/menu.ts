/** The launcher's small menu, by the ARIA menu pattern. */
import { t } from '../text.ts';
import { element } from './element.ts';

interface MenuItem {
  text: string;
  run(): Promise<void>;
}

interface OpenMenu {
  /** The button it belongs to; gets the focus back. */
  beside: HTMLElement;
  into: HTMLElement;
  items: readonly MenuItem[];
  signal: AbortSignal;
}

/** Opens the menu, replacing one that is open. */
export function openMenu({ beside, into, items, signal }: OpenMenu): void {
  into.querySelector('.rs-menu')?.remove();
  const menu = element('div', 'rs-menu');
  menu.role = 'menu';
  const buttons = items.map((item) => {
    const button = element('button', '');
    button.type = 'button';
    button.role = 'menuitem';
    button.tabIndex = -1;
    button.textContent = item.text;
    button.addEventListener('click', () => void run(item), { signal });
    return button;
  });
  menu.append(...buttons);

  function close(focusBack: boolean): void {
    if (!menu.isConnected) return;
    // Removing the focused item would send `focusout`, which closes too.
    menu.removeEventListener('focusout', left);
    menu.remove();
    if (focusBack) beside.focus();
  }

  async function run(item: MenuItem): Promise<void> {
    try {
      await item.run();
      close(false);
    } catch {
      // The engine is out of reach; say so where the operator looks.
      menu.querySelector('p')?.remove();
      const complaint = element('p', '');
      complaint.role = 'alert';
      complaint.textContent = t('launcherNotDone');
      menu.append(complaint);
    }
  }

  function left(event: FocusEvent): void {
    if (!(event.relatedTarget instanceof Node) || !menu.contains(event.relatedTarget)) close(false);
  }

  menu.addEventListener('focusout', left, { signal });
  menu.addEventListener(
    'keydown',
    (event) => {
      const at = buttons.findIndex((button) => button.matches(':focus'));
      const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
      if (event.key === 'Escape') close(true);
      else if (event.key === 'Tab') return close(true);
      else if (to !== undefined) buttons.at(to % buttons.length)?.focus();
      else return;
      event.preventDefault();
    },
    { signal },
  );
  into.append(menu);
  buttons[0]?.focus();
}
