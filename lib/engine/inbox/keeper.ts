/** One account's Inbox: what is known of it, what is changed in it, and how it stands with the company server. */
import { FaultError, type Fault } from '../../mirror/fault.ts';
import type { InboxEntry, InboxItem, InboxSlice, Person } from '../../mirror/inbox.ts';
import {
  connectCompanion,
  type ActionResult,
  type Companion,
  type CompanionState,
} from '../../providers/companion/companion.ts';
import type { InboxSession } from '../../providers/companion/session.ts';
import type { InboxAction } from '../../providers/companion/shapes.ts';
import type { StreamEvent } from '../../providers/companion/stream.ts';
import type { StoredInbox } from '../database.ts';
import { faultOf } from '../desk/fault-of.ts';
import { countsOf, entryOf, nextWaking, type Ours } from './entries.ts';
import { createNotices, type NoticesDeps } from './notices.ts';
import { createOutbox, type Signed } from './outbox.ts';
import { createPages } from './pages.ts';
import { createCallIndex, withCall } from './same-call.ts';
import { createSearch } from './search.ts';
import { surplusOf, type Shelf } from './shelf.ts';

export interface KeeperDeps extends NoticesDeps {
  shelf: Shelf;
  account: string;
  /** The company server's address, no slash at the end. */
  place: string;
  fetch: typeof fetch;
  mayAsk: () => void;
  /** Something changed; `slice()` is the newest. */
  changed(): void;
  log: (line: string) => void;
}

/** How long a command waits to hear that somebody was faster, in ms; the change is kept whatever comes. */
const patience = 4000;
const longestTimer = 2_000_000_000;

export type Keeper = ReturnType<typeof createKeeper>;
type Saved = Awaited<ReturnType<Shelf['load']>>;

/** What a change is about, beside its item. */
export type Change = Pick<InboxAction, 'kind' | 'until' | 'from' | 'to' | 'text'>;

export function createKeeper(deps: KeeperDeps, saved: Saved) {
  const { shelf, account, place, log } = deps;
  const before = saved.inbox?.place === place ? saved.inbox : undefined;
  let inbox: StoredInbox = before ?? { account, place, people: [], announced: [] };
  const items = new Map(before ? saved.items.map((item) => [item.id, item]) : []);
  const calls = createCallIndex(items);
  for (const item of items.values()) calls.add(item);
  /** Up to where everything is known, also what is not safe to resume from after an end of the engine. */
  let cursor = inbox.cursor;
  /** While everything is sent anew: what was sent. The rest is dropped at its end. */
  let anew: Set<string> | undefined = cursor === undefined ? new Set() : undefined;
  let state: CompanionState = 'connecting';
  let fault: Fault | undefined;
  let caughtUp = false;
  let first = before === undefined;
  let entries = new Map<string, InboxEntry>();
  let companion: Companion | undefined;
  let waking: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;

  const notices = createNotices(deps, inbox.announced);
  const outbox = createOutbox(
    { shelf, companion: () => companion, signed, answered, changed: () => refresh(), log },
    saved.changes,
  );
  const search = createSearch({
    ask: (query, from) => mustBeThere().search(query, from),
    known: (item) => items.get(item.id) ?? item,
  });

  if (saved.inbox && !before)
    shelf.put(
      inbox,
      [],
      saved.items.map(({ id }) => id),
    );

  function signed(): Signed | undefined {
    const { tenant, me } = inbox;
    return tenant === undefined || me === undefined ? undefined : { account, place, tenant, me };
  }

  function mustBeThere(): Companion {
    if (!companion || state === 'needed') throw new FaultError('sign-in-needed');
    return companion;
  }

  const ours = (): Ours => ({ changes: outbox.ours(signed()), me: inbox.me, people: inbox.people });
  const entry = (item: InboxItem, known = ours()): InboxEntry =>
    withCall(entryOf(item, known), calls.others(item));

  /** Who is signed in, or what is on its way, has changed: everything may look different. */
  function refresh(): void {
    const known = ours();
    const touched = new Set(known.changes.map(({ action }) => action.item));
    const idle = { ...known, changes: [] };
    entries = new Map([...items].map(([id, item]) => [id, entry(item, touched.has(id) ? known : idle)]));
    publish();
  }

  function publish(): void {
    if (stopped) return;
    const now = Date.now();
    const all = [...entries.values()];
    clearTimeout(waking);
    const next = nextWaking(all, now);
    if (next !== undefined) waking = setTimeout(publish, Math.min(longestTimer, next - now + 5));
    // Before everything is known, what calls now may have been taken long ago.
    if (caughtUp && notices.look(all, now, inbox.me, first)) {
      inbox = { ...inbox, announced: notices.announced() };
      shelf.put(inbox);
    }
    if (caughtUp) first = false;
    deps.changed();
  }

  function keep(changed: readonly InboxItem[], gone: readonly string[] = []): void {
    // One that is not whole yet is begun anew by the next engine.
    inbox = { ...inbox, cursor: anew ? undefined : cursor };
    shelf.put(inbox, changed, gone);
  }

  /** The newer one wins; while everything is sent anew, whatever is sent. */
  function put(given: readonly InboxItem[]): InboxItem[] {
    const newer = given.filter(({ id, rev }) => {
      const known = items.get(id);
      return known === undefined || rev >= known.rev || (anew !== undefined && !anew.has(id));
    });
    for (const item of newer) {
      items.set(item.id, item);
      calls.add(item);
      anew?.add(item.id);
    }
    look(newer);
    return newer;
  }

  function drop(ids: readonly string[]): void {
    for (const id of ids) {
      const item = items.get(id);
      items.delete(id);
      entries.delete(id);
      if (!item) continue;
      calls.remove(item);
      look(calls.others(item));
    }
  }

  /** These may look different now, and what came of the same calls with them. */
  function look(changed: readonly InboxItem[]): void {
    const known = ours();
    const all = new Set(changed.flatMap((item) => [item, ...calls.others(item)]));
    for (const item of all) entries.set(item.id, entry(item, known));
  }

  function hear(event: StreamEvent): void {
    switch (event.type) {
      case 'begun':
        caughtUp = false;
        return;
      case 'items': {
        const newer = put(event.items);
        const surplus = surplusOf(items);
        drop(surplus);
        cursor = event.cursor ?? cursor;
        keep(newer, surplus);
        break;
      }
      case 'gone':
        drop(event.ids);
        cursor = event.cursor ?? cursor;
        keep([], event.ids);
        break;
      case 'reset':
        log('inbox: everything is sent anew');
        anew = new Set();
        cursor = undefined;
        keep([]);
        return;
      case 'ready': {
        const sent = anew;
        const old = sent ? [...items.keys()].filter((id) => !sent.has(id)) : [];
        drop(old);
        anew = undefined;
        cursor = event.cursor;
        caughtUp = true;
        keep([], old);
        void outbox.deliver();
        void readPeople();
        break;
      }
    }
    publish();
  }

  /** Another company's items are none of ours; another operator of the same company sees the same ones. */
  function enter({ operator, tenant }: InboxSession): void {
    if (inbox.tenant !== undefined && inbox.tenant !== tenant) {
      const old = [...items.keys()];
      drop(old);
      anew = new Set();
      cursor = undefined;
      inbox = { ...inbox, people: [] };
      keep([], old);
    }
    inbox = { ...inbox, tenant, me: operator };
    shelf.put(inbox);
    refresh();
  }

  async function readPeople(): Promise<void> {
    try {
      const people = await mustBeThere().people();
      inbox = { ...inbox, people };
      shelf.put(inbox);
      refresh();
    } catch (error) {
      log(`inbox: people: ${faultOf(error).code}`);
    }
  }

  function answered(result: ActionResult): void {
    if (!result.item) return;
    if (items.has(result.item.id)) keep(put([result.item]));
    else search.update(result.item);
  }

  function undelivered(): Pick<InboxSlice, 'undelivered' | 'behind'> {
    const { count, late } = outbox.waiting(signed());
    return { undelivered: count, behind: late || (count > 0 && state !== 'live') };
  }

  function find(id: string): InboxItem {
    const item = items.get(id) ?? search.find(id);
    if (!item) throw new FaultError('item-gone');
    return item;
  }

  async function change(id: string, what: Change, within = patience): Promise<void> {
    find(id);
    const action: InboxAction = {
      ...what,
      id: crypto.randomUUID(),
      item: id,
      at: new Date().toISOString(),
    };
    await outbox.add(action);
    const answer = state === 'live' ? outbox.answer(action.id, within) : undefined;
    void outbox.deliver();
    const result = await answer;
    if (!result || result.ok) return;
    // A text that was typed stays to be read until it is put away.
    if (action.text === undefined) outbox.dismiss(action.id);
    if (result.code === 'taken')
      throw new FaultError('taken-by', { about: result.by?.name ?? result.by?.id });
    if (result.code === 'not_found') throw new FaultError('item-gone');
    throw new FaultError('service-refused', { said: result.message });
  }

  const page = createPages({
    entries: () => [...entries.values()],
    entry: (item) => entry(item),
    search,
    // Out of reach, and why.
    away: () => (state === 'live' ? undefined : { fault }),
  });

  refresh();
  companion = connectCompanion({
    url: place,
    fetch: deps.fetch,
    log,
    mayAsk: deps.mayAsk,
    cursor: () => cursor,
    hear,
    onSession: enter,
    onState(next, why) {
      state = next;
      fault = next === 'live' ? undefined : why;
      publish();
    },
  });

  return {
    slice: (): Omit<InboxSlice, 'version' | 'wantsOrigin' | 'asked'> => ({
      state,
      fault,
      host: new URL(place).host,
      known: inbox.cursor !== undefined || items.size > 0,
      me: inbox.me,
      ...countsOf([...entries.values()], Date.now(), inbox.me),
      ...undelivered(),
      heldBack: outbox.heldBack(signed()),
    }),
    page,
    one: (id: string): InboxEntry => entry(find(id)),
    change,
    /** As the company server has them now; the last ones known while it is out of reach. */
    async people(): Promise<readonly Person[]> {
      if (state === 'live') await readPeople();
      return inbox.people;
    },
    dismiss: (id: string) => outbox.dismiss(id),
    async again(): Promise<void> {
      await companion?.again();
      void outbox.deliver();
    },
    disturbed: () => companion?.disturbed(),
    /** Tells what calls for somebody and was not told yet. */
    look: () => publish(),
    async stop(): Promise<void> {
      stopped = true;
      clearTimeout(waking);
      outbox.stop();
      companion?.stop();
      await shelf.settled();
    },
  };
}
