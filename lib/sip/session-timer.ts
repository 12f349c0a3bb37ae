/**
 * Session timers (RFC 4028): a call whose other end vanished does not stay up for ever. We ask for none ourselves, but
 * keep the one that the far end or a proxy wants, refresh it when that is our part and end the call when it runs out.
 */
import type { Core } from 'sip.js';

type Headers = Pick<Core.IncomingRequestMessage, 'getHeader' | 'getHeaders'>;

export interface SessionTimerEvents {
  /** Our turn to refresh: a re-INVITE with `asking()`. */
  refresh(): void;
  /** Nobody refreshed in time: the call is over. */
  expire(): void;
}

export type SessionTimer = ReturnType<typeof createSessionTimer>;

/** No interval may be shorter (§5), in seconds. */
export const leastInterval = 90;

export function createSessionTimer(on: SessionTimerEvents) {
  let interval = 0;
  let ours = false;
  let least = leastInterval;
  let refreshing: ReturnType<typeof setTimeout> | undefined;
  let expiring: ReturnType<typeof setTimeout> | undefined;

  function stop(): void {
    clearTimeout(refreshing);
    clearTimeout(expiring);
    interval = 0;
  }

  function start(seconds: number, byUs: boolean): void {
    stop();
    interval = seconds;
    ours = byUs;
    if (ours) refreshing = setTimeout(() => on.refresh(), seconds * 500);
    // §10: the end is a little before the interval's, so that the BYE still finds the proxies' state.
    expiring = setTimeout(() => on.expire(), (seconds - Math.min(32, seconds / 3)) * 1000);
  }

  return {
    stop,
    /** Headers of our own re-INVITE. A refresh without them would switch the timer off. */
    asking(): string[] {
      if (interval === 0) return [];
      const refresher = ours ? 'uac' : 'uas';
      const floor = least > leastInterval ? [`Min-SE: ${least}`] : [];
      return [`Session-Expires: ${Math.max(interval, least)};refresher=${refresher}`, ...floor];
    },
    /** A 2xx to our (re-)INVITE says what holds from now on. */
    agreed(answer: Headers): void {
      const said = sessionExpiresIn(answer);
      // Who is not told to leave it to the other side refreshes.
      if (said) start(said.seconds, said.refresher !== 'uas');
      else stop();
    },
    /** A 422 to our re-INVITE: false when it names no longer interval. */
    tooShort(answer: Headers): boolean {
      const wanted = Number.parseInt(answer.getHeader('min-se') ?? '', 10);
      if (!(wanted > Math.max(interval, least))) return false;
      least = wanted;
      return true;
    },
    /** Their (re-)INVITE or UPDATE came: starts what it asks for and gives the headers of our 2xx (§9). */
    asked(request: Headers): string[] {
      const said = sessionExpiresIn(request);
      if (!said) {
        stop();
        return [];
      }
      // Who does not know session timers cannot refresh.
      const theirs = supportsTimer(request) && said.refresher !== 'uas';
      start(Math.max(said.seconds, leastInterval), !theirs);
      const header = `Session-Expires: ${interval};refresher=${theirs ? 'uac' : 'uas'}`;
      return theirs ? ['Require: timer', header] : [header];
    },
  };
}

/** Whether an INVITE asks for less than we may take and would understand a 422 (§9). */
export function asksTooShort(request: Headers): boolean {
  const said = sessionExpiresIn(request);
  return said !== undefined && said.seconds < leastInterval && supportsTimer(request);
}

function supportsTimer(message: Headers): boolean {
  return [...message.getHeaders('supported'), ...message.getHeaders('k')].some((header) =>
    header
      .toLowerCase()
      .split(',')
      .some((tag) => tag.trim() === 'timer'),
  );
}

function sessionExpiresIn(
  message: Headers,
): { seconds: number; refresher: 'uac' | 'uas' | undefined } | undefined {
  const header = message.getHeader('session-expires') ?? message.getHeader('x');
  const seconds = Number(/^\s*(\d{1,9})\s*(?:;|$)/.exec(header ?? '')?.[1] ?? 0);
  if (seconds === 0) return undefined;
  const refresher = /;\s*refresher\s*=\s*(uac|uas)\b/i.exec(header ?? '')?.[1]?.toLowerCase();
  return { seconds, refresher: refresher as 'uac' | 'uas' | undefined };
}
