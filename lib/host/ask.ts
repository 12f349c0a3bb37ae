/** What a view may ask of the worker. The answer says only whether it was done. */
import { browser } from 'wxt/browser';
import type { Fault } from '../mirror/fault.ts';

/** `wake` makes sure the engine runs; `panel` and `chip` put the script of that name into the asking frame. */
export type Ask = 'wake' | 'panel' | 'chip';

/** Resolves when the worker has done it; false when the worker could not be reached (the extension was updated or removed). */
export async function ask(what: Ask): Promise<boolean> {
  try {
    return (await browser.runtime.sendMessage({ ask: what })) === true;
  } catch {
    // The worker is gone for good in this page: the extension was updated or removed.
    return false;
  }
}

/** What a page's script may ask about its own tab; lib/host/page-asks.ts answers. */
export type PageAsk =
  /** The numbers of all frames of its origin. */
  | { page: 'numbers' }
  | { page: 'reveal'; frame: number; number: string }
  /** On to the next number, in whatever frame it stands. */
  | { page: 'step'; by: 1 | -1 }
  /** The keyboard goes back to the frame it came from. */
  | { page: 'back' }
  /** From a frame into the phone in the top one: its dial field, or a complaint. */
  | { page: 'fill'; number: string }
  | { page: 'tell'; fault: Fault };

/** Resolves with the answer; undefined when the worker could not be reached. */
export async function askAboutPage(asked: PageAsk): Promise<unknown> {
  try {
    return await browser.runtime.sendMessage(asked);
  } catch {
    return undefined; // The worker is gone for good in this page: the extension was updated or removed.
  }
}
