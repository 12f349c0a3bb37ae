/** The realtime socket (protocol sheet §6.2, ASSUMED): reconnects on its own ladder, except when the token itself is refused. */
import type { Row } from '../row.ts';
import { frameOf } from './events.ts';

export interface SocketDeps {
  /** The URL for the next attempt, token and all; rejects when there is no token to be had. */
  url(): Promise<string>;
  onEvent(name: string, data: Row): void;
  /** `live` after every connection: what happened before it is unknown and must be read. */
  onState(state: 'connecting' | 'live' | 'lost'): void;
  /** 4401: the token of this connection is no good; nothing is tried until `nudge`. */
  onBadToken(): void;
  log: (line: string) => void;
  /** Multiplies all times; tests make it small. */
  pace?: number;
}

export interface CemscaleSocket {
  /** Tries now instead of waiting, e.g. because there is a token again. */
  nudge(): void;
  stop(): void;
}

/** ms, each up or down by a fifth. */
const ladder = [1000, 2000, 4000, 8000, 16_000, 30_000] as const;
/** A connection that stood this long begins the ladder anew, ms. */
const proven = 60_000;
/** A connection that says nothing this long is dead, ms: but only where the server is known to say `ping`. */
const silence = 75_000;
const connectPatience = 15_000;
const badToken = 4401;
const wrongTenant = 4403;

/** The n-th pause (from 1), ms. */
export const pauseBefore = (failures: number, random = Math.random()): number =>
  (ladder[Math.min(failures, ladder.length) - 1] ?? ladder[0]) * (0.8 + random * 0.4);

export function openSocket(deps: SocketDeps): CemscaleSocket {
  const { pace = 1 } = deps;
  let socket: WebSocket | undefined;
  let failures = 0;
  let openedAt = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let watch: ReturnType<typeof setTimeout> | undefined;
  let attempting = false;
  let stopped = false;
  /** The server shows by frames of its own that it is there. */
  let pings = false;

  async function attempt(): Promise<void> {
    if (attempting) return;
    clearTimeout(retry);
    retry = undefined;
    attempting = true;
    deps.onState('connecting');
    try {
      const url = await deps.url();
      if (!stopped) open(url);
    } catch (error) {
      deps.log(`realtime: ${error instanceof Error ? error.message : String(error)}`);
      if (!stopped) lost();
    } finally {
      attempting = false;
    }
  }

  function open(url: string): void {
    const made = new WebSocket(url);
    socket = made;
    awaitSign(made, connectPatience);
    made.addEventListener('open', () => {
      if (socket !== made) return;
      openedAt = Date.now();
      clearTimeout(watch);
      deps.onState('live');
    });
    made.addEventListener('message', ({ data }: MessageEvent) => {
      if (socket === made && typeof data === 'string') hear(made, data);
    });
    made.addEventListener('close', ({ code }) => {
      if (socket !== made) return;
      socket = undefined;
      if (code === badToken || code === wrongTenant) refused(code);
      else lost();
    });
  }

  function hear(made: WebSocket, text: string): void {
    if (pings) awaitSign(made, silence);
    const frame = frameOf(text);
    if (!frame) return;
    if (frame.name === 'ping') {
      pings = true;
      return awaitSign(made, silence);
    }
    deps.onEvent(frame.name, frame.data);
  }

  /** A browser does not tell of a connection that died without a word, nor of the protocol's own pings. */
  function awaitSign(made: WebSocket, ms: number): void {
    clearTimeout(watch);
    watch = setTimeout(() => {
      if (socket !== made) return;
      socket = undefined;
      made.close();
      lost();
    }, ms * pace);
  }

  function refused(code: number): void {
    clearTimeout(watch);
    deps.onState('lost');
    deps.log(`realtime: closed with ${code}`);
    if (code === badToken) deps.onBadToken();
  }

  function lost(): void {
    clearTimeout(watch);
    deps.onState('lost');
    failures = openedAt > 0 && Date.now() - openedAt >= proven * pace ? 1 : failures + 1;
    openedAt = 0;
    retry = setTimeout(() => void attempt(), pauseBefore(failures) * pace);
  }

  void attempt();

  return {
    nudge() {
      if (!stopped && !socket) void attempt();
    },
    stop() {
      stopped = true;
      clearTimeout(retry);
      clearTimeout(watch);
      const last = socket;
      socket = undefined;
      last?.close();
    },
  };
}
