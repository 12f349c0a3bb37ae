/** A Host without a browser: storage in memory, and everything lent is written down. */
import type { Host, Store } from '../../lib/host/host.ts';

/** Storage as the browser keeps it: values are copied. */
export function memory(): Store & { all: Map<string, unknown> } {
  const all = new Map<string, unknown>();
  return {
    all,
    get: (key) => Promise.resolve(structuredClone(all.get(key))),
    set: (key, value) => Promise.resolve(void all.set(key, structuredClone(value))),
    remove: (key) => Promise.resolve(void all.delete(key)),
  };
}

export interface MemoryHost {
  host: Host;
  local: ReturnType<typeof memory>;
  session: ReturnType<typeof memory>;
  managed: ReturnType<typeof memory>;
  logged: string[];
  /** Tabs that were opened. */
  opened: string[];
  /** Notices as they were shown and taken away: `show <id>`, `hide <id>`, `hide all`; of the line, `show line`. */
  notices: string[];
}

export function memoryHost(): MemoryHost {
  const [local, session, managed] = [memory(), memory(), memory()];
  const logged: string[] = [];
  const opened: string[] = [];
  const notices: string[] = [];
  const nothing = () => Promise.resolve();
  const host: Host = {
    local,
    session,
    managed,
    badge: nothing,
    openPage: nothing,
    openTab: (url) => Promise.resolve(void opened.push(url)),
    readSites: () => Promise.resolve({ everywhere: false, chosen: [] }),
    showNotice: ({ call }) => Promise.resolve(void notices.push(`show ${call}`)),
    hideNotice: (call) => Promise.resolve(void notices.push(`hide ${call}`)),
    hideNotices: () => Promise.resolve(void notices.push('hide all')),
    showNoLine: () => Promise.resolve(void notices.push('show line')),
    hideNoLine: () => Promise.resolve(void notices.push('hide line')),
    showItem: ({ item, by }) => Promise.resolve(void notices.push(`show ${item}${by ? ` by ${by}` : ''}`)),
    hideItem: (item) => Promise.resolve(void notices.push(`hide ${item}`)),
    showWaiting: ({ count, urgent, news }) =>
      Promise.resolve(void notices.push(`${news ? 'show' : 'now'} ${count} waiting, ${urgent} urgent`)),
    hideWaiting: () => Promise.resolve(void notices.push('hide waiting')),
    startFinder: () => {
      throw new Error('no thread here');
    },
    version: () => Promise.resolve('0'),
    log: (line) => logged.push(line),
    logged: () => [],
  };
  return { host, local, session, managed, logged, opened, notices };
}
