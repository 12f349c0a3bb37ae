/** What the options and welcome pages borrow from the browser. */
import { browser } from 'wxt/browser';
import type { BrowserSide } from '../../components/settings/browser-side.ts';
import {
  hasNotifications,
  removeNotifications,
  removeSites,
  requestHeadset,
  requestMicrophone,
  requestNotifications,
  requestSites,
} from './permissions.ts';
import { saveFile } from './save-file.ts';

/** Where the browser takes a clicked `tel:` link, which it puts in place of %s. */
const telPage = () => `${browser.runtime.getURL('/tel.html')}?dial=%s`;

/** The browser's own page of shortcuts; Firefox has no address for it and shows its add-ons page. */
const shortcutsPage = import.meta.env.FIREFOX ? 'about:addons' : 'chrome://extensions/shortcuts';

/** The browser as the pages need it, with what does not change while they are open read once. */
export async function browserSide(): Promise<BrowserSide> {
  // Absent where the manifest names no shortcut.
  const commands = 'commands' in browser ? await browser.commands.getAll() : [];
  return {
    requestSites,
    removeSites,
    requestMicrophone,
    ...(requestHeadset && { requestHeadset }),
    notifications: {
      allowed: await hasNotifications(),
      request: requestNotifications,
      remove: removeNotifications,
    },
    // Firefox takes no address of an extension here; there the manifest offers us.
    ...(!import.meta.env.FIREFOX && {
      handleTelLinks: () => navigator.registerProtocolHandler('tel', telPage()),
    }),
    saveFile,
    copy: (text) => navigator.clipboard.writeText(text),
    openShortcuts: async () => {
      await browser.tabs.create({ url: shortcutsPage });
    },
    version: browser.runtime.getManifest().version,
    shortcuts: commands
      .filter(({ description }) => description)
      .map(({ description = '', shortcut = '' }) => ({ name: description, keys: shortcut })),
  };
}
