/** The engine's side of the Host: each call goes to whoever holds the browser's powers. */
import type { Host } from './host.ts';
import type { Lent, LentName } from './lend.ts';

/** Carries one call to the lender and its answer back. */
export type Carry = <N extends LentName>(
  name: N,
  ...args: Parameters<Lent[N]>
) => Promise<Awaited<ReturnType<Lent[N]>>>;

/** How many lines of the log are kept in memory. */
const keptLines = 400;

export function hostOver(carry: Carry): Host {
  const lines: string[] = [];
  return {
    local: {
      get: (key) => carry('localGet', key),
      set: (key, value) => carry('localSet', key, value),
      remove: (key) => carry('localRemove', key),
    },
    session: {
      get: (key) => carry('sessionGet', key),
      set: (key, value) => carry('sessionSet', key, value),
      remove: (key) => carry('sessionRemove', key),
    },
    badge: (text, tone) => carry('badge', text, tone),
    openPage: (page, section) => carry('openPage', page, section),
    readSites: () => carry('readSites'),
    showNotice: (notice) => carry('showNotice', notice),
    hideNotice: (call) => carry('hideNotice', call),
    log(line) {
      lines.push(`${new Date().toISOString()} ${line}`);
      if (lines.length > keptLines) lines.shift();
    },
  };
}
