/** What went wrong outside of any view, kept until one has shown it. Worker and our own pages. */
import * as v from 'valibot';
import { browser } from 'wxt/browser';
import type { Fault } from '../mirror/fault.ts';

/** What the operator asked by a key, a menu or a notification, and did not get. */
const asked = 'complaint';
/** Why there is no engine, for as long as there is none. */
export const noEngine = 'noEngine';

const shape = v.object({
  code: v.string(),
  said: v.optional(v.string()),
  about: v.optional(v.string()),
  at: v.number(),
});

/** Keeps it for the next popup, or for the one that is open. */
export const complain = (fault: Fault): Promise<void> => browser.storage.session.set({ [asked]: fault });

/** Tells each complaint once, and why there is no engine whenever there is none. */
export function hearComplaints(tell: (fault: Fault) => void): void {
  async function look(): Promise<void> {
    const kept = await browser.storage.session.get([asked, noEngine]);
    const told = v.safeParse(shape, kept[asked] ?? kept[noEngine]);
    await browser.storage.session.remove(asked);
    // Written by our own worker and engine; what has no words of ours would be shown as it is.
    if (told.success) tell(told.output as Fault);
  }
  browser.storage.session.onChanged.addListener((changes) => {
    if (changes[asked]?.newValue !== undefined || changes[noEngine]?.newValue !== undefined) void look();
  });
  void look();
}
