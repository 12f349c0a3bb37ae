/**
 * The SIP access of the account in use: had when needed, had again when the service took it back. Some services give it
 * for a while only (protocol sheet §5); a call that is running never notices.
 */
import { FaultError, type Fault } from '../mirror/fault.ts';
import type { SipAccess } from '../providers/provider.ts';

export interface AccessDeps {
  lines(): Promise<SipAccess>;
  /** Makes the line; an old one goes on until its calls are over. */
  connect(access: SipAccess): void;
  /** Gives the line its new password; false when it needs another line. */
  change(access: SipAccess): boolean;
  /** There is no access yet. */
  failed(fault: Fault, retryAt: number): void;
  log(line: string): void;
}

/** Asked for again this long before its end: a tenth of its life, at most a minute. */
const lead = (life: number) => Math.min(60_000, life / 10);
const firstPause = 2000;
const longestPause = 30_000;
const longestTimer = 2_000_000_000;
/** A line that is refused right after it got new access is hardly helped by more of it at once, in ms. */
const calm = 10_000;

export type AccessKeeper = ReturnType<typeof keepAccess>;

export function keepAccess(deps: AccessDeps) {
  let held: SipAccess | undefined;
  let failures = 0;
  let heldAt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking: Promise<void> | undefined;
  let stopped = false;

  async function ask(): Promise<void> {
    clearTimeout(timer);
    try {
      const access = await deps.lines();
      if (stopped) return;
      failures = 0;
      heldAt = Date.now();
      if (!(held && deps.change(access))) deps.connect(access);
      held = access;
      const end = access.passing?.expiresAt;
      if (end !== undefined) {
        const life = Math.max(0, end - heldAt);
        timer = setTimeout(() => void get(), Math.min(longestTimer, Math.max(firstPause, life - lead(life))));
      }
    } catch (error) {
      if (stopped) return;
      const fault =
        error instanceof FaultError
          ? error.fault
          : new FaultError('unexpected', { said: String(error) }).fault;
      failures += 1;
      const pause = Math.min(longestPause, firstPause * 2 ** (failures - 1));
      deps.log(`no SIP access: ${fault.code} ${fault.said ?? ''}`);
      if (!held) deps.failed(fault, Date.now() + pause);
      timer = setTimeout(() => void get(), pause);
    }
  }

  function get(): Promise<void> {
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    return asking;
  }

  return {
    get,
    /** Signed in: whoever waits need not wait any longer. */
    nudge(): void {
      if (!held && failures > 0) void get();
    },
    /** The phone server does not know us any more. */
    refused(): void {
      if (!held?.passing) return;
      const wait = heldAt + calm - Date.now();
      clearTimeout(timer);
      timer = setTimeout(() => void get(), Math.max(0, wait));
    },
    /** A call is over, and with it perhaps our access. */
    callEnded(): void {
      if (held?.passing) void get();
    },
    stop(): void {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
