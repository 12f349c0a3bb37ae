import { Refusal } from '../refusal.ts';
import type { Changes } from '../store/items.ts';
import type { Store } from '../store/store.ts';
import { type Cursor, cursorText, readCursor } from './cursor.ts';
import { AT_ONCE, createHub, type Hub, type Listener } from './hub.ts';
import type { Visitor } from './token.ts';

/** How often a sign of life is sent. */
const BEAT_MS = 15_000;
/** What may wait for a reader, in bytes; one that falls further behind is dropped, and comes back with its cursor. */
const MAX_WAITING = 1024 * 1024;
/** How long a reader that takes nothing is waited for. */
const PATIENCE_MS = 40_000;
/** One operator's tabs, computers and connections that have not noticed their end. */
const MAX_EACH = 20;

const encoder = new TextEncoder();

const event = (name: string, data: unknown, id?: string): string =>
  `event: ${name}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`;

/** Changes as events; the last of them has the cursor. */
function wordsOf({ items, gone }: Pick<Changes, 'items' | 'gone'>, cursor: Cursor): Uint8Array {
  const id = cursorText(cursor);
  const last = items.length > 0 ? event('items', { items }, id) : '';
  const first = gone.length > 0 ? event('gone', { ids: gone }, last === '' ? id : undefined) : '';
  return encoder.encode(first + last);
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
  const hub = createHub(store, (changes, epoch) => wordsOf(changes, { epoch, rev: changes.rev }), failed);
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
      this.#send(wordsOf({ items, gone: changes.gone }, { epoch: this.#epoch, rev: changes.rev }));
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
    else if (after !== undefined) this.#send(encoder.encode(event('reset', {})));
    for (;;) {
      const changes = await this.#store.readChanges(tenant, this.rev, AT_ONCE);
      if (!this.#open) return;
      // One that begins with everything never had what is gone.
      const gone = isKnown ? changes.gone : [];
      if (changes.items.length + gone.length > 0)
        this.#send(wordsOf({ items: changes.items, gone }, { epoch: known.epoch, rev: changes.rev }));
      this.rev = changes.rev;
      if (changes.more) await this.#room();
      else if (this.#hub.join(tenant, known.epoch, this)) break;
      if (!this.#open) return;
    }
    const ready = { cursor: cursorText({ epoch: known.epoch, rev: this.rev }) };
    this.#send(encoder.encode(event('ready', ready, ready.cursor)));
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
