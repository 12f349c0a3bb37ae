/**
 * The operator token's life: had when first needed, renewed before it ends and once after a refusal; when that is no use,
 * `sign-in-needed` instead of a loop. It knows nothing of calls, and nothing here can touch one.
 */
import { FaultError, type FaultCode } from '../mirror/fault.ts';
import type { ProviderEvent } from './provider.ts';
import { LaterError, lifeOf, type Token } from './mint.ts';
import { pauseOf } from './retry.ts';

/** Where tokens come from. */
export interface TokenOrigin {
  /** Gets a new one; absent where only somebody else can give us one (pasted, policy). */
  mint?: () => Promise<Token>;
  /** One that is there already. */
  first?: Token;
  /** Keeps the newest one over an engine crash. */
  keep(token: Token): Promise<void>;
}

export type SignInEvent = Extract<ProviderEvent, { type: 'sign-in' }>;

/**
 * How a service refuses: `plainly` by a 401, which is no lack of rights; `oddly` what every operator may do; `perhaps`
 * what only some may.
 */
export type Refused = 'plainly' | 'oddly' | 'perhaps';

/** Where a request takes its token from, and who hears that it was (not) good. */
export interface BearerTokens {
  get(): Promise<string>;
  /** A newer token than `bad`; rejects when there is none to be had, and then a sign-in is needed. */
  renew(bad: string): Promise<string>;
  /** The same where `bad` may be good after all; undefined, and no more than that, where there is no newer one. */
  perhapsNewer(bad: string): Promise<string | undefined>;
  /** The service took the token. */
  proven(): void;
  /** The service did not take the newest there is. */
  refused(action: string, how: Refused): void;
}

export interface Tokens extends BearerTokens {
  /** Has one ready, or says why not. */
  begin(): void;
  /** A token somebody gives us; the newest wins. */
  offer(token: string): Promise<void>;
  /** Tries once more after `needed`. */
  again(): Promise<void>;
  stop(): void;
}

/** Renewed this long before its end: a tenth of its life, at least half a minute where it has one, at most five. */
const lead = (life: number) => Math.min(300_000, Math.max(Math.min(30_000, life / 2), life / 10));

/** Timers hold 2^31 ms; a longer-lived token is looked at again then. */
const longestTimer = 2_000_000_000;

/** Refusals of this many different actions in a row, one of them odd, and nothing taken meanwhile, are no lack of rights. */
const convincing = 2;

/** Whoever has no newer token is not asked for one again by the next refusal, in ms. */
const calm = 30_000;

/** What a later attempt may mend, whatever the operator does. */
const passing: ReadonlySet<FaultCode> = new Set(['sign-in-unreachable', 'sign-in-broken']);

export function createTokens(
  origin: TokenOrigin,
  tell: (event: SignInEvent) => void,
  log: (line: string) => void,
): Tokens {
  let held: Token | undefined = origin.first && withLife(origin.first);
  let minting: Promise<string> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let stopped = false;
  /** Asking again is no use until the operator did something. */
  let needed: FaultError | undefined;
  let state: SignInEvent['state'] | undefined;
  const refusing = new Map<string, Refused>();
  /** A mint that just failed is not asked again by every request. */
  let pausing: { until: number; why: FaultError } | undefined;

  function say(next: SignInEvent['state'], fault?: FaultError): void {
    if (stopped || (state === next && next !== 'retrying')) return;
    state = next;
    tell({ type: 'sign-in', state: next, fault: fault?.fault });
  }

  const good = () => held !== undefined && (held.expiresAt === undefined || held.expiresAt > Date.now());

  function take(token: Token): string {
    held = token;
    failures = 0;
    needed = undefined;
    pausing = undefined;
    refusing.clear();
    void origin.keep(token).catch((error: unknown) => log(`the token was not kept: ${String(error)}`));
    say('signed-in');
    plan();
    return token.token;
  }

  function plan(): void {
    clearTimeout(timer);
    if (stopped || held?.expiresAt === undefined) return;
    const life = held.expiresAt - Date.now();
    // One that nobody can renew is told of when it is over.
    const until = origin.mint ? life - lead(life) : life;
    timer = setTimeout(renewAhead, Math.min(longestTimer, Math.max(0, until)));
  }

  function renewAhead(): void {
    const life = (held?.expiresAt ?? 0) - Date.now();
    if (life > longestTimer / 2) return plan();
    pausing = undefined;
    void mustMint().catch((error: unknown) =>
      log(`the token was not renewed ahead of time: ${String(error)}`),
    );
  }

  function giveUp(error: FaultError): never {
    needed = error;
    say('needed', error);
    throw error;
  }

  /** Without a token there is nothing to be done; one that fails for good needs the operator. */
  async function mustMint(): Promise<string> {
    try {
      return await mint();
    } catch (error) {
      const fault = error instanceof FaultError ? error : new FaultError('unexpected', { cause: error });
      if (passing.has(fault.fault.code)) throw fault;
      return giveUp(fault);
    }
  }

  /** One request at a time, whoever asks. */
  function mint(): Promise<string> {
    if (pausing && pausing.until > Date.now()) return Promise.reject(pausing.why);
    minting ??= minted().finally(() => {
      minting = undefined;
    });
    return minting;
  }

  async function minted(): Promise<string> {
    if (!origin.mint) throw new FaultError('sign-in-needed');
    if (held === undefined) say('signing-in');
    try {
      const token = await origin.mint();
      if (stopped) throw new FaultError('sign-in-needed');
      return take(withLife(token));
    } catch (error) {
      const fault =
        error instanceof FaultError ? error : new FaultError('sign-in-unreachable', { cause: error });
      if (!passing.has(fault.fault.code)) throw fault;
      failures += 1;
      // A token that still works is no trouble yet.
      if (!good()) say('retrying', fault);
      clearTimeout(timer);
      const pause = pauseOf(failures + 2, error instanceof LaterError ? error.retryAfter : undefined);
      pausing = { until: Date.now() + pause, why: fault };
      if (!stopped) timer = setTimeout(renewAhead, pause);
      throw fault;
    }
  }

  return {
    begin() {
      if (good()) {
        say('signed-in');
        plan();
      } else void mustMint().catch((error: unknown) => log(`not signed in: ${String(error)}`));
    },
    async get() {
      if (needed) throw needed;
      if (held !== undefined && good()) return held.token;
      return mustMint();
    },
    async renew(bad) {
      if (needed) throw needed;
      if (held !== undefined && held.token !== bad) return held.token;
      return mustMint();
    },
    async perhapsNewer(bad) {
      if (held !== undefined && held.token !== bad) return held.token;
      if (!origin.mint || needed) return undefined;
      try {
        return await mint();
      } catch (error) {
        const why = error instanceof FaultError ? error : new FaultError('unexpected', { cause: error });
        pausing ??= { until: Date.now() + calm, why };
        log(`no newer token: ${why.fault.code}`);
        return undefined;
      }
    },
    proven() {
      refusing.clear();
      if (state === 'needed' && needed === undefined) say('signed-in');
    },
    refused(action, how) {
      refusing.set(action, how);
      const error = new FaultError('sign-in-needed');
      if (how === 'plainly') needed = error;
      const odd = [...refusing.values()].includes('oddly');
      if (needed || (odd && refusing.size >= convincing)) say('needed', error);
    },
    async offer(token) {
      if (stopped || token === held?.token) return;
      take(withLife({ token }));
    },
    async again() {
      needed = undefined;
      pausing = undefined;
      failures = 0;
      if (origin.mint) await mustMint();
      else giveUp(new FaultError('sign-in-needed'));
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

const withLife = (token: Token): Token =>
  token.expiresAt === undefined ? { ...token, expiresAt: lifeOf(token.token) } : token;
