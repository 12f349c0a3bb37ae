import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { serveFinder } from '../lib/numbers/thread.ts';

/** The engine's own thread for finding numbers in texts, so that audio and calls never wait for it. */
export default defineUnlistedScript(serveFinder);
