/** Where the engine lives: a page of its own on Chromium, the background page itself on Firefox. Background only. */
import { browser } from 'wxt/browser';
import { enginePageUrl, ensureEnginePage } from './engine-page.ts';
import { isLent, lent, type LentName } from './lend.ts';
import { hostOver, type Carry } from './lent.ts';
import { isHeard, type Heard, type News } from './news.ts';
import { serveEngine } from './serve.ts';

export interface EngineHome {
  /** Makes sure the engine runs. */
  ensure(): Promise<void>;
  /** Tells it news and waits until it has acted on them. */
  tell(news: News): Promise<Heard>;
  /** Answers a message in which the engine borrows a power; undefined for any other message. */
  lend(message: object, sender: { url?: string; tab?: unknown }): Promise<unknown> | undefined;
}

/** An offscreen document; powers are lent to it by message. */
export function enginePage(): EngineHome {
  return {
    ensure: ensureEnginePage,
    async tell(news) {
      await ensureEnginePage();
      const heard: unknown = await browser.runtime.sendMessage(news);
      return isHeard(heard) ? heard : false;
    },
    lend(message, sender) {
      // To the engine's page alone, by the URL the browser stamped on it.
      if (!('lend' in message) || !isLent(message.lend)) return undefined;
      if (sender.url !== enginePageUrl() || sender.tab) return undefined;
      return use(message.lend, 'args' in message && Array.isArray(message.args) ? message.args : []);
    },
  };
}

/** How often Firefox must be kept from putting its background page to sleep, in ms; it does so after 30 s. */
const stayAwake = 10_000;

/** This very page, which has everything the engine needs. */
export function engineHere(): EngineHome {
  const carry: Carry = (name, ...args) => use(name, args) as never;
  const engine = serveEngine(hostOver(carry));
  // Any answered call of this kind counts as activity; storage does not.
  setInterval(() => void browser.runtime.getPlatformInfo(), stayAwake);
  return {
    ensure: () => engine.then(() => undefined),
    tell: (news) => engine.then((running) => running.hear(news)),
    lend: () => undefined,
  };
}

function use(name: LentName, args: unknown[]): Promise<unknown> {
  // The engine is the only caller, and its side of the names and arguments is typed (lib/host/lent.ts).
  const power = lent[name] as (...args: unknown[]) => Promise<unknown>;
  return power(...args);
}
