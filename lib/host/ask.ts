/** What a view may ask of the worker. The answer says only whether it was done. */
import { browser } from 'wxt/browser';

/** `wake` makes sure the engine runs; `panel` puts the full panel into the asking page. */
export type Ask = 'wake' | 'panel';

/** Resolves when the worker has done it; false when the worker could not be reached (the extension was updated or removed). */
export async function ask(what: Ask): Promise<boolean> {
  try {
    return (await browser.runtime.sendMessage({ ask: what })) === true;
  } catch {
    // The worker is gone for good in this page: the extension was updated or removed.
    return false;
  }
}
