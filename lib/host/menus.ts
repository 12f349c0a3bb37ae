/** The context menu on a selection and on links that name a number. Worker only. */
import { browser } from 'wxt/browser';
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
  return numberInLink(info.linkUrl);
}

/** `tel:+1-786-555-0101;ext=4` and its kin without scheme, percent signs and parameters (RFC 3966); SIP URIs whole. */
export function numberInLink(url: string): string {
  if (/^sips?:/i.test(url)) return url;
  const [, rest = url] = /^[a-z]+:(?:\/\/)?(.*)$/i.exec(url) ?? [];
  const [number = '', ...parameters] = rest.split(';');
  const ext = parameters.find((one) => /^ext=/i.test(one));
  const whole = ext ? `${number};${ext}` : number;
  try {
    return decodeURIComponent(whole);
  } catch {
    return whole; // Stray percent signs are kept as written.
  }
}
