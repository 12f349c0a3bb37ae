/** Runs the engine in this context and lets the views in. */
import { browser } from 'wxt/browser';
import { startEngine, type Engine } from '../engine/engine.ts';
import { portName } from '../mirror/port-name.ts';
import { pagePortName } from '../mirror/page-words.ts';
import { pageSenderOf, senderOf } from '../mirror/sender.ts';
import { FaultError } from '../mirror/fault.ts';
import { noEngine } from './complaint.ts';
import type { Host } from './host.ts';
import { isNews } from './news.ts';

/** Must be called before the context's first await, so that no view knocks in vain. */
export function serveEngine(host: Host): Promise<Engine> {
  const own = { id: browser.runtime.id, origin: new URL(browser.runtime.getURL('/')).origin };
  if (own.origin === 'null') own.origin = browser.runtime.getURL('/').replace(/\/$/, '');
  const engine = startEngine(host);

  browser.runtime.onConnect.addListener((port) => {
    if (port.name === pagePortName) {
      const page = pageSenderOf(port.sender, own);
      if (page) void engine.then((running) => running.acceptPage(port, page));
      else port.disconnect();
      return;
    }
    if (port.name !== portName) return;
    const sender = senderOf(port.sender, own);
    if (sender) void engine.then((running) => running.mirror.accept(port, sender));
    else port.disconnect();
  });

  // oxlint-disable-next-line typescript/no-misused-promises -- the polyfill answers with the promise
  browser.runtime.onMessage.addListener((message: unknown, sender) => {
    if (sender.id !== own.id || sender.tab || !isNews(message)) return undefined;
    return engine.then((running) => running.hear(message));
  });

  void reportStart(engine, host);
  return engine;
}

/** Without its state the phone must not pretend to be one: it says why on the button and in the popup, and is started anew. */
async function reportStart(engine: Promise<Engine>, host: Host): Promise<void> {
  try {
    await engine;
    await host.session.remove(noEngine);
  } catch (error) {
    host.log(`the engine could not start: ${String(error)}`);
    const { fault } =
      error instanceof FaultError ? error : new FaultError('no-start', { said: String(error) });
    await Promise.allSettled([host.session.set(noEngine, fault), host.badge('!', 'trouble')]);
    globalThis.close();
  }
}
