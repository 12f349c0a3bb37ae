/** Words on screen come from _locales; this is the only way to them. */
import { browser } from 'wxt/browser';
import type messages from '../public/_locales/en/messages.json';

export type TextKey = keyof typeof messages;

/** The message in the browser's language. `$1`…`$9` in it are replaced by `parts`. */
export function t(key: TextKey, ...parts: (string | number)[]): string {
  return browser.i18n.getMessage(key, parts.map(String));
}
