import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { startPageApi } from '../lib/page-api/api.ts';

/** `window.ringside`, in the page's own world, before the page's scripts. It must leave no other global there. */
export default defineUnlistedScript({ globalName: false, main: () => startPageApi() });
