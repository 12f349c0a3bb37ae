/** What the engine's page has begun and not ended: timers, ports and listeners, each with the place in the code. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { everyObject } from './census.ts';
import type { RunningBrowser } from './chromium.ts';
import { until } from './facts.ts';

/** How many there are of each, by what it is and where it was begun. */
export type Tally = Record<string, number>;

export interface Held {
  /** Pending `setTimeout` and running `setInterval`. */
  timers: Tally;
  /** Runtime ports still in memory, by the page they lead to, and MessagePorts. */
  ports: Tally;
  listeners: Tally;
}

/** What is put into the engine's page before anything of its own runs. */
interface Ledger {
  timers: Map<unknown, { kind: string; ms: number; where: string[] }>;
  ports: { ref: WeakRef<object>; from: string; open: boolean }[];
}
interface PortLike {
  sender?: { url?: string; tab?: { id?: number } };
  onDisconnect: { addListener(listener: () => void): void };
}
type PageGlobal = typeof globalThis & {
  ledger: Ledger;
  chrome: { runtime: { onConnect: { addListener(listener: (port: PortLike) => void): void } } };
};

/** Runs in the page, as text: it uses nothing from outside. */
function keep(): void {
  const global = globalThis as PageGlobal;
  const ledger: Ledger = { timers: new Map(), ports: [] };
  Object.assign(global, { ledger });
  // Code that a test put into the page has no address and is not named.
  const where = () =>
    (new Error().stack ?? '')
      .split('\n')
      .flatMap((line) => /chrome-extension:\/\/[a-z]+\/(\S+:\d+:\d+)/.exec(line)?.[1] ?? [])
      .slice(0, 2);

  const { setTimeout: later, clearTimeout: endLater, setInterval: often, clearInterval: endOften } = global;
  global.setTimeout = ((work: (...given: unknown[]) => void, ms = 0, ...given: unknown[]) => {
    const timer = later(() => {
      ledger.timers.delete(timer);
      work(...given);
    }, ms);
    ledger.timers.set(timer, { kind: 'timeout', ms, where: where() });
    return timer;
  }) as typeof setTimeout;
  global.setInterval = ((work: (...given: unknown[]) => void, ms = 0, ...given: unknown[]) => {
    const timer = often(work, ms, ...given);
    ledger.timers.set(timer, { kind: 'interval', ms, where: where() });
    return timer;
  }) as typeof setInterval;
  // Either of the two ends either kind.
  const end = (native: typeof clearTimeout) =>
    ((timer) => {
      ledger.timers.delete(timer);
      native(timer);
    }) as typeof clearTimeout;
  global.clearTimeout = end(endLater);
  global.clearInterval = end(endOften);

  const { onConnect } = global.chrome.runtime;
  const listen = onConnect.addListener.bind(onConnect);
  onConnect.addListener = (listener) =>
    listen((port) => {
      const from = `${port.sender?.url ?? 'nowhere'}${port.sender?.tab ? ` in tab ${port.sender.tab.id}` : ''}`;
      const entry = { ref: new WeakRef<object>(port), from, open: true };
      ledger.ports.push(entry);
      port.onDisconnect.addListener(() => {
        entry.open = false;
      });
      listener(port);
    });
}

/** Starts the engine's page anew with the ledger in it; a call that is up ends. Again after the page was closed. */
export async function keepLedger({ engine }: RunningBrowser): Promise<void> {
  await engine.send('Page.enable');
  await engine.send('Page.addScriptToEvaluateOnNewDocument', { source: `(${String(keep)})()` });
  await engine.send('Page.reload');
  await until(async () => engine.evaluate(`'ledger' in globalThis`), {
    message: 'the engine does not come back with the ledger in it',
  });
}

/** One look; the garbage must have been collected before. */
export async function held(browser: RunningBrowser, build: string): Promise<Held> {
  const { engine } = browser;
  const { timers, ports } = await engine.evaluate(() => {
    const { ledger } = globalThis as PageGlobal;
    ledger.ports = ledger.ports.filter(({ ref }) => ref.deref() !== undefined);
    return {
      timers: [...ledger.timers.values()],
      ports: ledger.ports.map(({ from, open }) => `${open ? 'port' : 'closed port'} of ${from}`),
    };
  });
  const bare = await objectsOf(browser, 'MessagePort');
  await letGo(browser);
  return {
    timers: tally(
      timers.map(({ kind, ms, where }) =>
        [`${kind} of ${ms} ms`, ...where.map((place) => excerptAt(build, place))].join(' ← '),
      ),
    ),
    ports: tally([...ports, ...bare.map(() => 'MessagePort')]),
    listeners: tally(await listeners(browser)),
  };
}

/** `what (place)` of each listener in the page. */
async function listeners(browser: RunningBrowser): Promise<string[]> {
  const { engine } = browser;
  await engine.send('Debugger.enable');
  const sources = new Map<string, string>();
  const all: string[] = [];
  for (const { objectId, className } of await objectsOf(browser, 'EventTarget')) {
    const found = await engine.send<{
      listeners: { type: string; scriptId: string; lineNumber: number; columnNumber: number }[];
    }>('DOMDebugger.getEventListeners', { objectId });
    for (const { type, scriptId, lineNumber, columnNumber } of found.listeners) {
      let source = sources.get(scriptId);
      if (source === undefined) {
        source = (await engine.send<{ scriptSource: string }>('Debugger.getScriptSource', { scriptId }))
          .scriptSource;
        sources.set(scriptId, source);
      }
      all.push(`${type} of ${className} ← ${excerpt(source, lineNumber, columnNumber)}`);
    }
  }
  await engine.send('Debugger.disable');
  await letGo(browser);
  return all;
}

const objectGroup = 'ledger';

/** All objects of this kind in memory. */
async function objectsOf({ engine }: RunningBrowser, kind: string) {
  const { result } = await engine.send<{
    result: { value?: { objectId?: string; className?: string } }[];
  }>('Runtime.getProperties', {
    objectId: await everyObject(engine, kind, objectGroup),
    ownProperties: true,
  });
  return result.flatMap(({ value }) =>
    value?.objectId ? [{ objectId: value.objectId, className: value.className ?? kind }] : [],
  );
}

const letGo = ({ engine }: RunningBrowser) => engine.send('Runtime.releaseObjectGroup', { objectGroup });

function tally(names: string[]): Tally {
  const counts: Tally = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

/** What stands at `file:line:column` (from 1) of the build. */
function excerptAt(build: string, place: string): string {
  const [, file = '', line, column] = /^(.*):(\d+):(\d+)$/.exec(place) ?? [];
  return excerpt(readFileSync(join(build, file), 'utf8'), Number(line) - 1, Number(column) - 1);
}

/** The code around a place; the build is minified, so its name alone says nothing. */
function excerpt(source: string, line: number, column: number): string {
  const text = source.split('\n')[line] ?? '';
  return `\`${text.slice(Math.max(0, column - 30), column + 70)}\` at ${line + 1}:${column + 1}`;
}

/** What there is more of in `after`: one line each. */
export function grown(before: Tally, after: Tally): string[] {
  return Object.entries(after).flatMap(([name, count]) => {
    const more = count - (before[name] ?? 0);
    return more > 0 ? [`${more} × ${name}`] : [];
  });
}

/** The most there was of each in several looks. */
export const most = (looks: Tally[]): Tally => merged(looks, Math.max);
/** What was there in every one of several looks: what comes and goes by itself is not in it. */
export const least = (looks: Tally[]): Tally => merged(looks, Math.min);

function merged(looks: Tally[], choose: (...counts: number[]) => number): Tally {
  const names = new Set(looks.flatMap((look) => Object.keys(look)));
  return Object.fromEntries(
    [...names].map((name) => [name, choose(...looks.map((look) => look[name] ?? 0))]),
  );
}
