import { defineContentScript } from 'wxt/utils/define-content-script';
import { enterPage } from '../lib/page/enter.ts';

/** The launcher on every page the operator chose. The worker registers it; the panel comes when it is needed. */
export default defineContentScript({
  registration: 'runtime',
  runAt: 'document_idle',
  world: 'ISOLATED',
  // Nothing about us is posted to the page.
  noScriptStartedPostMessage: true,
  main: () => enterPage(),
});
