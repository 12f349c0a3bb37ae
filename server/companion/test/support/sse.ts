/** An operator's end of the Inbox's stream. */
import { EventSourceParserStream } from 'eventsource-parser/stream';
import { until } from '../../../../test/support/facts.ts';
import type { InboxItem } from '../../inbox/item.ts';

export interface Reader {
  status: number;
  /** Every event, in order. */
  events: { name: string; data: unknown; id: string | undefined }[];
  /** The newest of each item, as a phone holds them. */
  items: Map<string, InboxItem>;
  cursor: () => string | undefined;
  /** Whether the stream has ended, and what cut it. */
  ended: boolean;
  cutBy: unknown;
  isReady: () => boolean;
  /** Told of each item as it comes. */
  onItem: ((item: InboxItem) => void) | undefined;
  close(): void;
}

/** Connects and reads; resolves when the answer's head is there. */
export async function readInbox(
  url: string,
  token: string,
  { after, lastEventId }: { after?: string; lastEventId?: string } = {},
): Promise<Reader> {
  const stop = new AbortController();
  const response = await fetch(`${url}/inbox/stream${after === undefined ? '' : `?after=${after}`}`, {
    headers: {
      authorization: `Bearer ${token}`,
      ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
    },
    signal: stop.signal,
  });
  const reader: Reader = {
    status: response.status,
    events: [],
    items: new Map(),
    cursor: () => reader.events.findLast(({ id }) => id !== undefined)?.id,
    ended: false,
    cutBy: undefined,
    isReady: () => reader.events.some(({ name }) => name === 'ready'),
    onItem: undefined,
    close: () => stop.abort(),
  };
  void (async () => {
    try {
      const events = response.body
        ?.pipeThrough(new TextDecoderStream())
        .pipeThrough(new EventSourceParserStream());
      for await (const { event = '', data, id } of events ?? []) take(reader, event, JSON.parse(data), id);
    } catch (error) {
      reader.cutBy = error;
    } finally {
      reader.ended = true;
    }
  })();
  return reader;
}

function take(reader: Reader, name: string, data: unknown, id: string | undefined): void {
  reader.events.push({ name, data, id });
  if (name === 'items')
    for (const item of (data as { items: InboxItem[] }).items) {
      reader.items.set(item.id, item);
      reader.onItem?.(item);
    }
  if (name === 'gone') for (const id of (data as { ids: string[] }).ids) reader.items.delete(id);
  if (name === 'reset') reader.items.clear();
}

/** Connects, and resolves when it is live. */
export async function readLive(
  url: string,
  token: string,
  where?: { after?: string; lastEventId?: string },
): Promise<Reader> {
  const reader = await readInbox(url, token, where);
  await until(reader.isReady, { message: `the stream is not live (${reader.status})` });
  return reader;
}
