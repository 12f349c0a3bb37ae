/** The operating system's notifications of ringing calls and urgent items. Worker only; a permission of its own that may be missing. */
import { browser } from 'wxt/browser';
import { kindText } from '../mirror/inbox-kinds.ts';
import { t } from '../text.ts';
import type { CallNotice, ItemNotice, WaitingNotice } from './host.ts';
import type { News } from './news.ts';
import { openPopup } from './tab.ts';

const prefix = 'call:';
const itemPrefix = 'inbox:';
/** The one that stands for several items. */
const waitingId = 'inbox';
const lineNotice = 'line';
/** More of a text is read in the Inbox. */
const longest = 200;

/** A notice that stays until it is seen to. */
const lasting = (title: string, message: string) => ({
  type: 'basic' as const,
  iconUrl: browser.runtime.getURL('/icon/128.png'),
  title,
  message,
  priority: 1,
  requireInteraction: true,
});

/** Where the browser has no notifications for us, `notifications` is absent. */
const notifications = (): typeof browser.notifications | undefined => browser.notifications;

/** Shows it, or replaces the one of the same call. Without the permission nothing is shown. */
export async function showNotice({ call, name, number }: CallNotice): Promise<void> {
  await notifications()?.create(prefix + call, {
    ...lasting(t('incomingCallFrom', name ?? number), name ? number : ''),
    // Firefox has no buttons on notifications; a click on the whole opens the popup there.
    ...(import.meta.env.FIREFOX ? {} : { buttons: [{ title: t('answer') }, { title: t('decline') }] }),
    priority: 2,
    silent: true,
  });
}

export async function hideNotice(call: string): Promise<void> {
  await notifications()?.clear(prefix + call);
}

/** Takes away what an engine that died in a call has left; its buttons lead nowhere. */
export async function hideNotices(): Promise<void> {
  const shown = Object.keys((await notifications()?.getAll()) ?? {});
  for (const id of shown) if (id.startsWith(prefix)) await notifications()?.clear(id);
}

export async function showNoLine(): Promise<void> {
  await notifications()?.create(lineNotice, lasting(t('noticeNoLine'), t('noticeNoLineExplain')));
}

export async function hideNoLine(): Promise<void> {
  await notifications()?.clear(lineNotice);
}

/** Shows an item, or replaces its own notice. What was said stands in it as plain text. */
export async function showItem({ item, kind, who, text, urgent, by }: ItemNotice): Promise<void> {
  const caller = who ?? t('unknownCaller');
  const title = by === undefined ? t('inboxUrgentFrom', t(kindText[kind]), caller) : t('inboxGivenBy', by);
  const words = by === undefined ? [] : [urgent && t('inboxUrgent'), t(kindText[kind]), caller];
  const message = [words.filter(Boolean).join(' · '), (text ?? '').slice(0, longest)];
  await notifications()?.create(itemPrefix + item, lasting(title, message.filter(Boolean).join('\n')));
}

export async function hideItem(item: string): Promise<void> {
  await notifications()?.clear(itemPrefix + item);
}

/** One for several items. A mere correction shows nothing that was put away. */
export async function showWaiting({ count, urgent, news }: WaitingNotice): Promise<void> {
  const content = lasting(t('inboxWaiting', count), urgent === 0 ? '' : t('inboxWaitingUrgent', urgent));
  if (news) await notifications()?.create(waitingId, content);
  else await notifications()?.update(waitingId, content);
}

export async function hideWaiting(): Promise<void> {
  await notifications()?.clear(waitingId);
}

/** Hears clicks on our notices. Call it at start, and again when the permission is granted. */
export function hearNotices(tell: (news: News) => void): void {
  const api = notifications();
  if (!api || api.onButtonClicked.hasListener(pressed)) return;
  api.onButtonClicked.addListener(pressed);
  api.onClicked.addListener((id) => {
    if (id === lineNotice || id.startsWith(prefix)) void openPopup('/popup.html');
    const several = id === waitingId;
    if (!several && !id.startsWith(itemPrefix)) return;
    tell({ news: 'item', ...(!several && { item: id.slice(itemPrefix.length) }) });
    void openPopup('/popup.html');
  });

  function pressed(id: string, button: number): void {
    if (!id.startsWith(prefix)) return;
    tell({ news: 'notice', call: id.slice(prefix.length), press: button === 0 ? 'answer' : 'decline' });
  }
}
