import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { enterPage } from '../lib/page/enter.ts';

/**
 * The launcher on every page the operator chose. The worker registers it; the panel comes when it is needed.
 * Not a content script in WXT's sense: that would tell the page our extension's id in an event on its document.
 */
export default defineUnlistedScript(() => void enterPage());
