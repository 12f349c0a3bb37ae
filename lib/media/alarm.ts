/** An alarm that comes quickly, goes slowly and never flaps. Pure: one value a second goes in. */

export interface AlarmOptions {
  /** Bad, and good again; between the two nothing changes. */
  bad(value: number): boolean;
  good(value: number): boolean;
  /** Raised when this many of the last `of` seconds were bad. */
  need: number;
  of: number;
  /** Cleared after this many good seconds in a row, at first. */
  calm: number;
  /** The most that `calm` grows to: it doubles each time the alarm comes back within a minute. */
  longestCalm: number;
}

/** An alarm that comes back sooner than this, in seconds, needs more calm to go. */
export const soon = 60;

export type Alarm = ReturnType<typeof createAlarm>;

export function createAlarm(options: AlarmOptions) {
  let recent: boolean[] = [];
  let on = false;
  let goodFor = 0;
  let clearedFor = Infinity;
  let calm = options.calm;

  return {
    /** Whether it is on after this second; undefined is a second without a measurement and changes nothing. */
    hear(value: number | undefined): boolean {
      clearedFor += 1;
      if (value === undefined) return on;
      if (on) {
        goodFor = options.good(value) ? goodFor + 1 : 0;
        if (goodFor >= calm) {
          on = false;
          clearedFor = 0;
          recent = [];
        }
        return on;
      }
      recent = [...recent, options.bad(value)].slice(-options.of);
      if (recent.filter(Boolean).length >= options.need) {
        on = true;
        goodFor = 0;
        calm = clearedFor < soon ? Math.min(options.longestCalm, calm * 2) : options.calm;
      }
      return on;
    },
    isOn: () => on,
    /** Forgets everything, e.g. because the call was held. */
    reset(): void {
      recent = [];
      on = false;
      goodFor = 0;
    },
  };
}
