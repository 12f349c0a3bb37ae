/** Keeps the page scripts registered on exactly the sites the browser lets us appear on. Worker only. */
import { browser } from 'wxt/browser';
import type { ScriptPublicPath } from 'wxt/utils/inject-script';

/** The page API is there before the page's own scripts, and in the top frame only. */
const early = { css: [], runAt: 'document_start', allFrames: false } as const;
const late = { runAt: 'document_idle', allFrames: true } as const;

interface PageScript {
  id: string;
  js: ScriptPublicPath;
  css: readonly string[];
  runAt: 'document_start' | 'document_idle';
  /** The phone stays in the top frame; numbers are found in all of them. */
  allFrames: boolean;
  /** The page's own world; isolated where absent. */
  world?: 'MAIN';
}

const scripts: readonly PageScript[] = [
  { id: 'page-partner', js: '/page-partner.js', ...early },
  { id: 'page-api', js: '/page-api.js', world: 'MAIN', ...early },
  { id: 'overlay', js: '/overlay.js', css: [], ...late },
  { id: 'numbers', js: '/numbers.js', css: ['/assets/marks.css'], ...late },
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
    scripts.map(({ js, css, ...one }) => ({
      ...one,
      js: [js],
      css: [...css],
      matches,
      persistAcrossSessions: true,
      // Frames that a page writes itself (srcdoc, about:blank) are of its own origin.
      ...(one.allFrames && !import.meta.env.FIREFOX ? { matchOriginAsFallback: true } : {}),
    })),
  );
  if (inject) await injectIntoOpenTabs(matches);
}

async function injectIntoOpenTabs(matches: string[]): Promise<void> {
  const tabs = await browser.tabs.query({ url: matches, discarded: false });
  const works = tabs.flatMap(({ id }) =>
    id === undefined ? [] : scripts.flatMap((one) => injected(one, id)),
  );
  // Some pages refuse every extension (the store, error pages); the others have theirs.
  await Promise.allSettled(works);
}

function injected({ js, css, allFrames, world }: PageScript, tabId: number): Promise<unknown>[] {
  const target = { tabId, allFrames };
  const script = browser.scripting.executeScript({ target, files: [js], ...(world && { world }) });
  return css.length === 0 ? [script] : [browser.scripting.insertCSS({ target, files: [...css] }), script];
}
