/** The Inbox of the account in use: another account's is put away whole, with what it has not delivered yet. */
import { effect, signal, untracked } from '@preact/signals-core';
import { FaultError } from '../../mirror/fault.ts';
import { emptyInbox, type InboxSlice } from '../../mirror/inbox.ts';
import type { SitesSlice } from '../../mirror/slices.ts';
import { onDisturbance } from '../../sip/disturbance.ts';
import type { Database } from '../database.ts';
import { missingSite } from '../service.ts';
import { createKeeper, type Keeper } from './keeper.ts';
import type { NoticesDeps } from './notices.ts';
import { createShelf, forgetInbox } from './shelf.ts';

export interface InboxDeps extends NoticesDeps {
  db: Database;
  fetch: typeof fetch;
  sites(): SitesSlice;
}

export type Inbox = ReturnType<typeof createInbox>;

export function createInbox(deps: InboxDeps) {
  const slice = signal<InboxSlice>(emptyInbox);
  const log = (line: string) => deps.host.log(line);
  let now: { account: string; place: string; keeper: Keeper } | undefined;
  let entering: Promise<void> = Promise.resolve();
  /** Many changes of one turn are one. */
  let planned = false;

  function changed(): void {
    if (planned) return;
    planned = true;
    queueMicrotask(() => {
      planned = false;
      if (now) slice.value = { ...now.keeper.slice(), ...rest() };
    });
  }

  const rest = () => ({
    version: slice.peek().version + 1,
    wantsOrigin: now && missingSite(now.place, deps.sites()),
    asked: slice.peek().asked,
  });

  function mustHave(): Keeper {
    if (!now) throw new FaultError('not-offered', { about: 'inbox' });
    return now.keeper;
  }

  async function change(account: string, url: string | undefined): Promise<void> {
    const place = url?.replace(/[?#].*$/, '').replace(/\/+$/, '');
    if (now?.account === account && now.place === place) return;
    const old = now;
    now = undefined;
    slice.value = { ...emptyInbox, version: slice.peek().version + 1 };
    await old?.keeper.stop();
    if (place === undefined || place === '') return;
    const shelf = createShelf(deps.db, account, log);
    const saved = await shelf.load();
    const keeper = createKeeper(
      {
        ...deps,
        shelf,
        account,
        place,
        mayAsk() {
          if (missingSite(place, deps.sites()) === undefined) return;
          throw new FaultError('site-permission-needed', { about: new URL(place).host });
        },
        changed,
        log,
      },
      saved,
    );
    now = { account, place, keeper };
    changed();
  }

  // What came while nobody was to be disturbed is told when that is over.
  effect(() => {
    if (!deps.quiet.value) untracked(() => now?.keeper.look());
  });

  onDisturbance((what) => {
    if (what !== 'offline') now?.keeper.disturbed();
  });

  return {
    slice,
    /** The account in use is this one, with this company server; the same one again changes nothing. */
    enter(account: string, url: string | undefined): Promise<void> {
      entering = entering
        .then(() => change(account, url))
        .catch((error: unknown) => {
          const said = String(error);
          log(`the Inbox could not be opened: ${said}`);
          const { fault } = new FaultError('storage-failed', { said });
          slice.value = { ...emptyInbox, state: 'needed', fault, version: slice.peek().version + 1 };
        });
      return entering;
    },
    /** The account is removed. */
    async forget(account: string): Promise<void> {
      await entering;
      if (now?.account === account) await this.enter('', undefined);
      await forgetInbox(deps.db, account);
    },
    /** The browser lets us ask, or does not any more. */
    lookAtSites(): void {
      if (!now) return;
      const before = slice.peek();
      changed();
      if (before.fault?.code !== 'site-permission-needed' || missingSite(now.place, deps.sites())) return;
      now.keeper.again().catch((error: unknown) => log(`inbox: ${String(error)}`));
    },
    /** A notification was pressed: the phone that opens now shows the item, or all of them. */
    ask(item: string | undefined): void {
      slice.value = { ...slice.peek(), asked: { item, at: Date.now() } };
    },
    mustHave,
  };
}
