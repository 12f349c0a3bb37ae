/** The round button at the window's edge. Plain DOM: every page pays for it. */
import type { Call } from '../call/call.ts';
import { t, type TextKey } from '../text.ts';
import { draggable } from './drag.ts';
import { element } from './element.ts';
import { nearestDock, size, stepped, type Place } from './place.ts';
import type { Picture } from './shared.ts';

/** What the launcher says about the phone. `data-state` shows it, the name says it. */
type State = 'ready' | 'connecting' | 'off' | 'live' | 'ringing';

interface LauncherActions {
  /** Pressed: open or close the panel. */
  press(): void;
  /** Its menu is asked for; it belongs beside `button`, in `dock`. */
  menu(button: HTMLElement, dock: HTMLElement): void;
  place(place: Place): Promise<void>;
}

export interface Launcher {
  show(picture: Picture, visible: boolean): void;
  expanded(open: boolean): void;
}

const handset =
  'M6.2 3.5h2.4c.6 0 1.1.4 1.3 1l.9 3.1c.1.5 0 1-.4 1.4L8.8 10.6c1 2 2.6 3.6 4.6 4.6l1.6-1.6c.4-.4.9-.5 1.4-.4l3.1.9c.6.2 1 .7 1 1.3v2.4c0 1.3-1.1 2.3-2.4 2.2C10.4 19.5 4.5 13.6 4 5.9 3.9 4.6 4.9 3.5 6.2 3.5z';
const stateTexts: Record<State, TextKey> = {
  ready: 'launcherReady',
  connecting: 'launcherConnecting',
  off: 'launcherOff',
  live: 'launcherLive',
  ringing: 'launcherRinging',
};

/** Calls somebody is still in or waits in. */
export function openCalls(calls: readonly Call[]): Call[] {
  return calls.filter((call) => call.phase !== 'closed' && call.phase !== 'closing');
}

function stateOf({ link, line, calls }: Picture): State {
  if (link !== 'live') return 'connecting';
  const open = openCalls(calls);
  if (open.some((call) => call.phase === 'offered')) return 'ringing';
  if (open.length > 0) return 'live';
  if (line.state === 'ready') return 'ready';
  return line.state === 'none' || line.state === 'refused' ? 'off' : 'connecting';
}

/** Puts the launcher into the shell's box. */
export function createLauncher(shell: HTMLElement, actions: LauncherActions, signal: AbortSignal): Launcher {
  const dock = element('div', 'rs-dock');
  dock.hidden = true;
  const button = element('button', 'rs-launcher');
  button.type = 'button';
  button.setAttribute('aria-haspopup', 'dialog');
  const count = element('span', 'rs-count');
  button.append(element('span', 'rs-ring'), icon(), count);
  dock.append(button);
  shell.append(dock);

  let place: Place = { edge: 'right', along: 0.8 };
  let told: Place | undefined;
  let saving = 0;

  function dockAt(next: Place): void {
    place = next;
    shell.dataset['edge'] = next.edge;
    shell.dataset['half'] = next.along > 0.5 ? 'low' : 'high';
    shell.style.setProperty('--along', String(next.along));
  }

  async function save(): Promise<void> {
    if (isSame(place, told)) return;
    saving += 1;
    try {
      await actions.place(place);
    } catch {
      // It was not kept: stand where every other page shows it.
      if (told) dockAt(told);
    } finally {
      saving -= 1;
    }
  }

  // A mouse press leaves the focus where the operator was working.
  button.addEventListener('mousedown', (event) => event.preventDefault(), { signal });
  button.addEventListener('click', () => actions.press(), { signal });
  button.addEventListener(
    'contextmenu',
    (event) => {
      event.preventDefault();
      actions.menu(button, dock);
    },
    { signal },
  );
  button.addEventListener(
    'keydown',
    (event) => {
      const next = event.ctrlKey || event.altKey || event.metaKey ? undefined : stepped(place, event.key);
      if (!next) return;
      event.preventDefault();
      dockAt(next);
    },
    { signal },
  );
  button.addEventListener('keyup', () => void save(), { signal });
  draggable(button, {
    signal,
    move(dx, dy) {
      shell.dataset['dragging'] = '';
      dock.style.transform = `translate(${dx}px, ${dy}px)`;
    },
    drop(at) {
      const box = dock.getBoundingClientRect();
      delete shell.dataset['dragging'];
      dock.style.transform = '';
      if (!at) return;
      const { clientWidth, clientHeight } = document.documentElement;
      dockAt(nearestDock(box.x + size / 2, box.y + size / 2, clientWidth, clientHeight));
      void save();
    },
  });

  return {
    show(picture, visible) {
      const state = stateOf(picture);
      const offered =
        picture.link === 'live' ? picture.calls.filter((call) => call.phase === 'offered').length : 0;
      const stands = t(stateTexts[state]);
      const name = picture.settings.doNotDisturb ? `${stands} (${t('doNotDisturb')})` : stands;
      shell.dataset['state'] = state;
      button.ariaLabel = offered > 1 ? `${name} (${offered})` : name;
      button.title = name;
      count.hidden = offered === 0;
      count.textContent = String(offered);
      dock.hidden = !visible;
      const before = told;
      told = picture.settings.launcher;
      // The echo of one step must not undo the next.
      if (saving === 0 && !isSame(told, before)) dockAt(told);
    },
    expanded(open) {
      button.ariaExpanded = String(open);
    },
  };
}

const isSame = (one: Place, other: Place | undefined) =>
  one.edge === other?.edge && one.along === other.along;

function icon(): SVGSVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  for (const [name, d] of [
    ['', handset],
    ['rs-slash', 'M19.5 4.5l-15 15'],
  ] as const) {
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    path.setAttribute('class', name);
    path.setAttribute('d', d);
    svg.append(path);
  }
  return svg;
}
