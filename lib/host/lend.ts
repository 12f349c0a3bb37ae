/** The worker's side of the Host: what it lends, by name. Every call is checked to come from the engine. */
import { browser } from 'wxt/browser';
import type { SitesSlice } from '../mirror/slices.ts';
import type { BadgeTone, OwnPage } from './host.ts';
import {
  hideItem,
  hideNoLine,
  hideNotice,
  hideNotices,
  hideWaiting,
  showItem,
  showNoLine,
  showNotice,
  showWaiting,
} from './notices.ts';

const tones: Readonly<Record<BadgeTone, string>> = {
  ringing: '#14804a',
  live: '#14804a',
  trouble: '#c92a33',
  waiting: '#1f5fbf',
};
const everywhere = new Set(['<all_urls>', '*://*/*']);

/** All that is lent; the names and arguments travel in messages. */
export const lent = {
  async localGet(key: string): Promise<unknown> {
    return (await browser.storage.local.get(key))[key];
  },
  async localSet(key: string, value: unknown): Promise<void> {
    await browser.storage.local.set({ [key]: value });
  },
  async localRemove(key: string): Promise<void> {
    await browser.storage.local.remove(key);
  },
  async sessionGet(key: string): Promise<unknown> {
    return (await browser.storage.session.get(key))[key];
  },
  async sessionSet(key: string, value: unknown): Promise<void> {
    await browser.storage.session.set({ [key]: value });
  },
  async sessionRemove(key: string): Promise<void> {
    await browser.storage.session.remove(key);
  },
  async managedGet(key: string): Promise<unknown> {
    try {
      return (await browser.storage.managed.get(key))[key];
    } catch {
      return undefined; // Firefox rejects where no policy is installed.
    }
  },
  async badge(text: string, tone: BadgeTone): Promise<void> {
    await browser.action.setBadgeBackgroundColor({ color: tones[tone] });
    await browser.action.setBadgeText({ text });
  },
  async openPage(page: OwnPage, section?: string): Promise<void> {
    const url = new URL(browser.runtime.getURL(`/${page}.html`));
    // Firefox has no list of contexts; there it opens once more.
    const contexts = import.meta.env.FIREFOX
      ? []
      : await browser.runtime.getContexts({ contextTypes: ['TAB'] });
    const open = contexts.find(({ documentUrl }) => documentUrl?.startsWith(url.href));
    url.hash = section ?? '';
    if (!open) await browser.tabs.create({ url: url.href });
    else {
      await browser.tabs.update(open.tabId, { active: true, ...(section && { url: url.href }) });
      await browser.windows.update(open.windowId, { focused: true });
    }
  },
  async openTab(url: string): Promise<void> {
    if (new URL(url).protocol === 'https:') await browser.tabs.create({ url });
  },
  showNotice,
  hideNotice,
  hideNotices,
  showNoLine,
  hideNoLine,
  showItem,
  hideItem,
  showWaiting,
  hideWaiting,
  async readSites(): Promise<SitesSlice> {
    const { origins = [] } = await browser.permissions.getAll();
    return {
      everywhere: origins.some((origin) => everywhere.has(origin)),
      chosen: origins.filter((origin) => !everywhere.has(origin)),
    };
  },
};

export type Lent = typeof lent;
export type LentName = keyof Lent;

export const isLent = (name: unknown): name is LentName =>
  typeof name === 'string' && Object.hasOwn(lent, name);
