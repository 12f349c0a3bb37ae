/** What our scripts share in one page. Each is a bundle of its own; this is how they find each other. */
import type { Fault } from '../mirror/fault.ts';
import type { Link, Phone } from '../mirror/phone.ts';
import type { Slices } from '../mirror/slices.ts';
import type { Hand } from '../numbers/page/watch.ts';
import type { FrameList } from '../numbers/page-list.ts';
import type { OverlayHost } from './host.ts';
import type { Kit } from './kit.ts';

/** What page views show, as plain values. */
export type Picture = Pick<
  Slices,
  'session' | 'line' | 'calls' | 'devices' | 'quality' | 'settings' | 'pageQuestions'
> & {
  link: Link;
};

export interface Shell {
  readonly host: OverlayHost;
  readonly phone: Phone;
  /**
   * Tells the picture now and after every change. Each of our scripts carries its own copy of the signals library, and
   * those do not see each other: this (or a signal's own `subscribe`) is the way for all but the script that made it.
   */
  follow(tell: (picture: Picture) => void): () => void;
  /** Aborts when this shell is over: our extension is gone from this page (updated, switched off or removed). */
  readonly gone: AbortSignal;
  /** Opens the panel with this in its dial field. Set by the overlay. */
  fill?: (number: string) => void;
  /** Shows in the panel what went wrong elsewhere; true as with `toggle`. Set by the overlay. */
  tell?: (fault: Fault) => boolean;
  /** Always true: who asks from outside only wants to know that there is a panel. Set by the overlay. */
  isPhone?: () => boolean;
  /** Opens the panel, or closes it; true, so that whoever asks from outside knows that there is one. Set by the overlay. */
  toggle?: () => boolean;
  /** Opens the panel at the list of the page's numbers. Set by the overlay. */
  showNumbers?: () => void;
  /** The numbers of this frame. Set by the numbers script, and called from outside (lib/host/page-numbers.ts). */
  listNumbers?: () => Promise<FrameList>;
  revealNumber?: (number: string) => boolean;
  stepNumber?: (how: { by: 1 | -1; from: 'here' | 'end' }) => Promise<boolean>;
  leaveNumber?: () => void;
  holdsNumber?: () => boolean;
  /** Keeps in mind where the keyboard is, if it is in this frame; and takes it there again. */
  rememberFocus?: () => void;
  restoreFocus?: () => void;
  /** Set by the chip script when the worker has put it here. */
  makeHand?: (step: (by: 1 | -1) => void, signal: AbortSignal) => Hand;
  /** Set by the panel script when the worker has put it here. */
  kit?: Kit;
}

interface Shared {
  /** Scripts that have started here. */
  started: Set<string>;
  shell?: Shell;
  waiting: ((shell: Shell) => void)[];
}

const key = Symbol.for('ringside.shared');
/** The global of our isolated world; the page has another. */
const world: typeof globalThis & { [key]?: Shared } = globalThis;
const shared = (world[key] ??= { started: new Set(), waiting: [] });

/** Whether this script is the first of its name here: the worker may inject what the browser has registered too. */
export function firstOf(name: string): boolean {
  if (shared.started.has(name)) return false;
  shared.started.add(name);
  return true;
}

/** Lets the other scripts have the shell. */
export function offerShell(shell: Shell): void {
  shared.shell = shell;
  for (const tell of shared.waiting) tell(shell);
}

/** Tells the shell once the overlay script has made it (when the page is seen for the first time), and every later one. */
export function onShell(tell: (shell: Shell) => void): void {
  shared.waiting.push(tell);
  if (shared.shell) tell(shared.shell);
}

/** The shell, if it is there. */
export function existingShell(): Shell | undefined {
  return shared.shell;
}
