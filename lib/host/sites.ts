/** Keeps the page scripts registered on exactly the sites the browser lets us appear on. Worker only. */
import { browser } from 'wxt/browser';
import type { ScriptPublicPath } from 'wxt/utils/inject-script';

const scripts: { id: string; js: ScriptPublicPath[]; css: string[] }[] = [
  { id: 'overlay', js: ['/overlay.js'], css: [] },
  { id: 'numbers', js: ['/numbers.js'], css: ['/assets/marks.css'] },
];

/** Reconciles are chained, so that two permission changes never cross. */
let last: Promise<void> = Promise.resolve();

/** Registers for new pages; with `inject`, open pages get the scripts as well. */
export function reconcileSites(inject: boolean): Promise<void> {
  last = last.then(() => reconcile(inject));
  return last;
}

async function reconcile(inject: boolean): Promise<void> {
  const { origins = [] } = await browser.permissions.getAll();
  const matches = origins.filter((origin) => !origin.startsWith('file:'));
  const registered = await browser.scripting.getRegisteredContentScripts();
  if (registered.length > 0)
    await browser.scripting.unregisterContentScripts({ ids: registered.map((one) => one.id) });
  if (matches.length === 0) return;
  await browser.scripting.registerContentScripts(
    scripts.map((one) => ({
      ...one,
      matches,
      runAt: 'document_idle' as const,
      persistAcrossSessions: true,
      // The phone stays in the top frame; numbers are found in all of them.
      allFrames: true,
      // Frames that a page writes itself (srcdoc, about:blank) are of its own origin.
      ...(import.meta.env.FIREFOX ? {} : { matchOriginAsFallback: true }),
    })),
  );
  if (inject) await injectIntoOpenTabs(matches);
}

async function injectIntoOpenTabs(matches: string[]): Promise<void> {
  const tabs = await browser.tabs.query({ url: matches, discarded: false });
  const works = tabs.flatMap((tab) =>
    tab.id === undefined
      ? []
      : scripts.flatMap(({ js, css }) => [
          browser.scripting.insertCSS({ target: { tabId: tab.id ?? 0, allFrames: true }, files: css }),
          browser.scripting.executeScript({ target: { tabId: tab.id ?? 0, allFrames: true }, files: js }),
        ]),
  );
  // Some pages refuse every extension (the store, error pages); the others have theirs.
  await Promise.allSettled(works);
}
