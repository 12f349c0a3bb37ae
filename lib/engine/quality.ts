/** Watches how the live calls sound: once a second, only while there is one. */
import { computed, effect, signal, type ReadonlySignal } from '@preact/signals-core';
import type { Call } from '../call/call.ts';
import type { MediaCounters } from '../call/leg.ts';
import { createJudge, type Judge } from '../media/quality.ts';
import { chartOf, summaryOf } from '../media/trace.ts';
import type { CallQuality, QualityReading, QualitySummary, TracePoint } from '../mirror/quality.ts';

export interface QualityDeps {
  calls: ReadonlySignal<Call[]>;
  /** A call's counters of now. */
  counters(call: string): Promise<MediaCounters | undefined>;
}

/** What is kept of a call when it is over. */
export interface Kept {
  summary: QualitySummary;
  trace: TracePoint[];
}

interface Watched {
  judge: Judge;
  points: TracePoint[];
  troubled: number;
  last?: MediaCounters;
}

/** ms. */
const every = 1000;

export function createQuality(deps: QualityDeps) {
  const slice = signal<CallQuality[]>([]);
  const known = new Map<string, Watched>();
  let tell: ((readings: QualityReading[]) => void) | undefined;
  let timer: ReturnType<typeof setInterval> | undefined;

  const measured = (call: Call) => call.phase === 'live' && call.hold.ours === 'off' && !call.hold.theirs;
  /** As text, so that nothing happens when another part of a call changes. */
  const ids = computed(() =>
    deps.calls.value
      .filter(measured)
      .map((call) => call.id)
      .join(' '),
  );

  effect(() => {
    const live = ids.value === '' ? [] : ids.value.split(' ');
    clearInterval(timer);
    timer = live.length > 0 ? setInterval(() => void look(), every) : undefined;
    for (const [id, watched] of known) if (!live.includes(id)) watched.judge.pause();
    slice.value = slice.peek().filter((one) => live.includes(one.call));
  });

  async function look(): Promise<void> {
    const readings: QualityReading[] = [];
    const next: CallQuality[] = [];
    for (const call of deps.calls.peek().filter(measured)) {
      const counters = await deps.counters(call.id);
      // It may have been held or ended while we asked.
      const still = deps.calls.peek().find((one) => one.id === call.id);
      if (!counters || !still || !measured(still)) continue;
      const watched = watch(call.id);
      const judged = watched.judge.hear(counters, still.muted);
      watched.last = counters;
      if (!judged) continue;
      watched.points.push(judged.point);
      if (judged.complaints.some(({ kind }) => kind !== 'quiet')) watched.troubled += 1;
      readings.push({ call: call.id, ...judged.reading });
      next.push({
        call: call.id,
        mos: Math.round(judged.reading.mos * 10) / 10,
        grade: judged.grade,
        complaints: judged.complaints,
      });
    }
    if (timer === undefined) return;
    if (JSON.stringify(next) !== JSON.stringify(slice.peek())) slice.value = next;
    tell?.(readings);
  }

  function watch(id: string): Watched {
    const watched = known.get(id) ?? { judge: createJudge(), points: [], troubled: 0 };
    known.set(id, watched);
    return watched;
  }

  return {
    slice,
    /** Who is told every second, while somebody looks. */
    report(to: typeof tell) {
      tell = to;
    },
    /** What to keep of a call that is over; undefined when nothing was measured. It is forgotten here. */
    finish(id: string): Kept | undefined {
      const watched = known.get(id);
      known.delete(id);
      if (!watched?.last || watched.points.length === 0) return undefined;
      const { points, troubled, last } = watched;
      return { summary: summaryOf({ points, troubled, last }), trace: chartOf(points) };
    },
  };
}
