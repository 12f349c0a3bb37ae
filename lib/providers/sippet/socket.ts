/**
 * The realtime channel, over the phoenix client (protocol sheet §4). Reconnecting is done here and not by the client: each
 * attempt wants a new session token, which takes a request; and the client waits for its page to become visible, which
 * an offscreen document may never be.
 */
import { Socket, type Channel, type SocketConnectOption } from 'phoenix';
import { pageEvents, type PageEvent } from '../../mirror/page-words.ts';
import { pauseOf } from '../retry.ts';

export interface SocketDeps {
  /** `https://api.sippet.ai` */
  origin: string;
  topic: string;
  /** Connect params for the next attempt; rejects when there is no token to be had. */
  params(attempt: number): Promise<Record<string, string>>;
  onEvent(name: EventName, payload: unknown): void;
  /** `live` after every join: whatever happened before it is unknown. */
  onState(state: 'connecting' | 'live' | 'lost'): void;
  log: (line: string) => void;
  /** Tests give their own transport and times. */
  options?: Partial<SocketConnectOption>;
}

export interface RealtimeSocket {
  /** Tries now instead of waiting, e.g. because there is a token again. */
  nudge(): void;
  stop(): void;
}

/** The events we know (§4.1); others are not listened to. */
export type EventName = PageEvent;

/** Never: an attempt of the client's own would use an old token. */
const neverByItself = 2 ** 31 - 1;
/** How long a connect, or a rejoin of the client's own, may take before it is begun anew, in ms. */
const patience = 20_000;
/** Only what has lived so long was no failure, in ms: a server that lets us in and drops us would be asked without a pause. */
const steady = 30_000;

export function openSocket(deps: SocketDeps): RealtimeSocket {
  let params: Record<string, string> = {};
  let failures = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let watch: ReturnType<typeof setTimeout> | undefined;
  let settled: ReturnType<typeof setTimeout> | undefined;
  let attempting = false;
  let stopped = false;
  let channel: Channel | undefined;

  const socket = new Socket(`${deps.origin.replace(/^http/, 'ws')}/socket`, {
    // A function, so that whoever connects uses the newest (§4.2).
    params: () => params,
    reconnectAfterMs: () => neverByItself,
    ...deps.options,
  });
  socket.onClose(() => lost());

  async function attempt(): Promise<void> {
    retry = undefined;
    attempting = true;
    deps.onState('connecting');
    try {
      params = await deps.params(failures);
    } catch (error) {
      attempting = false;
      deps.log(`realtime: ${error instanceof Error ? error.message : String(error)}`);
      lost();
      return;
    }
    // The old connection is finished off first; the client would otherwise keep it.
    socket.disconnect(() => {
      attempting = false;
      if (stopped) return;
      clearTimeout(watch);
      watch = setTimeout(lost, patience);
      socket.connect();
      join();
    });
  }

  /** One channel; the client rejoins it by itself after a crash (phx_error) with a new join_ref. */
  function join(): void {
    if (channel) return;
    const made = socket.channel(deps.topic, {});
    channel = made;
    for (const name of pageEvents)
      made.on(name, (payload: unknown) => {
        if (!stopped) deps.onEvent(name, payload);
      });
    made.onError((reason: unknown) => {
      if (isTransport(reason)) return lost();
      // Crashed: events are missing until the client has joined again, which is told as `live`.
      clearTimeout(watch);
      watch = setTimeout(lost, patience);
      if (!stopped) deps.onState('lost');
    });
    // Closed by the server, e.g. because another join of ours replaced it: the client forgets it then.
    made.onClose(() => {
      if (channel !== made) return;
      channel = undefined;
      lost();
    });
    made
      .join()
      .receive('ok', () => {
        clearTimeout(watch);
        clearTimeout(settled);
        settled = setTimeout(() => (failures = 0), steady);
        if (!stopped) deps.onState('live');
      })
      .receive('error', (answer: unknown) => {
        // Perhaps a new token helps; the client itself would only ask again with the old one.
        deps.log(`realtime: join refused: ${JSON.stringify(answer).slice(0, 200)}`);
        lost();
      });
  }

  /** Told by several signs of one loss; only the first counts. */
  function lost(): void {
    if (stopped || attempting || retry !== undefined) return;
    clearTimeout(watch);
    clearTimeout(settled);
    failures += 1;
    deps.onState('lost');
    retry = setTimeout(() => void attempt(), pauseOf(Math.min(failures, 7), undefined) / 2);
  }

  void attempt();

  return {
    nudge() {
      if (stopped || retry === undefined) return;
      clearTimeout(retry);
      void attempt();
    },
    stop() {
      stopped = true;
      clearTimeout(retry);
      clearTimeout(watch);
      clearTimeout(settled);
      socket.disconnect();
    },
  };
}

/** What the client says when the connection went, as against the channel. */
const isTransport = (reason: unknown): boolean =>
  typeof reason === 'object' && reason !== null && 'source' in reason && reason.source === 'transport';
