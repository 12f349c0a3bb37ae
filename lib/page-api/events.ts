/** The page's handlers, by event. */
import { pageEvents, type PageCode, type PageEvent, type PageEventData } from '../mirror/page-words.ts';
import { after, bare, freeze, later, runLater, setPrototypeOf } from './primordials.ts';
import type { Asks } from './asks.ts';
import { refusal } from './asks.ts';

type Handler = (data: never) => void;
type Name = PageEvent | 'error';

export function createEvents(asks: Asks) {
  const handlers: Record<string, Record<number, Handler>> = bare({});
  for (let at = 0; at < pageEvents.length; at++) handlers[pageEvents[at] as string] = bare({});
  handlers['error'] = bare({});
  let nextKey = 1;
  let planned = false;

  function has(name: string): boolean {
    for (const key in handlers[name]) return key !== '';
    return false;
  }

  /** What is wanted now goes to the phone, once a turn however many handlers come and go in it. */
  function plan(): void {
    if (planned) return;
    planned = true;
    later(announce);
  }

  function announce(): void {
    planned = false;
    const events: string[] = setPrototypeOf([], null) as string[];
    let count = 0;
    for (let at = 0; at < pageEvents.length; at++) {
      const name = pageEvents[at] as string;
      if (has(name)) events[count++] = name;
    }
    void after(
      asks.ask('subscribe', { events }),
      () => undefined,
      (why) => tell('error', why),
    );
  }

  function tell(name: Name, data: unknown): void {
    const those = handlers[name];
    for (const key in those) runLater(those[Number(key)] as Handler, data);
  }

  function take(name: unknown, key: number): void {
    const those = typeof name === 'string' ? handlers[name] : undefined;
    if (those) delete those[key];
    if (name !== 'error') plan();
  }

  return {
    on(name: unknown, handler: unknown): () => void {
      const those = typeof name === 'string' ? handlers[name] : undefined;
      if (!those || typeof handler !== 'function') throw refusal('bad-input' satisfies PageCode);
      const key = nextKey++;
      those[key] = handler as Handler;
      if (name !== 'error') plan();
      return () => take(name, key);
    },
    off(name: unknown, handler: unknown): void {
      const those = typeof name === 'string' ? handlers[name] : undefined;
      for (const key in those) if (those[Number(key)] === handler) take(name, Number(key));
    },
    heard: (name: PageEvent, data: PageEventData): void => tell(name, freeze(data)),
    trouble: (why: unknown): void => tell('error', why),
    /** The connection is new: the phone knows nothing of what is wanted. */
    again(): void {
      for (let at = 0; at < pageEvents.length; at++) if (has(pageEvents[at] as string)) return plan();
    },
  };
}
