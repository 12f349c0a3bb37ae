/** What is said: in calls an AI agent handles, and in our own. Which of the service's calls is which of ours stands here too. */
import { computed, signal, untracked, type ReadonlySignal } from '@preact/signals-core';
import type { Call, Party } from '../../call/call.ts';
import { isOver } from '../../call/registry.ts';
import type { AiCall, AiNote, TranscriptLine, TranscriptsSlice } from '../../mirror/desk.ts';
import type { Asker } from '../../mirror/sender.ts';
import type { ActiveCall, Provider, Spoken } from '../../providers/provider.ts';
import { createReread } from './reread.ts';
import { sameNumber } from './same-number.ts';
import { withRecord, withSpoken } from './transcript.ts';

export interface TalksDeps {
  active(): Promise<ActiveCall[]>;
  transcripts: Provider['transcripts'];
  ai: Provider['ai'];
  calls: ReadonlySignal<Call[]>;
  partyFor(party: Party): Party;
  names: ReadonlySignal<number>;
  region(): string;
  log(line: string): void;
}

/** What is known of one of the service's calls. */
interface Talk {
  lines: readonly TranscriptLine[];
  notes: readonly AiNote[];
  listening: boolean;
  codec?: string;
}

/** Views hear of new words at most this often, in ms. */
const breath = 100;
/** A transcript is read again so long after a line was done, in ms; what is done meanwhile is read with it. */
const settle = 1000;
const shownLines = 5;
/** So far may a call's beginning and its first words be told in the wrong order, in ms. */
const slack = 30_000;
const keptNotes = 50;
/** Talks of calls nobody lists: events may come before the list does. */
const keptTalks = 100;

const nothing: Talk = { lines: [], notes: [], listening: false };

export function createTalks(deps: TalksDeps) {
  const active = signal<readonly ActiveCall[]>([]);
  const talks = new Map<string, Talk>();
  /** Moves when the talks have changed, not more often than views can read. */
  const version = signal(0);
  /** Our call → the service's. */
  const links = signal<ReadonlyMap<string, string>>(new Map());
  /** Barging and handing back, by the service's call. */
  const moving = signal<ReadonlyMap<string, 'barging' | 'handing-back'>>(new Map());
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** The views that show all of a talk, by the service's call. */
  const listeners = new Map<string, Set<Asker>>();
  /** Records that are read in a moment. */
  const reading = new Map<string, ReturnType<typeof setTimeout>>();

  const reread = createReread(async () => {
    try {
      active.value = await deps.active();
    } catch (error) {
      // Kept as it was; the next event or gap asks again.
      deps.log(`calls in progress: ${String(error)}`);
      return;
    }
    const there = new Set(active.peek().map((call) => call.callUuid));
    for (const uuid of talks.keys()) if (!there.has(uuid) && !linked(uuid)) talks.delete(uuid);
    linkByNumber();
    changed();
  });

  const linked = (callUuid: string) => [...links.peek().values()].includes(callUuid);

  function changed(): void {
    timer ??= setTimeout(() => {
      timer = undefined;
      version.value++;
    }, breath);
  }

  function change(callUuid: string, part: (talk: Talk) => Partial<Talk>): void {
    const before = talks.get(callUuid) ?? nothing;
    talks.set(callUuid, { ...before, ...part(before) });
    if (talks.size > keptTalks) {
      const [oldest] = [...talks.keys()].filter((uuid) => !linked(uuid));
      if (oldest !== undefined) talks.delete(oldest);
    }
    changed();
  }

  /** Calls that came without the service's id are known by the other side's number. */
  function linkByNumber(): void {
    for (const call of deps.calls.peek()) {
      if (isOver(call) || links.peek().has(call.id)) continue;
      const fits = active
        .peek()
        .filter((one) => !linked(one.callUuid) && sameNumber(one.number, call.party.number, deps.region()));
      const found = fits.find((one) => one.ours) ?? (fits.length === 1 ? fits[0] : undefined);
      if (found) link(call.id, found.callUuid);
    }
  }

  function link(call: string, callUuid: string): void {
    links.value = new Map([...links.peek(), [call, callUuid]]);
    void readRecord(callUuid);
  }

  async function readRecord(callUuid: string): Promise<void> {
    try {
      const record = await deps.transcripts?.read(callUuid);
      if (!record) return;
      // A service may know a caller's calls by one id: what was said before this one began is of an earlier one.
      const began = active.peek().find((row) => row.callUuid === callUuid)?.startedAt ?? 0;
      const own = record.filter(({ at }) => at === undefined || at >= began - slack);
      change(callUuid, (talk) => ({ lines: withRecord(talk.lines, own) }));
    } catch (error) {
      deps.log(`transcript: ${String(error)}`);
    }
  }

  /** Somebody wants every word of it. */
  const isFollowed = (callUuid: string) => talks.get(callUuid)?.listening === true || linked(callUuid);

  function unlisten(callUuid: string, view: Asker): void {
    const views = listeners.get(callUuid);
    if (!views?.delete(view) || views.size > 0) return;
    listeners.delete(callUuid);
    if (talks.has(callUuid)) change(callUuid, () => ({ listening: false }));
  }

  /** A line is done: whatever was not told of it, or of those before it, is on record now. */
  function readSoon(callUuid: string): void {
    if (reading.has(callUuid)) return;
    const timer = setTimeout(() => {
      reading.delete(callUuid);
      void readRecord(callUuid);
    }, settle);
    reading.set(callUuid, timer);
  }

  const callOf = (callUuid: string) =>
    deps.calls.value.find((call) => !isOver(call) && links.value.get(call.id) === callUuid)?.id;

  function aiCall(row: ActiveCall): AiCall {
    const talk = talks.get(row.callUuid) ?? nothing;
    const call = callOf(row.callUuid);
    return {
      callUuid: row.callUuid,
      party: deps.partyFor({ number: row.number }),
      startedAt: row.startedAt,
      lines: talk.listening ? talk.lines : talk.lines.slice(-shownLines),
      notes: talk.notes,
      listening: talk.listening,
      codec: talk.codec,
      state: moving.value.get(row.callUuid) ?? (call === undefined ? 'ai' : 'ours'),
      call,
    };
  }

  /** Calls that an AI agent has, or had until we came in. */
  const bargedInto = signal<ReadonlySet<string>>(new Set());
  const aiCalls = computed<readonly AiCall[]>(() => {
    void version.value;
    void deps.names.value;
    const barged = bargedInto.value;
    return active.value
      .filter((row) => row.withAi || barged.has(row.callUuid))
      .map(aiCall)
      .toSorted((a, b) => a.startedAt - b.startedAt);
  });

  const transcripts = computed<TranscriptsSlice>(() => {
    void version.value;
    const lines: Record<string, readonly TranscriptLine[]> = {};
    for (const { id } of deps.calls.value) {
      const callUuid = links.value.get(id);
      if (callUuid !== undefined) lines[id] = talks.get(callUuid)?.lines ?? [];
    }
    return lines;
  });

  return {
    aiCalls,
    transcripts,
    withAi: computed<ReadonlySet<string>>(
      () => new Set(active.value.filter((row) => row.withAi).map((row) => row.callUuid)),
    ),
    link,
    /** Our leg of one of the service's calls, while there is one. */
    callOf: (callUuid: string): string | undefined => untracked(() => callOf(callUuid)),
    uuidOf: (call: string): string | undefined => links.peek().get(call),
    find: (callUuid: string): ActiveCall | undefined =>
      active.peek().find((row) => row.callUuid === callUuid),
    poke: () => reread.poke(),
    /** After a gap: what was said meanwhile is on record. */
    resync(): void {
      reread.poke();
      for (const uuid of talks.keys()) if (isFollowed(uuid)) void readRecord(uuid);
    },
    spoken(spoken: Spoken): void {
      // An event may be the first we hear of a call.
      if (!talks.has(spoken.callUuid)) reread.poke();
      change(spoken.callUuid, (talk) => ({ lines: withSpoken(talk.lines, spoken) }));
      if (spoken.final && isFollowed(spoken.callUuid)) readSoon(spoken.callUuid);
    },
    noted(callUuid: string, note: AiNote): void {
      change(callUuid, ({ notes }) =>
        notes.some((one) => one.id === note.id) ? {} : { notes: [...notes, note].slice(-keptNotes) },
      );
    },
    /** A view wants every word of a call, until it says otherwise or closes. */
    async listen(callUuid: string, on: boolean, view: Asker): Promise<void> {
      if (!on || view.left?.aborted) {
        unlisten(callUuid, view);
        return;
      }
      const views = listeners.get(callUuid) ?? new Set();
      listeners.set(callUuid, views.add(view));
      view.left?.addEventListener('abort', () => unlisten(callUuid, view), { once: true });
      change(callUuid, () => ({ listening: true }));
      await readRecord(callUuid);
      const [codec, notes] = await Promise.allSettled([deps.ai?.codec(callUuid), deps.ai?.notes(callUuid)]);
      change(callUuid, (talk) => ({
        codec: codec.status === 'fulfilled' ? codec.value : talk.codec,
        notes: notes.status === 'fulfilled' && notes.value ? notes.value.slice(-keptNotes) : talk.notes,
      }));
    },
    /** Shows what is under way with a call until it is done. */
    async during<T>(callUuid: string, what: 'barging' | 'handing-back', work: () => Promise<T>): Promise<T> {
      moving.value = new Map([...moving.peek(), [callUuid, what]]);
      try {
        const result = await work();
        const barged = [...bargedInto.peek()].filter((one) => one !== callUuid);
        bargedInto.value = new Set(what === 'barging' ? [...barged, callUuid] : barged);
        return result;
      } finally {
        moving.value = new Map([...moving.peek()].filter(([one]) => one !== callUuid));
        reread.poke();
      }
    },
    stop(): void {
      clearTimeout(timer);
      for (const soon of reading.values()) clearTimeout(soon);
      reread.stop();
    },
  };
}
