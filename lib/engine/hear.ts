/** What the engine does with the worker's news. */
import type { Heard, News } from '../host/news.ts';
import { isOver } from '../call/registry.ts';
import { FaultError } from '../mirror/fault.ts';
import type { Handlers } from '../mirror/server.ts';
import type { Parts } from './engine.ts';
import { pressKey } from './keys.ts';

/** The browser's own keys, menus and notifications speak with the right of our own pages. */
const worker = { role: 'own' } as const;

export function hearerOf(parts: Parts, handlers: Handlers): (news: News) => Promise<Heard> {
  return async (news) => {
    try {
      return await hear(news);
    } catch (error) {
      if (!(error instanceof FaultError)) parts.host.log(`${news.news}: ${String(error)}`, 'error');
      return { fault: error instanceof FaultError ? error.fault : unexpected(error) };
    }
  };

  async function hear(news: News): Promise<boolean> {
    switch (news.news) {
      case 'busy?':
        return parts.calls.calls.peek().some((call) => !isOver(call));
      case 'sites':
        await parts.readSites();
        return true;
      case 'policy':
        await parts.changes.readPolicy();
        return true;
      case 'key':
        await pressKey(parts, news.key);
        return true;
      case 'notice':
        await handlers[news.press]({ call: news.call }, worker);
        return true;
      case 'item':
        parts.inbox.ask(news.item);
        return true;
      case 'dial':
        await handlers.dial({ number: news.number }, worker);
        return true;
    }
  }
}

const unexpected = (error: unknown) => new FaultError('unexpected', { said: String(error) }).fault;
