import { defineContentScript } from 'wxt/utils/define-content-script';
import { startOverlay } from '../lib/page/overlay.ts';
import { firstOf, offerShell } from '../lib/page/shared.ts';
import { makeShell } from '../lib/page/shell.ts';
import { seen } from '../lib/page/visible.ts';

/** The launcher on every page the operator chose. The worker registers it; the panel comes when it is needed. */
export default defineContentScript({
  registration: 'runtime',
  runAt: 'document_idle',
  world: 'ISOLATED',
  // Nothing about us is posted to the page.
  noScriptStartedPostMessage: true,
  async main() {
    if (!(document.documentElement instanceof HTMLElement) || !firstOf('overlay')) return;
    await seen();
    const shell = makeShell();
    startOverlay(shell);
    offerShell(shell);
  },
});
