/**
 * What a headset's report means. A button may be a switch that stays (absolute), a pulse (relative), or a switch that
 * comes back when it is let go and does not say so; and a headset repeats what we tell it by its lights. Pure but for time.
 */

/** What the operator wants of one button. */
export type Press = 'on' | 'off' | 'toggle';

/** A switch that comes back sooner than this, in ms, was a button that is pressed and let go. */
const letGo = 500;
/** A headset repeats what its lights were told within this, in ms. */
const echoes = 1000;

/** One button of one headset. */
export function createPresses(now: () => number) {
  let before = false;
  let roseAt = -Infinity;
  let toldAt = -Infinity;
  let comesBack = false;

  return {
    /** The light of this button was told something. */
    told(): void {
      toldAt = now();
    },
    /** One report of it. `is` is how the phone stands: off the hook, or muted. */
    hear(value: { on: boolean; isAbsolute: boolean }, is: boolean): Press | undefined {
      const { on, isAbsolute } = value;
      if (!isAbsolute) return on ? 'toggle' : undefined;
      if (on === before) return undefined;
      before = on;
      if (!on) {
        // Where it is off already, the headset only repeats that.
        if (!is) return undefined;
        if (now() - roseAt < letGo) comesBack = true;
        return comesBack ? undefined : 'off';
      }
      roseAt = now();
      if (comesBack) return 'toggle';
      if (!is) return 'on';
      return now() - toldAt < echoes ? undefined : 'toggle';
    },
  };
}
