import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { makeKit } from '../lib/page/panel.tsx';
import { existingShell } from '../lib/page/shared.ts';

/** The full panel. The worker puts it into a page that asks for it; it draws when the launcher says where. */
export default defineUnlistedScript(() => {
  const shell = existingShell();
  if (shell) shell.kit ??= makeKit(shell);
});
