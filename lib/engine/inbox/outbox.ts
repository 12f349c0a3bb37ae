/** Changes on their way to the company server: kept before anything else, sent in their order, never under another name. */
import type { Person } from '../../mirror/inbox.ts';
import { FaultError } from '../../mirror/fault.ts';
import type { ActionResult, Companion } from '../../providers/companion/companion.ts';
import type { InboxAction } from '../../providers/companion/shapes.ts';
import type { StoredChange } from '../database.ts';
import { faultOf } from '../desk/fault-of.ts';
import type { Shelf } from './shelf.ts';

/** Under whose name changes are made and sent. */
export interface Signed {
  account: string;
  place: string;
  tenant: string;
  me: Person;
}

export interface OutboxDeps {
  shelf: Shelf;
  companion(): Pick<Companion, 'act'> | undefined;
  signed(): Signed | undefined;
  /** What the server answered to one change; it is no longer waiting. */
  answered(result: ActionResult): void;
  changed(): void;
  log: (line: string) => void;
}

/** As many as one request may carry. */
const most = 100;
/** When a delivery that failed is tried again where nothing says so before, in ms. */
const again = 30_000;
/** What is not delivered after this, in ms, is told: before, the answer is usually on its way. */
const soon = 1500;
/** How many refused ones wait to be read. */
const keptRefused = 100;

export function createOutbox(deps: OutboxDeps, saved: readonly StoredChange[]) {
  let changes: readonly StoredChange[] = saved;
  let delivering: Promise<void> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  /** How many at once; fewer while requests fail, because something on the way may find them too large. */
  let atOnce = most;
  const awaited = new Map<string, (result: ActionResult) => void>();

  function put(next: readonly StoredChange[]): void {
    changes = next;
    deps.changed();
  }

  const isOurs = (one: StoredChange, { place, tenant, me }: Signed): boolean =>
    one.place === place && one.tenant === tenant && one.operator === me.id;

  const waiting = (): StoredChange[] => changes.filter((one) => one.refused === undefined);

  function deliver(): Promise<void> {
    clearTimeout(timer);
    delivering ??= deliverAll().finally(() => {
      delivering = undefined;
    });
    return delivering;
  }

  async function deliverAll(): Promise<void> {
    let size = most;
    for (;;) {
      const signed = deps.signed();
      const companion = deps.companion();
      if (stopped || !signed || !companion) return;
      const batch = waiting()
        .filter((one) => isOurs(one, signed))
        .slice(0, Math.min(size, atOnce));
      if (batch.length === 0) return;
      try {
        const results = await companion.act(
          batch.map(({ action }) => action),
          signed.me.id,
        );
        const answered = new Map(results.map((result) => [result.id, result]));
        const done = batch.filter(({ action }) => answered.has(action.id));
        if (done.length === 0) throw new FaultError('service-unreachable', { said: 'no answer to a change' });
        atOnce = most;
        for (const one of done) settle(one, answered.get(one.action.id));
      } catch (error) {
        const fault = faultOf(error);
        const [first] = batch;
        deps.log(`changes wait: ${fault.code} ${fault.said ?? ''}`);
        if (fault.code !== 'service-refused' || !first) {
          atOnce = Math.ceil(atOnce / 4);
          if (!stopped) timer = setTimeout(() => void deliver(), again);
          return;
        }
        // One that will never be taken must not hold up the others: they go one by one, until it is found.
        if (batch.length === 1) settle(first, { id: first.action.id, ok: false, code: 'invalid' });
        size = 1;
      }
    }
  }

  function settle(change: StoredChange, result: ActionResult | undefined): void {
    if (!result) return;
    const others = changes.filter((one) => one !== change);
    deps.answered(result);
    if (result.ok) {
      deps.shelf.drop([change]);
      put(others);
    } else {
      const refused = { ...change, refused: { code: result.code, by: result.by } };
      deps.shelf.change(refused);
      deps.log(`the company server refused ${change.action.kind}: ${result.code} ${result.message ?? ''}`);
      const old = others.filter((one) => one.refused).slice(0, -keptRefused);
      if (old.length > 0) deps.shelf.drop(old);
      put([...others.filter((one) => !old.includes(one)), refused].toSorted(bySeq));
    }
    awaited.get(change.action.id)?.(result);
    awaited.delete(change.action.id);
  }

  return {
    /** Ours at this server, waiting or refused, in their order. */
    ours: (signed: Signed | undefined): StoredChange[] =>
      signed === undefined ? [] : changes.filter((one) => isOurs(one, signed)),
    /** How many wait for somebody else to be signed in here. */
    heldBack: (signed: Signed | undefined): number =>
      waiting().filter((one) => signed === undefined || !isOurs(one, signed)).length,
    /** How many of ours wait, and whether one of them does so for longer than an answer takes. */
    waiting(signed: Signed | undefined, now = Date.now()): { count: number; late: boolean } {
      const ours = signed === undefined ? [] : waiting().filter((one) => isOurs(one, signed));
      return { count: ours.length, late: ours.some(({ action }) => now - Date.parse(action.at) >= soon) };
    },
    /** Resolves when it is kept. */
    async add(action: InboxAction): Promise<void> {
      const signed = deps.signed();
      if (!signed) throw new FaultError('sign-in-needed');
      const { account, place, tenant, me } = signed;
      try {
        const change = await deps.shelf.add({ account, place, tenant, operator: me.id, action });
        put([...changes, change]);
        setTimeout(() => {
          if (!stopped) deps.changed();
        }, soon);
      } catch (error) {
        throw new FaultError('storage-failed', { said: String(error), cause: error });
      }
    },
    deliver,
    /** What the server says to a change, if it says it within that time; undefined otherwise. */
    answer(id: string, within: number): Promise<ActionResult | undefined> {
      return new Promise((resolve) => {
        const late = setTimeout(() => {
          awaited.delete(id);
          resolve(undefined);
        }, within);
        awaited.set(id, (result) => {
          clearTimeout(late);
          resolve(result);
        });
      });
    },
    /** A refused change was read. */
    dismiss(id: string): void {
      const read = changes.filter((one) => one.action.id === id && one.refused !== undefined);
      deps.shelf.drop(read);
      put(changes.filter((one) => !read.includes(one)));
    },
    stop(): void {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

const bySeq = (a: StoredChange, b: StoredChange) => (a.seq ?? 0) - (b.seq ?? 0);
