/** The worker: wakes the engine and lends it the browser's powers. Never on the path of a call. */
import { browser } from 'wxt/browser';
import { defineBackground } from 'wxt/utils/define-background';
import { engineHere, enginePage } from '../lib/host/home.ts';
import { lent } from '../lib/host/lend.ts';
import { isKey, type News } from '../lib/host/news.ts';
import { makeMenus, pickedNumber } from '../lib/host/menus.ts';
import { act } from '../lib/host/acts.ts';
import { answerPage } from '../lib/host/page-asks.ts';
import { stepIn, toggleIn } from '../lib/host/page-numbers.ts';
import { hearNotices } from '../lib/host/notices.ts';
import { frontTab, openPopup, selectedText } from '../lib/host/tab.ts';
import { hearUpdates, updateIfIdle } from '../lib/host/update.ts';
import { reconcileSites } from '../lib/host/sites.ts';

/** How often the worker looks after the engine when no view does, in minutes. */
const lookAfter = 0.5;

export default defineBackground(() => {
  const home = import.meta.env.FIREFOX ? engineHere() : enginePage();
  const isBusy = async () => (await home.tell({ news: 'busy?' })) === true;
  const wish = (news: News) => void act(home, news);

  async function sitesChanged(): Promise<void> {
    await reconcileSites(true);
    await home.tell({ news: 'sites' });
  }

  async function callSelection(): Promise<void> {
    const number = await selectedText();
    if (number.trim()) wish({ news: 'dial', number: number.slice(0, 200) });
  }

  /** A page of the browser's own, or one we may not be on, has none. */
  async function nextNumber(): Promise<void> {
    const tabId = await frontTab();
    if (tabId !== undefined) await stepIn(tabId, 1).catch(() => undefined);
  }

  /** The panel on the page in front; where Ringside is not on it, the popup. */
  async function openPhone(): Promise<void> {
    const tabId = await frontTab();
    if (tabId !== undefined && (await toggleIn(tabId).catch(() => false))) return;
    await openPopup();
  }

  async function answer(ask: unknown, sender: { tab?: { id?: number }; frameId?: number }): Promise<boolean> {
    if (ask === 'wake') {
      await home.ensure();
      return true;
    }
    if ((ask === 'panel' || ask === 'chip') && sender.tab?.id !== undefined) {
      const target = { tabId: sender.tab.id, frameIds: [sender.frameId ?? 0] };
      await browser.scripting.executeScript({ target, files: [`/${ask}.js`] });
      return true;
    }
    return false;
  }

  browser.runtime.onInstalled.addListener(({ reason }) => {
    void home.ensure();
    void reconcileSites(true);
    void makeMenus();
    if (reason === 'install') void lent.openPage('welcome');
  });
  browser.runtime.onStartup.addListener(() => {
    void home.ensure();
    void reconcileSites(false);
  });
  browser.permissions.onAdded.addListener(() => {
    hearNotices(wish);
    void sitesChanged();
  });
  browser.permissions.onRemoved.addListener(() => void sitesChanged());
  browser.alarms.onAlarm.addListener(() => {
    void home.ensure();
    void updateIfIdle(isBusy);
  });
  hearUpdates(isBusy);
  hearNotices(wish);
  browser.contextMenus.onClicked.addListener((info) => {
    const number = pickedNumber(info);
    if (number) wish({ news: 'dial', number: number.slice(0, 200) });
  });
  browser.commands.onCommand.addListener((name) => {
    if (isKey(name)) wish({ news: 'key', key: name });
    if (name === 'call-selection') void callSelection();
    if (name === 'next-number') void nextNumber();
    if (name === 'open-phone') void openPhone();
  });

  // oxlint-disable-next-line typescript/no-misused-promises -- the polyfill answers with the promise
  browser.runtime.onMessage.addListener((message: unknown, sender) => {
    if (sender.id !== browser.runtime.id || typeof message !== 'object' || message === null) return undefined;
    if ('ask' in message) return answer(message.ask, sender);
    if ('page' in message) return answerPage(message, sender);
    return home.lend(message, sender);
  });

  browser.storage.onChanged.addListener((changed, area) => {
    if (area === 'managed' && 'account' in changed) void home.tell({ news: 'policy' });
  });

  void browser.alarms.create('engine', { periodInMinutes: lookAfter });
  // A policy may hold a token; both are open to content scripts otherwise.
  for (const area of [browser.storage.local, browser.storage.managed])
    void area.setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' });
});
