import { Refusal } from '../refusal.ts';
import type { Changes } from '../store/items.ts';
import type { Store } from '../store/store.ts';
import { cursorText, readCursor } from './cursor.ts';
import type { InboxItem } from './item.ts';
import { AT_ONCE, createHub, type Hub, type Listener } from './hub.ts';
import type { Visitor } from './token.ts';

/** How often a sign of life is sent. */
const BEAT_MS = 15_000;
/** What may wait for a reader, in bytes; one that falls further behind is dropped, and comes back with its cursor. */
const MAX_WAITING = 1024 * 1024;
/** About how long an event may be: readers look for the end of a line from its beginning, with every piece anew. */
const EVENT_SIZE = 100_000;
/** How many of those that are done a reader gets that begins; the others can be searched for. */
export const DONE_AT_FIRST = 500;
/** How long a reader that takes nothing is waited for. */
const PATIENCE_MS = 40_000;
/** One operator's tabs, computers and connections that have not noticed their end. */
const MAX_EACH = 20;

const encoder = new TextEncoder();

const event = (name: string, data: unknown, id?: string): string =>
  `event: ${name}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`;

/**
 * Changes as events of a size that readers take well; each has the cursor up to which everything has been sent then.
 * Without an epoch there is none yet.
 */
function wordsOf({ items, gone, rev }: Omit<Changes, 'more'>, epoch: string | undefined): Uint8Array {
  const idOf = (rev: number) => (epoch === undefined ? undefined : cursorText({ epoch, rev }));
  const events: string[] = [];
  if (gone.length > 0) events.push(event('gone', { ids: gone }, items.length > 0 ? undefined : idOf(rev)));
  let texts: string[] = [];
  let size = 0;
  for (const [index, item] of items.entries()) {
    const text = JSON.stringify(item);
    texts.push(text);
    size += text.length;
    const isLast = index === items.length - 1;
    if (size < EVENT_SIZE && !isLast) continue;
    const id = idOf(isLast ? rev : item.rev);
    const head = id === undefined ? 'event: items\n' : `event: items\nid: ${id}\n`;
    events.push(`${head}data: {"items":[${texts.join(',')}]}\n\n`);
    texts = [];
    size = 0;
  }
  return encoder.encode(events.join(''));
}

export interface Streams {
  /** The stream of a visitor: what changed after the cursor, then what changes, until the token ends. Throws Refusal. */
  open(visitor: Visitor, after: string | undefined): ReadableStream<Uint8Array>;
  count(): number;
  /** Ends all of them. */
  stop(): void;
}

/** Makes the Inbox's event streams. `failed` is told when the database cannot be read. */
export function createStreams(store: Store, failed: (error: unknown) => void): Streams {
  const hub = createHub(store, wordsOf, failed);
  const open = new Map<Stream, string>();
  return {
    open(visitor, after) {
      const who = `${visitor.tenant}\n${visitor.person.id}`;
      if ([...open.values()].filter((one) => one === who).length >= MAX_EACH)
        throw new Refusal(429, 'too_many_streams', 'There are too many streams of this operator.', 15);
      const stream = new Stream(store, hub, visitor, failed, () => void open.delete(stream));
      open.set(stream, who);
      return stream.body(after);
    },
    count: () => open.size,
    stop() {
      hub.stop();
      for (const stream of open.keys()) stream.end();
    },
  };
}

class Stream implements Listener {
  rev = 0;
  readonly #store: Store;
  readonly #hub: Hub;
  readonly #visitor: Visitor;
  readonly #failed: (error: unknown) => void;
  readonly #ended: () => void;
  readonly #timers: NodeJS.Timeout[];
  #epoch = '';
  #open = true;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  #drained: () => void = () => undefined;

  constructor(store: Store, hub: Hub, visitor: Visitor, failed: (error: unknown) => void, ended: () => void) {
    this.#store = store;
    this.#hub = hub;
    this.#visitor = visitor;
    this.#failed = failed;
    this.#ended = ended;
    this.#timers = [
      setInterval(() => this.#send(encoder.encode(': still here\n\n')), BEAT_MS),
      setTimeout(() => this.end(), Math.max(0, visitor.until - Date.now())),
    ];
  }

  body(after: string | undefined): ReadableStream<Uint8Array> {
    return new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller;
          this.#begin(after).catch((error: unknown) => {
            this.#failed(error);
            this.end();
          });
        },
        pull: () => this.#drained(),
        cancel: () => this.end(),
      },
      { highWaterMark: MAX_WAITING, size: (chunk) => chunk.byteLength },
    );
  }

  take(words: Uint8Array, from: number, changes: Changes): void {
    if (changes.rev <= this.rev) return;
    if (this.rev === from) this.#send(words);
    else {
      const items = changes.items.filter(({ rev }) => rev > this.rev);
      this.#send(wordsOf({ ...changes, items }, this.#epoch));
    }
    this.rev = changes.rev;
  }

  end(): void {
    if (!this.#open) return;
    this.#open = false;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#hub.leave(this.#visitor.tenant, this);
    this.#drained();
    this.#ended();
    try {
      this.#controller?.close();
    } catch (error) {
      // A reader that went away has closed it already.
      if (!(error instanceof TypeError)) throw error;
    }
  }

  async #begin(after: string | undefined): Promise<void> {
    const { tenant } = this.#visitor;
    const known = await this.#store.revisions(tenant);
    this.#epoch = known.epoch;
    const cursor = after === undefined ? undefined : readCursor(after);
    const isKnown = cursor?.epoch === known.epoch && cursor.rev <= known.rev && cursor.rev >= known.horizon;
    if (isKnown) this.rev = cursor.rev;
    else {
      if (after !== undefined) this.#send(encoder.encode(event('reset', {})));
      await this.#sendAll();
      // What has changed since then comes now.
      this.rev = known.rev;
    }
    for (;;) {
      const changes = await this.#store.readChanges(tenant, this.rev, AT_ONCE);
      if (!this.#open) return;
      if (changes.items.length + changes.gone.length > 0) this.#send(wordsOf(changes, known.epoch));
      this.rev = changes.rev;
      await this.#room();
      if (!this.#open) return;
      if (!changes.more && this.#hub.join(tenant, known.epoch, this)) break;
    }
    const ready = { cursor: cursorText({ epoch: known.epoch, rev: this.rev }) };
    this.#send(encoder.encode(event('ready', ready, ready.cursor)));
  }

  /** All that is open, and what was done last. There is no cursor in it: whoever is cut off here begins anew. */
  async #sendAll(): Promise<void> {
    const { tenant } = this.#visitor;
    const send = async (items: InboxItem[]): Promise<void> => {
      if (items.length > 0) this.#send(wordsOf({ items, gone: [], rev: 0 }, undefined));
      await this.#room();
    };
    for (let rev = 0, more = true; more && this.#open;) {
      const items = await this.#store.readOpen(tenant, rev, AT_ONCE);
      rev = items.at(-1)?.rev ?? rev;
      more = items.length === AT_ONCE;
      await send(items);
    }
    const done = await this.#store.readDone(tenant, DONE_AT_FIRST);
    for (let start = 0; start < done.length && this.#open; start += AT_ONCE)
      await send(done.slice(start, start + AT_ONCE));
  }

  #send(words: Uint8Array): void {
    if (!this.#open || this.#controller === undefined) return;
    if ((this.#controller.desiredSize ?? 0) < 0) this.end();
    else this.#controller.enqueue(words);
  }

  /** Waits until most of what was sent is taken; ends the stream of a reader that takes nothing. */
  async #room(): Promise<void> {
    if ((this.#controller?.desiredSize ?? 0) > MAX_WAITING / 2) return;
    const patience = setTimeout(() => this.end(), PATIENCE_MS);
    await new Promise<void>((resolve) => (this.#drained = resolve));
    clearTimeout(patience);
  }
}
