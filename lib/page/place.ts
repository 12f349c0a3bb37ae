/** Where the launcher stands: pure geometry, in px of the viewport. */
import type { SettingsSlice } from '../mirror/slices.ts';

export type Place = SettingsSlice['launcher'];

/** The launcher's diameter. */
export const size = 52;
/** Its distance from the window's edges. */
const margin = 12;

/** The dock nearest to a launcher whose middle was let go at (x, y). */
export function nearestDock(x: number, y: number, width: number, height: number): Place {
  const free = height - size - 2 * margin;
  const top = y - size / 2 - margin;
  return {
    edge: x < width / 2 ? 'left' : 'right',
    along: free > 0 ? round(Math.min(1, Math.max(0, top / free))) : 0,
  };
}

/** One step of an arrow key; the same place where it leads nowhere. */
export function stepped(place: Place, key: string): Place | undefined {
  const along = (by: number) => ({ ...place, along: round(Math.min(1, Math.max(0, place.along + by))) });
  switch (key) {
    case 'ArrowUp':
      return along(-0.05);
    case 'ArrowDown':
      return along(0.05);
    case 'Home':
      return along(-1);
    case 'End':
      return along(1);
    case 'ArrowLeft':
      return { ...place, edge: 'left' };
    case 'ArrowRight':
      return { ...place, edge: 'right' };
    default:
      return undefined;
  }
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
