import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { startNumbers } from '../lib/page/numbers.ts';
import { onShell, firstOf } from '../lib/page/shared.ts';

/** Telephone numbers on every page the operator chose. The worker registers it beside the overlay, with marks.css. */
export default defineUnlistedScript(() => {
  if (firstOf('numbers')) onShell(startNumbers);
});
