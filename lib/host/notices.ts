/** The operating system's notification of a ringing call. Worker only; a permission of its own that may be missing. */
import { browser } from 'wxt/browser';
import { t } from '../text.ts';
import type { CallNotice } from './host.ts';
import type { News } from './news.ts';

const prefix = 'call:';

/** Where the browser has no notifications for us, `notifications` is absent. */
const notifications = (): typeof browser.notifications | undefined => browser.notifications;

/** Shows it, or replaces the one of the same call. Without the permission nothing is shown. */
export async function showNotice({ call, name, number }: CallNotice): Promise<void> {
  await notifications()?.create(prefix + call, {
    type: 'basic',
    iconUrl: browser.runtime.getURL('/icon/128.png'),
    title: t('incomingCallFrom', name ?? number),
    message: name ? number : '',
    // Firefox has no buttons on notifications; a click on the whole opens the popup there.
    ...(import.meta.env.FIREFOX ? {} : { buttons: [{ title: t('answer') }, { title: t('decline') }] }),
    priority: 2,
    requireInteraction: true,
    silent: true,
  });
}

export async function hideNotice(call: string): Promise<void> {
  await notifications()?.clear(prefix + call);
}

/** Hears clicks on our notices. Call it at start, and again when the permission is granted. */
export function hearNotices(tell: (news: News) => void): void {
  const api = notifications();
  if (!api || api.onButtonClicked.hasListener(pressed)) return;
  api.onButtonClicked.addListener(pressed);
  api.onClicked.addListener((id) => {
    if (id.startsWith(prefix)) void browser.action.openPopup();
  });

  function pressed(id: string, button: number): void {
    if (!id.startsWith(prefix)) return;
    tell({ news: 'notice', call: id.slice(prefix.length), press: button === 0 ? 'answer' : 'decline' });
  }
}
