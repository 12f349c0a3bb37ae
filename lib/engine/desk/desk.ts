/** The operator's desk: whatever the service in use offers beside the line. Composed anew for each account. */
import { computed, effect, signal, type ReadonlySignal } from '@preact/signals-core';
import type { Call, Party } from '../../call/call.ts';
import type { Leg, LegEvent } from '../../call/leg.ts';
import type { Host } from '../../host/host.ts';
import {
  emptyDesk,
  type DeskSlice,
  type DeskSlices,
  type HistoryPage,
  type HistoryRow,
} from '../../mirror/desk.ts';
import { FaultError, type Fault } from '../../mirror/fault.ts';
import type { PageEvent } from '../../mirror/page-words.ts';
import { portsOf, type Provider, type ProviderEvent } from '../../providers/provider.ts';
import type { Database, StoredWrapUp } from '../database.ts';
import { createErrands, type Errand, type ErrandsDeps } from './errands.ts';
import { exported } from './export.ts';
import { faultOf } from './fault-of.ts';
import { isNear, merged, pageOf, passes, rowOf, type HistoryFilter } from './past.ts';
import { partsOf, type Parts } from './parts.ts';
import { sameNumber } from './same-number.ts';
import { switched } from './switched.ts';
import { createWrapUps } from './wrap-up.ts';

export interface DeskDeps extends ErrandsDeps {
  db: Database;
  host: Host;
  calls: ReadonlySignal<Call[]>;
  /** A number as the operator reads it at home. */
  readable(party: Party): Party;
  hangUp(call: string): void;
  rename(call: string, party: Party): void;
  /** Every event of the service, as it came. */
  onRealtime?(name: PageEvent, payload: Readonly<Record<string, unknown>>): void;
}

const day = 86_400_000;
/** What the service is asked for when nobody said how far back, in ms. */
const month = 30 * day;
/** The service's past calls are read again after this, in ms, or when one ended. */
const stale = 60_000;
const keptFaults = 5;

/** Past calls, with why or where they end too early. */
interface Past {
  rows: HistoryRow[];
  fault?: Fault;
  cut?: boolean;
}

export type Desk = ReturnType<typeof createDesk>;

export function createDesk(deps: DeskDeps) {
  const state = signal<DeskSlice>(emptyDesk.desk);
  const parts = signal<Parts | undefined>(undefined);
  const errands = createErrands(deps);
  const wrapUps = createWrapUps({
    db: deps.db,
    account: () => account,
    callUuidOf: (one) => lateUuid(one),
    log: (line) => deps.host.log(line),
  });
  let provider: Provider | undefined;
  let account = '';
  let past: { from: number; to?: number; at: number; rows: Promise<Past> } | undefined;

  /** Whoever is in the address book is called as there. */
  const named = (party: Party): Party => {
    const contact = parts.peek()?.contacts?.find(party.number);
    return contact?.name ? { ...party, name: contact.name } : party;
  };
  const partyFor = (party: Party): Party => named(deps.readable(party));

  function hear(event: ProviderEvent): void {
    const now = parts.peek();
    switch (event.type) {
      case 'sign-in':
        state.value = {
          ...state.peek(),
          signIn: { ...state.peek().signIn, state: event.state, fault: event.fault },
        };
        if (event.state === 'signed-in') begin();
        return;
      case 'link':
        state.value = { ...state.peek(), live: event.state };
        if (event.state === 'live') resync();
        return;
      case 'queue':
        return now?.queue?.poke();
      case 'presence':
        return now?.presence?.poke();
      case 'call':
        if (event.over) past = undefined;
        return now?.talks?.poke();
      case 'conference':
        return now?.threeWay?.poke(event.conference);
      case 'spoken':
        return now?.talks?.spoken(event.spoken);
      case 'ai-note':
        return now?.talks?.noted(event.callUuid, event.note);
      case 'realtime':
        return deps.onRealtime?.(event.name, event.payload);
    }
  }

  /** Signed in (again): everything that can be read without the channel. */
  function begin(): void {
    const now = parts.peek();
    void now?.contacts?.refresh();
    now?.callerIds?.poke();
    resync();
  }

  /** There was a gap: what events said is not enough. */
  function resync(): void {
    const now = parts.peek();
    past = undefined;
    now?.queue?.poke();
    now?.presence?.poke();
    now?.talks?.resync();
    now?.threeWay?.poke();
    void wrapUps.deliver();
  }

  /** The service calls our line and then the number; its id of the call is kept with ours. */
  async function place(
    port: NonNullable<Provider['numbers']>,
    party: Party,
    from: string | undefined,
    site: string | undefined,
  ): Promise<string> {
    const numbers = [party.number, ...(from ? [from] : []), ...(port.legsFrom?.() ?? [])];
    let ours: string | undefined;
    let theirs: string | undefined;
    const link = () => {
      if (ours !== undefined && theirs !== undefined) parts.peek()?.talks?.link(ours, theirs);
    };
    const errand = { party, direction: 'outgoing' as const, numbers, placed: true, site };
    ours = await errands.run(errand, async () => {
      const said = await port.call(party.number, from);
      // The leg may have come and been answered before this.
      theirs = said.callUuid;
      link();
      return said;
    });
    link();
    return ours;
  }

  const complain = (fault: Fault): void => {
    state.value = { ...state.peek(), faults: [fault, ...state.peek().faults].slice(0, keptFaults) };
  };

  function mustHave<N extends keyof Parts>(name: N): NonNullable<Parts[N]> {
    const part = parts.peek()?.[name];
    if (part === undefined) throw new FaultError('not-offered', { about: name });
    return part;
  }

  /** The service's past calls; a failure is told beside what we know ourselves. */
  async function theirs(filter: HistoryFilter): Promise<Past> {
    const port = provider?.history;
    if (!port) return { rows: [] };
    const from = filter.from ?? Date.now() - month;
    const fresh = past && Date.now() - past.at < stale && past.from <= from && past.to === filter.to;
    if (!past || !fresh) {
      const rows = port.list({ from, to: filter.to }).then(({ rows: list, cut }) => ({
        rows: list.map((row) => rowOf(row, partyFor({ number: row.number }))),
        cut,
      }));
      past = { from, to: filter.to, at: Date.now(), rows };
    }
    try {
      return await past.rows;
    } catch (error) {
      past = undefined;
      return { rows: [], fault: faultOf(error) };
    }
  }

  /** The service's id of a call that was over before it was linked; undefined where it is not plain which it was. */
  async function lateUuid({ call, party, endedAt }: StoredWrapUp): Promise<string | undefined> {
    const linked = parts.peek()?.talks?.uuidOf(call);
    if (linked !== undefined || !provider?.history) return linked;
    const { rows } = await provider.history.list({ from: endedAt - day });
    const fits = rows.filter(
      (row) => sameNumber(row.number, party.number, deps.region()) && isNear(row.endedAt, endedAt),
    );
    const own = fits.filter((row) => row.ours);
    const [found, another] = own.length > 0 ? own : fits;
    return another ? undefined : found?.callUuid;
  }

  async function allPast(filter: HistoryFilter): Promise<Past> {
    const [saved, service] = await Promise.all([deps.db.getAll('history'), theirs(filter)]);
    const ours = saved.map(({ trace: _trace, account: _account, ...row }) => row);
    return { ...service, rows: merged(ours, service.rows, wrapUps.byCall()) };
  }

  /** Calls that begin get a name, calls that end get a wrap-up. */
  const known = new Map<string, Call['phase']>();
  effect(() => {
    const calls = deps.calls.value;
    for (const id of known.keys()) if (!calls.some((call) => call.id === id)) known.delete(id);
    for (const call of calls) {
      const before = known.get(call.id);
      known.set(call.id, call.phase);
      if (before === undefined) void greet(call);
      if (before !== call.phase && call.phase === 'live') parts.peek()?.talks?.poke();
      if (before !== 'closed' && call.phase === 'closed' && call.answeredAt !== undefined)
        wrapUps
          .begin(call, parts.peek()?.talks?.uuidOf(call.id))
          .catch((error: unknown) => complain(faultOf(error)));
    }
  });

  /** A caller the book did not know yet may be in the part that is still to come. */
  async function greet({ id, party }: Call): Promise<void> {
    try {
      const contact = await parts.peek()?.contacts?.lookUp(party.number);
      if (contact?.name && contact.name !== party.name) deps.rename(id, { ...party, name: contact.name });
    } catch (error) {
      deps.host.log(`whose number: ${faultOf(error).code}`);
    }
  }

  const slice = <N extends keyof DeskSlices>(
    read: (now: Parts) => DeskSlices[N] | undefined,
    empty: DeskSlices[N],
  ) => computed<DeskSlices[N]>(() => (parts.value && read(parts.value)) ?? empty);

  return {
    slices: {
      desk: state,
      queue: slice<'queue'>((now) => now.queue?.slice.value, emptyDesk.queue),
      presence: slice<'presence'>((now) => now.presence?.slice.value, emptyDesk.presence),
      callerIds: slice<'callerIds'>((now) => now.callerIds?.slice.value, emptyDesk.callerIds),
      aiCalls: slice<'aiCalls'>((now) => (now.ai ? now.talks?.aiCalls.value : undefined), emptyDesk.aiCalls),
      transcripts: slice<'transcripts'>((now) => now.talks?.transcripts.value, emptyDesk.transcripts),
      wrapUp: wrapUps.slice,
      threeWay: slice<'threeWay'>((now) => now.threeWay?.slice.value, emptyDesk.threeWay),
    },
    waiting: computed(() => parts.value?.queue?.waiting.value ?? 0),
    wrapUps,
    errands,
    named,
    partyFor,
    /** The service's id of one of our calls. */
    uuidOf: (call: string): string | undefined => parts.peek()?.talks?.uuidOf(call),
    /** One call as the service has it. */
    pastCall: async (callUuid: string) => provider?.history?.one(callUuid),
    contactOf: (number: string): string | undefined => parts.peek()?.contacts?.find(number)?.id,

    load: () => wrapUps.load(),
    /** Another account, or none: the old service hears nothing any more. */
    enter(next: Provider | undefined, id: string): void {
      parts.peek()?.stop();
      provider = next;
      account = id;
      past = undefined;
      parts.value = next && partsOf({ ...deps, provider: next, account: id, errands, partyFor });
      wrapUps.use(next?.notes);
      state.value = { ...emptyDesk.desk, ports: portsOf(next) };
      next?.start?.(hear);
    },
    /** Which site the browser must let us ask first, if any. */
    wantsOrigin(pattern: string | undefined): void {
      const { signIn } = state.peek();
      state.value = { ...state.peek(), signIn: { ...signIn, wantsOrigin: pattern } };
      if (pattern !== undefined || signIn.fault?.code !== 'site-permission-needed') return;
      provider?.signInAgain?.().catch((error: unknown) => deps.host.log(`not signed in: ${String(error)}`));
    },
    mustHave,
    complain,
    dismissFault(at: number): void {
      state.value = { ...state.peek(), faults: state.peek().faults.filter((fault) => fault.at !== at) };
    },
    async signInAgain(): Promise<void> {
      if (!provider?.signInAgain) throw new FaultError('not-offered', { about: 'signIn' });
      await provider.signInAgain();
    },

    /** Has the chosen number ready for the next call, or says that it will not be shown; a call goes either way. */
    async callerIdReady(): Promise<void> {
      const callerIds = parts.peek()?.callerIds;
      if (!callerIds || (await callerIds.ready())) return;
      complain(new FaultError('caller-id-unknown', { said: callerIds.slice.peek().fault?.said }).fault);
    },
    /** Dials through the service where a caller ID is chosen or the service places all calls; undefined where the line is to call. */
    dialAs(party: Party, site?: string): Promise<string> | undefined {
      const now = parts.peek();
      const from = now?.callerIds?.chosen();
      const port = provider?.numbers;
      if (!port || (!from && !port.always) || !party.number.startsWith('+')) return undefined;
      return place(port, party, from, site);
    },
    /** A leg as it is to be driven: by the service's switch where that can, else as it is. */
    legFor(
      leg: Leg,
      facts: { errand?: Errand; call: () => Call | undefined; tell: (event: LegEvent) => void },
    ): Leg {
      const control = parts.peek()?.control;
      if (!control) return leg;
      const { errand, call, tell } = facts;
      return switched(leg, {
        port: control.port,
        placed: errand?.placed === true,
        async uuid() {
          if (errand?.callUuid !== undefined) return errand.callUuid;
          const now = call();
          if (!now) throw new FaultError('no-such-call');
          return control.uuidOf(now);
        },
        tell,
        log: (line) => deps.host.log(line),
      });
    },
    async searchHistory(filter: HistoryFilter & { limit: number; offset: number }): Promise<HistoryPage> {
      const { rows, ...told } = await allPast(filter);
      return pageOf(rows, filter, told);
    },
    async exportHistory(asked: HistoryFilter, format: 'csv' | 'json') {
      const filter = { ...asked, from: asked.from ?? Date.now() - month };
      const { rows, fault, cut } = await allPast(filter);
      // A file that lacks half of the calls and does not say so is worse than none.
      if (fault) throw new FaultError(fault.code, fault);
      const passing = rows.filter((row) => passes(row, filter));
      const file = exported(passing, format, filter.from, Date.now());
      return { ...file, ...(cut && { cut: passing.length }) };
    },
    async callDetails(callUuid: string) {
      const [lines, notes] = await Promise.all([
        provider?.transcripts?.read(callUuid) ?? [],
        // Few services keep them; the transcript is worth showing without.
        provider?.ai?.notes(callUuid).catch((error: unknown) => {
          deps.host.log(`AI notes: ${faultOf(error).code}`);
          return [];
        }) ?? [],
      ]);
      return { lines, notes };
    },
  };
}
