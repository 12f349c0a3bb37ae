/** The page's half of the bridge: hands the isolated half a channel whenever it wants one, and speaks over it. */
import type { ToPage } from '../mirror/page-words.ts';
import { longest, offered, wanted, type PartnerWord } from './names.ts';
import { afterMs, apply, bare, getOwnPropertyDescriptor, parse, stringify } from './primordials.ts';

/** How long asks wait for the isolated half, in ms. */
const patience = 5000;
const mostHeld = 32;

export interface Bridge {
  /** Says something; false when nobody will ever hear it. */
  send(message: object): boolean;
}

/** What is heard; `lost` also when nobody came to hear us. */
export type Heard = ToPage | PartnerWord;

export function openBridge(hear: (message: Heard) => void): Bridge {
  const NativeChannel = MessageChannel;
  const NativeMessageEvent = MessageEvent;
  const { postMessage } = MessagePort.prototype;
  const { dispatchEvent, addEventListener } = EventTarget.prototype;
  const setOnMessage = getOwnPropertyDescriptor(MessagePort.prototype, 'onmessage')?.set;
  const dataOf = getOwnPropertyDescriptor(MessageEvent.prototype, 'data')?.get;
  const port1Of = getOwnPropertyDescriptor(MessageChannel.prototype, 'port1')?.get;
  const port2Of = getOwnPropertyDescriptor(MessageChannel.prototype, 'port2')?.get;
  if (!setOnMessage || !dataOf || !port1Of || !port2Of) return { send: () => false };

  /** The channel that the isolated half has taken. */
  let port: MessagePort | undefined;
  let held: Record<number, string> = bare({});
  let heldCount = 0;

  function offer(): void {
    const channel = new NativeChannel();
    const mine = apply(port1Of as () => MessagePort, channel, []);
    const theirs = apply(port2Of as () => MessagePort, channel, []);
    apply(setOnMessage as () => void, mine, [
      (event: MessageEvent) => {
        const text: unknown = apply(dataOf as () => unknown, event, []);
        if (typeof text === 'string') heard(mine, parse(text) as Heard);
      },
    ] as never);
    const event = new NativeMessageEvent(offered, bare({ source: theirs }));
    apply(dispatchEvent, window, [event]);
  }

  function heard(from: MessagePort, message: Heard): void {
    if (message.say === 'ready') {
      // A newer half than the one we knew: what it had under way is gone with it.
      if (port && port !== from) hear(bare({ say: 'lost' }));
      port = from;
      for (let at = 0; at < heldCount; at++) apply(postMessage, port, [held[at]] as never);
      forget();
      return;
    }
    if (from !== port) return;
    if (message.say === 'gone') port = undefined;
    hear(message);
  }

  function forget(): void {
    held = bare({});
    heldCount = 0;
  }

  function giveUp(): void {
    if (port || heldCount === 0) return;
    forget();
    hear(bare({ say: 'gone' }));
  }

  apply(addEventListener, window, [wanted, offer]);
  offer();

  return {
    send(message) {
      const text = stringify(bare(message));
      if (text.length > longest) return false;
      if (port) apply(postMessage, port, [text] as never);
      else {
        if (heldCount >= mostHeld) return false;
        if (heldCount === 0) afterMs(patience, giveUp);
        held[heldCount++] = text;
      }
      return true;
    },
  };
}
