import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { makeHand } from '../lib/page/chip.ts';
import { existingShell } from '../lib/page/shared.ts';

/** The chip beside numbers. The worker puts it into a page (or frame) whose operator moves towards one. */
export default defineUnlistedScript(() => {
  const shell = existingShell();
  if (shell) shell.makeHand ??= (step, signal) => makeHand(shell, step, signal);
});
