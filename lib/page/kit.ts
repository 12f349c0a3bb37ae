/** What the panel script brings along for the launcher, so that a page does not pay for it before it is needed. */
import type { Fault } from '../mirror/fault.ts';
import type { createDrawer } from './drawer.ts';
import type { openMenu } from './menu.ts';

export interface Kit {
  createDrawer: typeof createDrawer;
  openMenu: typeof openMenu;
  /** Draws the full panel into a box and returns how to take it away. */
  draw(box: HTMLElement, onClose: () => void): () => void;
  /** Puts this into the panel's dial field. */
  fill(number: string): void;
  /** Unfolds the list of the page's numbers. */
  showNumbers(): void;
  /** Shows a complaint in the panel. */
  tell(fault: Fault): void;
}
