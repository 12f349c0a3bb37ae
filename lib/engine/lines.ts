/** The service and the line of the account in use: made, renewed and let go together. */
import { effect, type ReadonlySignal, type Signal } from '@preact/signals-core';
import type { Call } from '../call/call.ts';
import type { Host } from '../host/host.ts';
import { FaultError } from '../mirror/fault.ts';
import type { LineSlice, SitesSlice } from '../mirror/slices.ts';
import type { Provider, SipAccess } from '../providers/provider.ts';
import { createLine, type Line, type LineDeps } from '../sip/line.ts';
import { keepAccess, type AccessKeeper } from './access.ts';
import type { createAccounts } from './accounts.ts';
import type { createBindings } from './bindings.ts';
import type { Desk } from './desk/desk.ts';
import type { Inbox } from './inbox/inbox.ts';
import { onCallEnd, whenIdle } from './idle.ts';
import { createPageTokens } from './page-tokens.ts';
import { missingFor, providerOf } from './service.ts';

export interface LinesDeps {
  host: Pick<Host, 'log'>;
  accounts: ReturnType<typeof createAccounts>;
  bindings: Pick<ReturnType<typeof createBindings>, 'take'>;
  calls: ReadonlySignal<Call[]>;
  media: LineDeps['media'];
  desk: Desk;
  inbox: Inbox;
  line: Signal<LineSlice>;
  sites(): SitesSlice;
  receive: LineDeps['onOffer'];
}

/** How long a new line waits for the old service to be left, in ms. */
const goodbye = 5000;
const after = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

export function createLines(deps: LinesDeps) {
  const { host, accounts, desk, line } = deps;
  const pageTokens = createPageTokens({
    wanted() {
      const inUse = accounts.inUse();
      return inUse?.kind === 'sippet' && inUse.account.tokenFrom === 'page'
        ? inUse.account.apiOrigin
        : undefined;
    },
    take: async (token) => provider?.offerToken?.(token),
  });

  /** Lines that have a successor. */
  const leaving = new Set<Line>();
  let current: { line: Line; access: SipAccess } | undefined;
  let provider: Provider | undefined;
  let keeper: AccessKeeper | undefined;

  function mustBeReady(): void {
    if (accounts.activeId() === null) throw new FaultError('no-account');
    const { state, fault } = line.peek();
    if (state !== 'ready') throw new FaultError('line-not-ready', { said: fault?.said, about: fault?.about });
  }

  /** The account in use is another one, or has changed. */
  async function connectLine(): Promise<void> {
    const [old, before] = [current, provider];
    for (const one of leaving) void one.stop();
    leaving.clear();
    current = undefined;
    keeper?.stop();
    keeper = undefined;
    // Unregistered first: the access is what proves that it may.
    const left = Promise.resolve(old?.line.stop()).then(() => before?.signOut());
    // Giving access back would take the new one of the same SIP user too.
    const clear = before?.start ? Promise.race([left, after(goodbye)]) : Promise.resolve();
    provider = providerOf(accounts.inUse(), {
      host,
      shelf: accounts.shelf,
      sites: () => deps.sites(),
      askPage: () => pageTokens.ask(),
    });
    const lines = provider?.lines;
    line.value = { state: lines ? 'connecting' : 'none', since: Date.now() };
    desk.enter(provider, accounts.activeId() ?? '');
    void deps.inbox.enter(accounts.activeId() ?? '', accounts.companionUrl());
    lookAtSites();
    if (!lines) return;
    keeper = keepAccess({
      lines: () => clear.then(lines),
      connect,
      change: (access) => current?.line.renew(access) ?? false,
      failed: (fault, retryAt) => {
        line.value = { state: 'retrying', since: Date.now(), fault, retryAt };
      },
      log: (text) => host.log(text, 'warn'),
    });
    const got = keeper.get();
    // Where access takes a network, nobody waits for it.
    if (!provider?.start) await got;
  }

  /** Lets go of a line once its calls are over. */
  function retire(old: Line): void {
    leaving.add(old);
    whenIdle(deps.calls, () => {
      if (leaving.delete(old)) void old.stop();
    });
  }

  /** Makes the line for new access; an old one stays until the new one can be called, and its own calls are over. */
  function connect(access: SipAccess): void {
    let old = current?.line;
    const made = createLine(access, {
      media: deps.media,
      contact: deps.bindings.take(`${access.user}@${access.domain}`),
      log: (text, level) => host.log(text, level),
      onState(state) {
        if (current && current.line !== made) return;
        if (state.state === 'ready' && old) {
          retire(old);
          old = undefined;
        }
        const since = state.state === line.peek().state ? line.peek().since : Date.now();
        line.value = { ...state, since };
        if (state.state === 'refused') keeper?.refused();
      },
      onOffer: deps.receive,
    });
    current = { line: made, access };
    if (old) leaving.add(old);
  }

  /** Tries again now, whatever it is that failed. */
  function reconnect(): void {
    if (current) current.line.retry();
    else if (keeper) void keeper.get();
    else throw new FaultError('no-account');
  }

  /** The browser lets us ask the sign-in page, or does not: the operator must know, and a sign-in that waited goes on. */
  function lookAtSites(): void {
    const inUse = accounts.inUse();
    const missing = inUse && inUse.kind !== 'sip' ? missingFor(inUse.account, deps.sites()) : undefined;
    desk.wantsOrigin(missing);
    deps.inbox.lookAtSites();
  }

  onCallEnd(deps.calls, () => keeper?.callEnded());
  effect(() => {
    // Whoever waited for a sign-in need not wait for the next rung.
    if (desk.slices.desk.value.signIn.state === 'signed-in') keeper?.nudge();
  });

  return {
    pageTokens,
    /** The line there is, and what it was made of. */
    current: () => current,
    mustBeReady,
    reconnect,
    connectLine,
    /** A newer token for the service in use; nothing else changes. */
    offerToken: async (token: string) => provider?.offerToken?.(token),
    lookAtSites,
  };
}
