/** How the overlay script enters a page. */
import { startOverlay } from './overlay.ts';
import { firstOf, offerShell } from './shared.ts';
import { makeShell } from './shell.ts';
import { startTelLinks } from './tel-links.ts';
import { seen } from './visible.ts';

/** Puts the phone on this page, once, when it is seen for the first time. */
export async function enterPage(): Promise<void> {
  if (!(document.documentElement instanceof HTMLElement) || !firstOf('overlay')) return;
  await seen();
  begin();
}

function begin(): void {
  const shell = makeShell(begin);
  startOverlay(shell);
  startTelLinks(shell);
  offerShell(shell);
}
