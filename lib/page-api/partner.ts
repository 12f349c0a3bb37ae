/**
 * The isolated half of the bridge: carries words between the page and the phone. It proves nothing and decides nothing;
 * the phone takes all of it for what the page says.
 */
import { browser } from 'wxt/browser';
import { ask } from '../host/ask.ts';
import { pagePortName } from '../mirror/page-words.ts';
import type { MirrorPort } from '../mirror/wire.ts';
import { longest, offered, wanted, type PartnerWord } from './names.ts';

/** What waits while there is no connection. */
const mostQueued = 64;
/** The longest pause between two connections, in ms. */
const maxPause = 30_000;

/** Starts the isolated half. The connection is made when the page says its first word. */
export function startPartner(): void {
  // A sandboxed page has no origin that could be proven: the phone would refuse it.
  if (self.origin === 'null') return;
  let channel: MessagePort | undefined;
  let port: MirrorPort | undefined;
  let opening = false;
  let resting = false;
  let failures = 0;
  const queue: unknown[] = [];

  /** Chromium takes the runtime's id away from scripts whose extension is gone. */
  const orphaned = () => browser.runtime?.id === undefined;

  function say(word: PartnerWord): void {
    channel?.postMessage(JSON.stringify(word));
  }

  function take(event: Event): void {
    if (orphaned()) return leave();
    event.stopImmediatePropagation();
    const given = event instanceof MessageEvent ? event.source : null;
    if (channel || !(given instanceof MessagePort)) return;
    channel = given;
    given.onmessage = ({ data }) => hear(data);
    say({ say: 'ready' });
  }

  function hear(text: unknown): void {
    if (typeof text !== 'string' || text.length > longest || queue.length >= mostQueued) return;
    try {
      queue.push(JSON.parse(text));
    } catch {
      return; // No message of ours: a script of the page has found the channel and speaks on it.
    }
    void flush();
  }

  async function flush(): Promise<void> {
    if (port) for (const message of queue.splice(0)) port.postMessage(message);
    else if (!opening && !resting) await open();
  }

  async function open(): Promise<void> {
    opening = true;
    await shown();
    if (failures > 0)
      await new Promise((resolve) => setTimeout(resolve, Math.min(maxPause, 50 * 2 ** failures)));
    const reachable = await ask('wake');
    opening = false;
    if (orphaned()) return leave();
    if (resting) return;
    if (!reachable) return lost();
    const opened: MirrorPort = browser.runtime.connect({ name: pagePortName });
    port = opened;
    opened.onMessage.addListener((message) => {
      failures = 0;
      if (port === opened) channel?.postMessage(JSON.stringify(message));
    });
    opened.onDisconnect.addListener(() => {
      if (port === opened) lost();
    });
    void flush();
  }

  function lost(): void {
    port = undefined;
    queue.length = 0;
    failures += 1;
    if (orphaned()) leave();
    else say({ say: 'lost' });
  }

  function leave(): void {
    say({ say: 'gone' });
    window.removeEventListener(offered, take, true);
    channel = undefined;
    port = undefined;
    queue.length = 0;
  }

  /** A page that rests holds no connection; what it had wanted it says again when it is back. */
  function rest(event: Event): void {
    if (!event.isTrusted || resting) return;
    resting = true;
    const opened = port;
    port = undefined;
    queue.length = 0;
    opened?.disconnect();
  }
  function wake(event: Event): void {
    if (!event.isTrusted || !resting) return;
    resting = false;
    say({ say: 'lost' });
  }

  window.addEventListener(offered, take, true);
  window.addEventListener('pagehide', rest, true);
  window.addEventListener('pageshow', wake, true);
  document.addEventListener('freeze', rest, true);
  document.addEventListener('resume', wake, true);
  window.dispatchEvent(new Event(wanted));
}

/** A page that is only prepared and may never be shown is not heard yet. */
function shown(): Promise<void> {
  const page: Document & { prerendering?: boolean } = document;
  if (!page.prerendering) return Promise.resolve();
  return new Promise((resolve) =>
    document.addEventListener('prerenderingchange', () => resolve(), { once: true }),
  );
}
