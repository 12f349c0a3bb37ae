/** The worker: wakes the engine and lends it the browser's powers. Never on the path of a call. */
import { browser } from 'wxt/browser';
import { defineBackground } from 'wxt/utils/define-background';
import { enginePageUrl, ensureEnginePage } from '../lib/host/engine-page.ts';
import { isLent, lent } from '../lib/host/lend.ts';
import { isKey, type News } from '../lib/host/news.ts';
import { makeMenus, pickedNumber } from '../lib/host/menus.ts';
import { hearNotices } from '../lib/host/notices.ts';
import { selectedText } from '../lib/host/tab.ts';
import { hearUpdates, updateIfIdle } from '../lib/host/update.ts';
import { reconcileSites } from '../lib/host/sites.ts';

/** How often the worker looks after the engine when no view does, in minutes. */
const lookAfter = 0.5;

export default defineBackground(() => {
  browser.runtime.onInstalled.addListener(({ reason }) => {
    void ensureEnginePage();
    void reconcileSites(true);
    void makeMenus();
    if (reason === 'install') void lent.openPage('welcome');
  });
  browser.runtime.onStartup.addListener(() => {
    void ensureEnginePage();
    void reconcileSites(false);
  });
  browser.permissions.onAdded.addListener(() => {
    hearNotices((news) => void tell(news));
    void sitesChanged();
  });
  browser.permissions.onRemoved.addListener(() => void sitesChanged());
  browser.alarms.onAlarm.addListener(() => {
    void ensureEnginePage();
    void updateIfIdle(isBusy);
  });
  hearUpdates(isBusy);
  hearNotices((news) => void tell(news));
  browser.contextMenus.onClicked.addListener((info) => {
    const number = pickedNumber(info);
    if (number) void tell({ news: 'dial', number });
  });
  browser.commands.onCommand.addListener((name) => {
    if (isKey(name)) void tell({ news: 'key', key: name });
    if (name === 'call-selection') void callSelection();
  });

  // oxlint-disable-next-line typescript/no-misused-promises -- the polyfill answers with the promise
  browser.runtime.onMessage.addListener((message: unknown, sender) => {
    if (sender.id !== browser.runtime.id || typeof message !== 'object' || message === null) return undefined;
    if ('ask' in message) return answer(message.ask, sender);
    // Powers are lent to the engine's page alone, by the URL the browser stamped on it.
    if ('lend' in message && isLent(message.lend) && sender.url === enginePageUrl() && !sender.tab)
      return lend(message.lend, 'args' in message && Array.isArray(message.args) ? message.args : []);
    return undefined;
  });

  void browser.alarms.create('engine', { periodInMinutes: lookAfter });
  void browser.storage.local.setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' });
});

async function answer(ask: unknown, sender: { tab?: { id?: number }; frameId?: number }): Promise<boolean> {
  if (ask === 'wake') {
    await ensureEnginePage();
    return true;
  }
  if (ask === 'panel' && sender.tab?.id !== undefined) {
    const target = { tabId: sender.tab.id, frameIds: [sender.frameId ?? 0] };
    await browser.scripting.executeScript({ target, files: ['/panel.js'] });
    return true;
  }
  return false;
}

function lend(name: keyof typeof lent, args: unknown[]): Promise<unknown> {
  // The engine is the only caller, and its side of the names and arguments is typed (lib/host/lent.ts).
  const power = lent[name] as (...args: unknown[]) => Promise<unknown>;
  return power(...args);
}

async function sitesChanged(): Promise<void> {
  await reconcileSites(true);
  await tell({ news: 'sites' });
}

async function tell(news: News): Promise<boolean> {
  await ensureEnginePage();
  return (await browser.runtime.sendMessage(news)) === true;
}

const isBusy = () => tell({ news: 'busy?' });

async function callSelection(): Promise<void> {
  const number = await selectedText();
  if (number.trim()) await tell({ news: 'dial', number: number.slice(0, 200) });
}
