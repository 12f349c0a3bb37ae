/** Signing in by a page: the account it is for, and the tokens that its pages give (protocol sheet §7). */
import type { ReadonlySignal } from '@preact/signals-core';
import type { Call } from '../../call/call.ts';
import type { DeskSlice } from '../../mirror/desk.ts';
import { FaultError } from '../../mirror/fault.ts';
import type { AccountInput } from '../../mirror/commands.ts';
import type { createAccounts } from '../accounts.ts';
import { whenIdle } from '../idle.ts';
import type { PageTokens } from '../page-tokens.ts';
import { PageRefusal, type Consents } from './consents.ts';
import type { Visitor } from './door.ts';

/** Sippet's own service; a page may name another. */
const usualOrigin = 'https://api.sippet.ai';

export interface SignInDeps {
  accounts: Pick<ReturnType<typeof createAccounts>, 'inUse' | 'views' | 'activeId' | 'managed'>;
  calls: ReadonlySignal<Call[]>;
  desk: ReadonlySignal<DeskSlice>;
  consents: Pick<Consents, 'need' | 'apiOriginOf'>;
  tokens: PageTokens;
  /** Asks the pages of a site. */
  askFor(origin: string, apiOrigin: string): Promise<string | undefined>;
  save(input: AccountInput): Promise<{ id: string }>;
  use(id: string): Promise<void>;
}

export type PageSignIn = ReturnType<typeof createPageSignIn>;

export function createPageSignIn(deps: SignInDeps) {
  /** Changes of account one after the other: two tabs load at once. */
  let last: Promise<unknown> = Promise.resolve();

  const usedService = (): string | undefined => {
    const inUse = deps.accounts.inUse();
    return inUse?.kind === 'sippet' && inUse.account.tokenFrom === 'page'
      ? inUse.account.apiOrigin
      : undefined;
  };

  /** The service a page's tokens are for: what it named, what it was allowed for, the account's, or Sippet's own. */
  const serviceOf = ({ origin, apiOrigin }: Visitor): string =>
    apiOrigin ?? deps.consents.apiOriginOf(origin) ?? usedService() ?? usualOrigin;

  /** Puts an account to use that takes tokens of pages for this service; makes it where there is none. */
  function ready(visitor: Visitor, token: string | undefined): Promise<void> {
    const work = last.then(() => prepare(visitor, token));
    last = work.catch(() => undefined);
    return work;
  }

  async function prepare(visitor: Visitor, token: string | undefined): Promise<void> {
    const service = serviceOf(visitor);
    deps.tokens.know(visitor.origin, service);
    if (usedService() === service) return;
    // Whoever has chosen another account, or none, has chosen it.
    if (deps.accounts.managed() || !visitor.welcomed) throw new FaultError('not-allowed');
    // A change of account lets go of the line: never under a call.
    await new Promise<void>((resolve, reject) => {
      visitor.gone.addEventListener('abort', () => reject(new PageRefusal('interrupted')), { once: true });
      whenIdle(deps.calls, resolve);
    });
    const views = deps.accounts.views.peek();
    const there = views.find(
      (one) => one.kind === 'sippet' && one.tokenFrom === 'page' && one.apiOrigin === service,
    );
    const id =
      there?.id ??
      (
        await deps.save({
          kind: 'sippet',
          label: new URL(visitor.origin).host.slice(0, 80),
          apiOrigin: service,
          tokenFrom: 'page',
          token,
        })
      ).id;
    if (deps.accounts.activeId() !== id) await deps.use(id);
    visitor.welcomed = false;
  }

  /** Asks for a token now, unless the phone is signed in and needs none. */
  async function fetchToken(visitor: Visitor): Promise<void> {
    await ready(visitor, undefined);
    const { state } = deps.desk.peek().signIn;
    if (state === 'signed-in' || state === 'signing-in') return;
    const token = await deps.askFor(visitor.origin, serviceOf(visitor));
    if (token !== undefined) await deps.tokens.offer(visitor.origin, token, serviceOf(visitor));
  }

  return {
    serviceOf,
    /** A token the page has. */
    async give(visitor: Visitor, token: string): Promise<void> {
      await ready(visitor, token);
      await deps.tokens.offer(visitor.origin, token, serviceOf(visitor));
    },
    /** The page can be asked for tokens, or no more. */
    async offer(visitor: Visitor, on: boolean): Promise<void> {
      visitor.offersTokens = on;
      if (on) await fetchToken(visitor);
    },
    /** The page names another service: what it has given so far was not for that one. */
    async name(visitor: Visitor, apiOrigin: string): Promise<void> {
      const before = serviceOf(visitor);
      visitor.apiOrigin = apiOrigin;
      if (before === apiOrigin || !visitor.offersTokens) return;
      const said = await deps.consents.need(visitor.origin, 'sign-in', { about: apiOrigin }, visitor.gone);
      if (said === 'asked') visitor.welcomed = true;
      await fetchToken(visitor);
    },
  };
}
