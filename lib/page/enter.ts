/** How the overlay script enters a page. */
import { askAboutPage } from '../host/ask.ts';
import { worthwhile } from './frame.ts';
import { startOverlay } from './overlay.ts';
import { firstOf, offerShell } from './shared.ts';
import { makeShell } from './shell.ts';
import { startTelLinks } from './tel-links.ts';
import { seen } from './visible.ts';

/** Puts the phone on this page, once, when it is seen for the first time. */
export async function enterPage(): Promise<void> {
  if (!(document.documentElement instanceof HTMLElement) || !firstOf('overlay')) return;
  if (window !== window.top) {
    await worthwhile();
    beginFrame();
    return;
  }
  await seen();
  begin();
}

/** In a frame there are only numbers: what needs the phone is told to the top frame's. */
function beginFrame(): void {
  const shell = makeShell(beginFrame);
  shell.fill = (number) => void askAboutPage({ page: 'fill', number });
  shell.tell = (fault) => {
    void askAboutPage({ page: 'tell', fault });
    return true;
  };
  offerShell(shell);
}

function begin(): void {
  const shell = makeShell(begin);
  startOverlay(shell);
  startTelLinks(shell);
  offerShell(shell);
}
