/** Brings the sound of one call back: waits out what heals by itself, then asks for new paths until there is one or time is up. */
import type { LegEvent } from '../call/leg.ts';
import type { Answer } from './reinvite.ts';

/** A path that wavers gets this long to heal by itself, in ms. */
const grace = 2000;
/** How long the call is kept without a path, in ms. */
const limit = 30_000;
/** After new paths were agreed on, they get this long before others are asked for; Chromium checks them for about 15 s. ms */
const proving = 12_000;
/** Pauses before asking again after a refusal or no answer; the last one repeats. ms */
const pauses = [1000, 2000, 4000] as const;

export interface RecoveryDeps {
  /** Asks for new paths: a re-INVITE with an ICE restart. */
  restart(): Promise<Answer>;
  /** Whether packets have a path right now. */
  connected(): boolean;
  tell(event: LegEvent): void;
  /** Time is up. */
  giveUp(): void;
}

export function createRecovery(deps: RecoveryDeps) {
  let wavering: ReturnType<typeof setTimeout> | undefined;
  let ending: ReturnType<typeof setTimeout> | undefined;
  let again: ReturnType<typeof setTimeout> | undefined;
  let lost = false;
  let asking = false;
  let over = false;
  let tries = 0;

  function lose(): void {
    clearTimeout(wavering);
    if (lost || over) return;
    lost = true;
    tries = 0;
    deps.tell({ type: 'media-lost' });
    ending = setTimeout(() => deps.giveUp(), limit);
    void attempt();
  }

  function heal(): void {
    clearTimeout(wavering);
    wavering = undefined;
    if (!lost) return;
    lost = false;
    clearTimeout(ending);
    clearTimeout(again);
    deps.tell({ type: 'media-back' });
  }

  async function attempt(): Promise<void> {
    clearTimeout(again);
    if (asking || !lost || over) return;
    asking = true;
    const answer = await deps.restart();
    asking = false;
    if (answer.ok && deps.connected()) heal();
    if (!lost || over) return;
    const pause = answer.ok ? proving : pauses[Math.min(tries++, pauses.length - 1)];
    again = setTimeout(() => void attempt(), pause);
  }

  return {
    lost: () => lost,
    /** What the peer connection says of its path. */
    path(state: 'wavering' | 'lost' | 'back') {
      if (over) return;
      if (state === 'back') heal();
      // New paths that failed as well are not worth waiting for.
      else if (state === 'lost' && lost) void attempt();
      else if (state === 'lost') lose();
      else if (!lost) wavering ??= setTimeout(lose, grace);
    },
    /** The server can be asked (again): no need to wait for the next try. */
    askNow: () => void attempt(),
    close() {
      over = true;
      clearTimeout(wavering);
      clearTimeout(ending);
      clearTimeout(again);
    },
  };
}
