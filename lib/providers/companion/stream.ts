/** The Inbox's stream: read by fetch, because an EventSource sends no token; resumed by cursor after every gap. */
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import * as v from 'valibot';
import { FaultError, type Fault } from '../../mirror/fault.ts';
import type { InboxItem } from '../../mirror/inbox.ts';
import { pauseOf } from '../retry.ts';
import { goneEvent, itemsEvent, readItems, readyEvent } from './shapes.ts';

/** What the stream tells, in order. `items` without a cursor do not move it. */
export type StreamEvent =
  /** A connection began: until `ready`, what is known may be old. */
  | { type: 'begun' }
  | { type: 'items'; items: InboxItem[]; cursor?: string }
  | { type: 'ready'; cursor: string }
  | { type: 'reset' }
  | { type: 'gone'; ids: string[]; cursor?: string };

export interface StreamDeps {
  /** An authorised request; rejects with a FaultError. */
  open(path: string, init: RequestInit): Promise<Response>;
  /** Up to where everything is known; undefined to have it all. Asked before each attempt. */
  cursor(): string | undefined;
  hear(event: StreamEvent): void;
  /** `live` after each `ready`. */
  onState(state: 'connecting' | 'live' | 'lost', fault?: Fault): void;
  /** Whether trying again by itself is no use: it waits to be nudged then. */
  waitsAfter(fault: Fault): boolean;
  log: (line: string) => void;
  /** How long silence is believed, in ms; the server says something every 15 s. */
  patience?: number;
}

export interface InboxStream {
  /** Connects now instead of waiting. */
  nudge(): void;
  /** Lets go of this connection and makes another, e.g. with another cursor. */
  restart(): void;
  stop(): void;
}

/** A connection that held this long was a good one: the next failure is the first again, in ms. */
const good = 5000;
/** More failures make the pause no longer. */
const rungs = 7;

export function openStream(deps: StreamDeps): InboxStream {
  const { patience = 40_000 } = deps;
  let stopped = false;
  let waiting = false;
  let failures = 0;
  let control: AbortController | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;

  async function attempt(): Promise<void> {
    retry = undefined;
    waiting = false;
    const mine = new AbortController();
    control = mine;
    let liveSince: number | undefined;
    let watch = setTimeout(() => mine.abort('silence'), patience);
    const alive = () => {
      clearTimeout(watch);
      watch = setTimeout(() => mine.abort('silence'), patience);
    };
    try {
      const after = deps.cursor();
      const query = after === undefined ? '' : `?after=${encodeURIComponent(after)}`;
      const response = await deps.open(`/inbox/stream${query}`, {
        headers: { accept: 'text/event-stream' },
        signal: mine.signal,
        cache: 'no-store',
      });
      await read(response, alive, (event) => {
        if (stopped || control !== mine) return;
        deps.hear(event);
        if (event.type !== 'ready' || liveSince !== undefined) return;
        liveSince = Date.now();
        deps.onState('live');
      });
      // It ends with its token, which is no loss: what happens meanwhile is told after the cursor.
      again(liveSince, undefined);
    } catch (error) {
      again(liveSince, error);
    } finally {
      clearTimeout(watch);
    }

    function again(since: number | undefined, error: unknown): void {
      if (stopped || control !== mine) return;
      failures = since !== undefined && Date.now() - since > good ? 1 : failures + 1;
      if (error !== undefined || since === undefined) {
        const fault = faultIn(error, mine.signal);
        deps.log(`inbox stream: ${fault.code} ${fault.said ?? ''}`);
        deps.onState('lost', fault);
        waiting = deps.waitsAfter(fault);
        if (waiting) return;
      }
      const pause = pauseOf(Math.min(failures, rungs), wishOf(error)) / 2;
      retry = setTimeout(() => void attempt(), pause);
    }
  }

  async function read(
    response: Response,
    alive: () => void,
    tell: (event: StreamEvent) => void,
  ): Promise<void> {
    if (!response.headers.get('content-type')?.startsWith('text/event-stream') || !response.body)
      throw new FaultError('service-unreachable', { said: 'the answer is no stream' });
    tell({ type: 'begun' });
    const parser = createParser({
      onEvent(message) {
        const event = eventOf(message, deps.log);
        if (event) tell(event);
      },
    });
    const decoder = new TextDecoder();
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      alive();
      parser.feed(decoder.decode(value, { stream: true }));
    }
  }

  function begin(): void {
    clearTimeout(retry);
    control?.abort('replaced');
    if (!stopped) void attempt();
  }

  deps.onState('connecting');
  begin();

  return {
    nudge() {
      if (waiting || retry !== undefined) begin();
    },
    restart: begin,
    stop() {
      stopped = true;
      clearTimeout(retry);
      control?.abort('stopped');
    },
  };
}

/** What the server wishes us to wait, in ms. */
const wishOf = (error: unknown): number | undefined =>
  error instanceof FaultError && 'retryAfter' in error && typeof error.retryAfter === 'number'
    ? error.retryAfter * 2
    : undefined;

function faultIn(error: unknown, signal: AbortSignal): Fault {
  if (error instanceof FaultError) return error.fault;
  const said = signal.aborted ? String(signal.reason) : error instanceof Error ? error.message : 'it ended';
  return new FaultError('service-unreachable', { said }).fault;
}

/** Undefined for what we do not know, which is passed over, and for what cannot be read, which is told. */
function eventOf(
  { event, data, id }: EventSourceMessage,
  log: (line: string) => void,
): StreamEvent | undefined {
  let body: unknown;
  try {
    body = JSON.parse(data);
  } catch {
    log(`inbox: an event ${event ?? ''} is no JSON`);
    return undefined;
  }
  const cursor = id === undefined || id === '' ? {} : { cursor: id };
  switch (event) {
    case 'items': {
      const read = v.safeParse(itemsEvent, body);
      if (read.success) return { type: 'items', items: readItems(read.output.items, log), ...cursor };
      break;
    }
    case 'ready': {
      const read = v.safeParse(readyEvent, body);
      if (read.success) return { type: 'ready', cursor: read.output.cursor };
      break;
    }
    case 'gone': {
      const read = v.safeParse(goneEvent, body);
      if (read.success) return { type: 'gone', ids: read.output.ids, ...cursor };
      break;
    }
    case 'reset':
      return { type: 'reset' };
    case undefined:
    default:
      return undefined;
  }
  log(`inbox: an event ${event} does not fit`);
  return undefined;
}
