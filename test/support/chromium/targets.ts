import type { BrowserContext, CDPSession } from 'playwright-core';
import { until } from '../facts.ts';

/** Code to run elsewhere: a function is sent as its text, so it must not use anything from outside itself. */
export type Code<T, A extends unknown[]> = string | ((...args: A) => T | Promise<T>);

interface Evaluation<T> {
  result: { value: T };
  exceptionDetails?: { text: string; exception?: { description?: string } };
}

interface Answer<T> {
  id?: number;
  result?: T;
  error?: { message: string };
}

interface Attached {
  targetId: string;
  sessionId: string;
}

/** A document of an extension that Playwright does not show as a page, reached over the browser's own session. */
export class HiddenTarget {
  readonly #browser: CDPSession;
  readonly #url: string;
  readonly #type: string;
  readonly #waiting = new Map<number, (answer: Answer<never>) => void>();
  #attached: Attached | undefined;
  #count = 0;

  constructor(browser: CDPSession, url: string, type = 'background_page') {
    this.#browser = browser;
    this.#url = url;
    this.#type = type;
    browser.on('Target.receivedMessageFromTarget', ({ sessionId, message }) => {
      if (sessionId !== this.#attached?.sessionId) return;
      const answer: Answer<never> = JSON.parse(message);
      if (answer.id !== undefined) this.#waiting.get(answer.id)?.(answer);
    });
    browser.on('Target.detachedFromTarget', ({ sessionId }) => {
      if (sessionId !== this.#attached?.sessionId) return;
      this.#attached = undefined;
      for (const give of this.#waiting.values()) give({ error: { message: `${this.#url} went away` } });
    });
  }

  /** Its target id while it lives; a new one after it was closed and made again. */
  async id(): Promise<string | undefined> {
    const { targetInfos } = await this.#browser.send('Target.getTargets', { filter: [{}] });
    return targetInfos.find(({ url, type }) => type === this.#type && url.startsWith(this.#url))?.targetId;
  }

  /** Whether it lives. */
  async exists(): Promise<boolean> {
    return (await this.id()) !== undefined;
  }

  /** Runs code in it, waiting until it is there and has loaded. */
  async evaluate<T, A extends unknown[]>(code: Code<T, A>, ...args: A): Promise<T> {
    const sessionId = await until(() => this.#loaded(), { message: `${this.#url} is not there` });
    const text = typeof code === 'string' ? code : `(${String(code)})(...${JSON.stringify(args)})`;
    return this.#run<T>(sessionId, text);
  }

  /** Closes it as the browser would, without asking it, and waits until it is gone. */
  async close(): Promise<void> {
    const targetId = await this.id();
    if (targetId === undefined) return;
    await this.#browser.send('Target.closeTarget', { targetId });
    await until(async () => (await this.id()) !== targetId, { message: `${this.#url} did not close` });
  }

  async #loaded(): Promise<string | undefined> {
    const targetId = await this.id();
    if (targetId === undefined) return undefined;
    if (this.#attached?.targetId !== targetId) {
      const { sessionId } = await this.#browser.send('Target.attachToTarget', { targetId, flatten: false });
      this.#attached = { targetId, sessionId };
    }
    // A target is there before its modules have run.
    const { sessionId } = this.#attached;
    return (await this.#run<boolean>(sessionId, `document.readyState === 'complete'`))
      ? sessionId
      : undefined;
  }

  /** Sends it any command of the debugging protocol. */
  async send<T>(method: string, params: object = {}): Promise<T> {
    const sessionId = await until(() => this.#loaded(), { message: `${this.#url} is not there` });
    return this.#send<T>(sessionId, method, params);
  }

  async #run<T>(sessionId: string, expression: string): Promise<T> {
    const { result, exceptionDetails: thrown } = await this.#send<Evaluation<T>>(
      sessionId,
      'Runtime.evaluate',
      { expression, awaitPromise: true, returnByValue: true, userGesture: false },
    );
    if (thrown) throw new Error(thrown.exception?.description ?? thrown.text);
    return result.value;
  }

  async #send<T>(sessionId: string, method: string, params: object): Promise<T> {
    const id = ++this.#count;
    const answered = new Promise<Answer<T>>((resolve) => this.#waiting.set(id, resolve));
    const message = JSON.stringify({ id, method, params });
    await this.#browser.send('Target.sendMessageToTarget', { sessionId, message });
    const { result, error } = await answered.finally(() => this.#waiting.delete(id));
    if (result === undefined) throw new Error(error?.message ?? 'no answer');
    return result;
  }
}

/** Stops the service workers of an origin as an idle browser does; whatever calls them next starts them anew. */
export async function stopServiceWorker(context: BrowserContext, origin: string): Promise<void> {
  const page = context.pages()[0] ?? (await context.newPage());
  const cdp = await context.newCDPSession(page);
  const running = new Set<string>();
  const stopped = new Set<string>();
  cdp.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
    for (const { versionId, scriptURL, runningStatus } of versions) {
      if (!scriptURL.startsWith(origin)) continue;
      if (runningStatus === 'running') running.add(versionId);
      if (runningStatus === 'stopped') stopped.add(versionId);
    }
  });
  await cdp.send('ServiceWorker.enable');
  await until(() => running.size + stopped.size > 0, { message: `no service worker of ${origin} is known` });
  for (const versionId of running) await cdp.send('ServiceWorker.stopWorker', { versionId });
  // It may be back at once, so its end is an event and not an absence.
  await until(() => running.isSubsetOf(stopped), { message: `the service worker of ${origin} did not stop` });
  await cdp.detach();
}

/** One session with the browser itself, not with a page. */
export async function browserSession(context: BrowserContext): Promise<CDPSession> {
  const browser = context.browser();
  if (!browser) throw new Error('this context has no browser');
  return browser.newBrowserCDPSession();
}
