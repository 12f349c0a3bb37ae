/** The context menu on a selection and on links that name a number. Worker only. */
import { browser } from 'wxt/browser';
import { numberIn } from '../numbers/link.ts';
import { t } from '../text.ts';

/** Made once at each install or update; the browser keeps them. */
export async function makeMenus(): Promise<void> {
  await browser.contextMenus.removeAll();
  browser.contextMenus.create({ id: 'call-selection', title: t('callSelection'), contexts: ['selection'] });
  browser.contextMenus.create({
    id: 'call-link',
    title: t('callLink'),
    contexts: ['link'],
    targetUrlPatterns: ['tel:*', 'callto:*', 'sip:*', 'sips:*'],
  });
}

/** What was picked, as it was written; undefined when the item is not ours. */
export function pickedNumber(info: {
  menuItemId: string | number;
  selectionText?: string;
  linkUrl?: string;
}): string | undefined {
  if (info.menuItemId === 'call-selection') return info.selectionText;
  if (info.menuItemId !== 'call-link' || !info.linkUrl) return undefined;
  return /^sips?:/i.test(info.linkUrl) ? info.linkUrl : numberIn(info.linkUrl);
}
