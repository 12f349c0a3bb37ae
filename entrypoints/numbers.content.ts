import { defineContentScript } from 'wxt/utils/define-content-script';
import '../lib/numbers/page/numbers.css';
import { startNumbers } from '../lib/page/numbers.ts';
import { onShell, firstOf } from '../lib/page/shared.ts';

/** Telephone numbers on every page the operator chose. The worker registers it beside the overlay, with its style sheet. */
export default defineContentScript({
  registration: 'runtime',
  runAt: 'document_idle',
  world: 'ISOLATED',
  // Nothing about us is posted to the page.
  noScriptStartedPostMessage: true,
  main() {
    if (firstOf('numbers')) onShell(startNumbers);
  },
});
