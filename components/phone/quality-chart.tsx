import type { TracePoint } from '../../lib/mirror/quality.ts';
import { t } from '../../lib/text.ts';
import { clock } from '../controls/timer.tsx';
import { scoreText } from './quality-words.ts';

interface QualityChartProps {
  /** Null while it is on its way. */
  trace: readonly TracePoint[] | null;
  /** How long was measured. */
  seconds: number;
  /** The lowest score. */
  worst: number;
}

const width = 332;
const height = 56;
/** The scale of the score (ITU-T P.800), and where a conversation becomes a strain. */
const best = 4.5;
const least = 1;
const strain = 3.5;

const y = (mos: number): number => {
  const within = Math.min(best, Math.max(least, mos));
  return Number((height - ((within - least) / (best - least)) * height).toFixed(1));
};

/** Seconds to the chart's width. */
function scaleOf(trace: readonly TracePoint[], seconds: number): (at: number) => number {
  const total = Math.max(1, seconds, trace.at(-1)?.at ?? 0);
  return (at) => Number(((at / total) * width).toFixed(1));
}

/** Where talking was a strain: from where to where, in the chart's width. */
export function badStretches(trace: readonly TracePoint[], seconds: number): { from: number; to: number }[] {
  const x = scaleOf(trace, seconds);
  const found: { from: number; to: number }[] = [];
  for (const [index, point] of trace.entries()) {
    if (point.mos >= strain) continue;
    const from = x(point.at);
    const next = trace[index + 1];
    const to = next ? x(next.at) : width;
    const last = found.at(-1);
    if (last?.to === from) last.to = to;
    else found.push({ from, to });
  }
  return found;
}

/** The score over time as a path; each point is the worst of its stretch and holds until the next one. */
export function pathOf(trace: readonly TracePoint[], seconds: number): string {
  const x = scaleOf(trace, seconds);
  const [first] = trace;
  if (!first) return '';
  const steps = trace.slice(1).map((point) => `H${x(point.at)}V${y(point.mos)}`);
  return `M0 ${y(first.mos)}${steps.join('')}H${width}`;
}

/** The score over the call; in words for whoever does not see it. Time runs from left to right in every language. */
export function QualityChart({ trace, seconds, worst }: QualityChartProps) {
  const path = trace ? pathOf(trace, seconds) : '';
  const low = trace?.find((point) => point.mos <= worst + 0.05);
  const total = clock(seconds * 1000);
  const text =
    low === undefined
      ? t('chartText', total, scoreText(worst))
      : t('chartTextAt', total, scoreText(worst), clock(low.at * 1000));
  return (
    <figure class="chart" dir="ltr">
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={text} preserveAspectRatio="none">
        {path !== '' && (
          <>
            <path class="chart-area" d={`${path}V${height}H0Z`} />
            {badStretches(trace ?? [], seconds).map(({ from, to }) => (
              <rect key={from} class="chart-bad" x={from} y="0" width={to - from} height={height} />
            ))}
            <path class="chart-line" d={path} />
          </>
        )}
        <line class="chart-strain" x1="0" x2={width} y1={y(strain)} y2={y(strain)} />
      </svg>
      <figcaption class="chart-foot">
        <span>{clock(0)}</span>
        <span dir="auto">{trace?.length === 0 ? t('noChart') : t('worstScore', scoreText(worst))}</span>
        <span>{total}</span>
      </figcaption>
    </figure>
  );
}
