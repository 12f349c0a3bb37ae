/** Sound as data: notes in a period that repeats. */

export interface Note {
  /** Seconds from the period's beginning. */
  at: number;
  lasts: number;
  /** Hz, sounded together. */
  hz: readonly number[];
  /** 0..1 of full scale, for all frequencies together. */
  gain: number;
  /** Dies away like something struck, instead of stopping. */
  struck?: boolean;
}

export interface Pattern {
  /** Seconds. */
  period: number;
  notes: readonly Note[];
}

/** Alternating seconds of sound and silence, as exchanges make their tones. */
export function cadence(hz: readonly number[], seconds: readonly number[], gain: number): Pattern {
  const notes: Note[] = [];
  let at = 0;
  for (const [index, lasts] of seconds.entries()) {
    if (index % 2 === 0) notes.push({ at, lasts, hz, gain });
    at += lasts;
  }
  return { period: at, notes };
}
