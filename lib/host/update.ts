/** An update of the extension waits until no call can be cut by it. Worker only. */
import { browser } from 'wxt/browser';

const key = 'updateWaits';

/** Asks the engine whether anything rings or is live; a missing engine is idle. */
export type AskBusy = () => Promise<boolean>;

/** Listening is what makes the browser wait for us at all. */
export function hearUpdates(isBusy: AskBusy): void {
  browser.runtime.onUpdateAvailable.addListener(() => {
    void browser.storage.session.set({ [key]: true }).then(() => updateIfIdle(isBusy));
  });
}

/** Called at every look after the engine, so that a waiting update comes soon after the last call. */
export async function updateIfIdle(isBusy: AskBusy): Promise<void> {
  const waits = (await browser.storage.session.get(key))[key] === true;
  if (waits && !(await isBusy())) browser.runtime.reload();
}
