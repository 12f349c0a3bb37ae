/** What is kept of a call's quality: a summary and a chart that fits any screen. Pure. */
import type { QualitySummary, TracePoint } from '../mirror/quality.ts';
import type { MediaCounters } from '../call/leg.ts';

/** The most points a chart has. */
export const chartPoints = 120;

/** The whole of one call so far. */
export interface Traced {
  points: readonly TracePoint[];
  /** Seconds with a complaint. */
  troubled: number;
  /** Counters at the end; what is still missing then is lost. */
  last: MediaCounters;
}

export function summaryOf({ points, troubled, last }: Traced): QualitySummary {
  const mos = points.map((one) => one.mos);
  const jitter = points.map((one) => one.jitter);
  const trips = points.map((one) => one.roundTrip).filter((one) => one > 0);
  const expected = last.received + last.lost;
  return {
    mos: { median: median(mos), min: Math.min(...mos) },
    loss: {
      theirs: expected > 0 ? percent(last.lost / expected) : 0,
      ours: last.farLost === undefined || last.sent === 0 ? undefined : percent(last.farLost / last.sent),
    },
    jitter: { median: median(jitter), max: Math.max(...jitter) },
    roundTrip: trips.length > 0 ? { median: median(trips), max: Math.max(...trips) } : undefined,
    seconds: points.length,
    troubled,
  };
}

/** At most `chartPoints` points; each is the worst of its stretch, so that a short break is never averaged away. */
export function chartOf(points: readonly TracePoint[]): TracePoint[] {
  const stretch = Math.ceil(points.length / chartPoints);
  const chart: TracePoint[] = [];
  for (let from = 0; from < points.length; from += stretch)
    chart.push(points.slice(from, from + stretch).reduce(worse));
  return chart;
}

const worse = (a: TracePoint, b: TracePoint): TracePoint => ({
  at: a.at,
  mos: Math.min(a.mos, b.mos),
  lossOurs: Math.max(a.lossOurs, b.lossOurs),
  lossTheirs: Math.max(a.lossTheirs, b.lossTheirs),
  jitter: Math.max(a.jitter, b.jitter),
  roundTrip: Math.max(a.roundTrip, b.roundTrip),
});

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

const percent = (part: number) => Math.max(0, Math.round(part * 1000) / 10);
