/** The engine's side of the Host: each call goes to whoever holds the browser's powers. */
import type { Host } from './host.ts';
import { createLog } from './log.ts';
import type { Lent, LentName } from './lend.ts';

/** Carries one call to the lender and its answer back. */
export type Carry = <N extends LentName>(
  name: N,
  ...args: Parameters<Lent[N]>
) => Promise<Awaited<ReturnType<Lent[N]>>>;

export function hostOver(carry: Carry): Host {
  const session: Host['session'] = {
    get: async (key) => there(await carry('sessionGet', key)),
    set: (key, value) => carry('sessionSet', key, value),
    remove: (key) => carry('sessionRemove', key),
  };
  const log = createLog(session);
  return {
    local: {
      get: async (key) => there(await carry('localGet', key)),
      set: (key, value) => carry('localSet', key, value),
      remove: (key) => carry('localRemove', key),
    },
    session,
    managed: { get: async (key) => there(await carry('managedGet', key)) },
    badge: (text, tone) => carry('badge', text, tone),
    openPage: (page, section) => carry('openPage', page, section),
    openTab: (url) => carry('openTab', url),
    readSites: () => carry('readSites'),
    showNotice: (notice) => carry('showNotice', notice),
    hideNotice: (call) => carry('hideNotice', call),
    hideNotices: () => carry('hideNotices'),
    showNoLine: () => carry('showNoLine'),
    hideNoLine: () => carry('hideNoLine'),
    showItem: (notice) => carry('showItem', notice),
    hideItem: (item) => carry('hideItem', item),
    showWaiting: (notice) => carry('showWaiting', notice),
    hideWaiting: () => carry('hideWaiting'),
    startFinder: () => new Worker('/finder.js', { name: 'ringside-finder' }),
    version: ownVersion,
    log: log.write,
    logged: log.lines,
  };
}

/** A message carries nothing as null. */
const there = (value: unknown): unknown => value ?? undefined;

/** Read from our own package: an offscreen document has no `runtime.getManifest`. */
async function ownVersion(): Promise<string> {
  const manifest: unknown = await (await fetch('/manifest.json')).json();
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : 'unknown';
}
