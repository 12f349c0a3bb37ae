/** What the worker does in the tab in front, allowed by the key or menu the operator has just used. */
import { browser } from 'wxt/browser';

/** The tab in front. */
export async function frontTab(): Promise<number | undefined> {
  const [tab] = await browser.tabs.query({ active: true, lastFocusedWindow: true });
  return tab?.id;
}

/** The text selected in the tab in front; empty where there is none or the page lets no extension in. */
export async function selectedText(): Promise<string> {
  const tabId = await frontTab();
  if (tabId === undefined) return '';
  try {
    const frames = await browser.scripting.executeScript({
      target: { tabId, allFrames: true },
      func: () => globalThis.getSelection()?.toString() ?? '',
    });
    return frames.map(({ result }) => result ?? '').find((text) => text.trim() !== '') ?? '';
  } catch {
    return ''; // A page of the browser's own.
  }
}

/** The popup, or one that is open already; in a tab where the browser does not let us open it (before Chromium 127, and in Firefox). */
export async function openPopup(
  inTab: '/popup.html' | '/popup.html?dial=' = '/popup.html?dial=',
): Promise<void> {
  if (await isPopupOpen()) return;
  try {
    await browser.action.openPopup();
  } catch {
    await browser.tabs.create({ url: browser.runtime.getURL(inTab) });
  }
}

/** Firefox does not tell; there a popup that is open is opened anew. */
async function isPopupOpen(): Promise<boolean> {
  if (import.meta.env.FIREFOX) return false;
  return (await browser.runtime.getContexts({ contextTypes: ['POPUP'] })).length > 0;
}
