/** Medians with spread, tables, and the files a bench leaves. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';

/** What one series of measurements comes to. */
export interface Figure {
  n: number;
  median: number;
  /** The middle half lies between these. */
  q1: number;
  q3: number;
  max: number;
}

export function figure(values: readonly number[]): Figure {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => {
    const place = (sorted.length - 1) * share;
    const [low = NaN, high = low] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
    return low + (high - low) * (place - Math.floor(place));
  };
  return { n: sorted.length, median: at(0.5), q1: at(0.25), q3: at(0.75), max: sorted.at(-1) ?? NaN };
}

/** `12.3 (11.0–14.2)`: the median and the middle half. */
export const shown = ({ median, q1, q3 }: Figure, digits = 0): string =>
  `${median.toFixed(digits)} (${q1.toFixed(digits)}–${q3.toFixed(digits)})`;

/** How many times as fast. */
export const ratio = (other: Figure, ours: Figure): string => `${(other.median / ours.median).toFixed(1)} ×`;

/** The slope of the least-squares line through (x, y), in y per x. */
function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (pick: 0 | 1) => points.reduce((sum, point) => sum + point[pick], 0) / points.length;
  const [mx, my] = [mean(0), mean(1)];
  const above = points.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0);
  const below = points.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
  return below === 0 ? 0 : above / below;
}

/** How something grows over x: per x, how far off that may be (its standard error), and whether it is more than chance. */
export interface Growth {
  slope: number;
  error: number;
  grows: boolean;
}

/** A slope counts as growth when it is twice its error or more above nothing. */
export function growth(points: readonly (readonly [x: number, y: number])[]): Growth {
  const by = slope(points);
  const mean = (pick: 0 | 1) => points.reduce((sum, point) => sum + point[pick], 0) / points.length;
  const [mx, my] = [mean(0), mean(1)];
  const wide = points.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
  const off = points.reduce((sum, [x, y]) => sum + (y - my - by * (x - mx)) ** 2, 0);
  const error = Math.sqrt(off / Math.max(1, points.length - 2) / wide);
  return { slope: by, error, grows: by > 2 * error };
}

/** The growth in words. */
export const grown = ({ slope: by, error, grows }: Growth, unit: string, digits = 0): string =>
  `${grows ? 'grows' : 'no growth'}: ${by.toFixed(digits)} ± ${error.toFixed(digits)} ${unit}`;

/** Writes what was measured, with what it was measured on, and says where. */
export function keep(name: string, results: unknown): void {
  const folder = join('.output', 'bench');
  mkdirSync(folder, { recursive: true });
  const on = {
    at: new Date().toISOString(),
    commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim(),
    cpus: cpus().length,
    load: loadavg()[0],
  };
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify({ on, results }, null, 2)}\n`);
  console.log(`kept in ${join(folder, `${name}.json`)}\n`);
}
