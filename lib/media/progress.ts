/**
 * Call-progress tones by country: frequencies and cadences. Source: ITU-T E.180 supplement 2, "Various tones used in
 * national networks", and its list of 2003 (Operational Bulletin 781), as two independent transcriptions give them:
 * Asterisk's indications.conf.sample and spandsp's global-tones.xml. Where the two come from different years the later
 * one counts; where a country's own standard is newer, that does (AU: ACIF S002, CL: CTC, GB: BT SIN 350, NZ: PTC TNA 102,
 * RU: GOST 45.223, SG: IDA TS PSTN 1). What the list leaves out is E.180's recommendation. A tone that is modulated (f×m)
 * is given by its two side bands f±m.
 */
import { cadence, type Pattern } from './pattern.ts';

export type ProgressTone = 'ringback' | 'busy' | 'congestion' | 'waiting';

/** Hz sounded together, then alternating seconds of sound and silence. */
type Tone = readonly [hz: readonly number[], seconds: readonly number[]];
/** Ringback, busy, congestion, call waiting. */
type Plan = readonly [ringback: Tone, busy: Tone, congestion: Tone, waiting: Tone];

/** Most of the world sounds one frequency. */
const single = (
  hz: number,
  ...[ringback, busy, congestion, waiting]: [number[], number[], number[], number[]]
): Plan => [
  [[hz], ringback],
  [[hz], busy],
  [[hz], congestion],
  [[hz], waiting],
];

const northAmerica: Plan = [
  [
    [440, 480],
    [2, 4],
  ],
  [
    [480, 620],
    [0.5, 0.5],
  ],
  [
    [480, 620],
    [0.25, 0.25],
  ],
  [[440], [0.3, 10]],
];

/** What E.180 itself recommends, for countries without a row. */
const recommended = single(425, [1, 4], [0.5, 0.5], [0.25, 0.25], [0.2, 0.6, 0.2, 3]);

const plans: Readonly<Record<string, Plan>> = {
  AE: [
    [
      [400, 450],
      [0.4, 0.2, 0.4, 2],
    ],
    [[400], [0.375, 0.375]],
    [[400], [0.4, 0.35, 0.225, 0.525]],
    [[400], [0.2, 0.6, 0.2, 3]],
  ],
  AR: single(425, [1, 4], [0.3, 0.2], [0.3, 0.4], [0.3, 10]),
  AT: single(420, [1, 5], [0.4, 0.4], [0.2, 0.2], [0.04, 1.96]),
  AU: [
    [
      [413, 438],
      [0.4, 0.2, 0.4, 2],
    ],
    [[425], [0.375, 0.375]],
    [[425], [0.375, 0.375]],
    [[425], [0.2, 0.2, 0.2, 4.4]],
  ],
  BE: [
    [[425], [1, 3]],
    [[425], [0.5, 0.5]],
    [[425], [0.167, 0.167]],
    [[1400], [0.175, 0.175, 0.175, 3.5]],
  ],
  BG: single(425, [1, 4], [0.5, 0.5], [0.25, 0.25], [0.15, 0.15, 0.15, 4]),
  BR: single(425, [1, 4], [0.25, 0.25], [0.25, 0.25, 0.75, 0.25], [0.05, 1]),
  CA: northAmerica,
  CH: single(425, [1, 4], [0.5, 0.5], [0.2, 0.2], [0.2, 0.2, 0.2, 4]),
  CL: single(400, [1, 3], [0.5, 0.5], [0.2, 0.2], [0.25, 8.75]),
  CN: single(450, [1, 4], [0.35, 0.35], [0.7, 0.7], [0.4, 4]),
  CZ: single(425, [1, 4], [0.33, 0.33], [0.165, 0.165], [0.33, 9]),
  DE: single(425, [1, 4], [0.48, 0.48], [0.24, 0.24], [0.2, 0.2, 0.2, 5]),
  DK: single(425, [1, 4], [0.5, 0.5], [0.2, 0.2], [0.2, 0.6, 0.2, 3]),
  EE: single(425, [1, 4], [0.3, 0.3], [0.2, 0.2], [0.2, 0.6, 0.2, 3]),
  ES: single(425, [1.5, 3], [0.2, 0.2], [0.2, 0.2, 0.2, 0.2, 0.2, 0.6], [0.175, 0.175, 0.175, 3.5]),
  FI: single(425, [1, 4], [0.3, 0.3], [0.2, 0.2], [0.15, 0.15, 0.15, 8]),
  FR: single(440, [1.5, 3.5], [0.5, 0.5], [0.25, 0.25], [0.3, 10]),
  GB: [
    [
      [400, 450],
      [0.4, 0.2, 0.4, 2],
    ],
    [[400], [0.375, 0.375]],
    [[400], [0.4, 0.35, 0.225, 0.525]],
    [[400], [0.1, 4]],
  ],
  GR: single(425, [1, 4], [0.3, 0.3], [0.15, 0.15], [0.3, 10]),
  HK: [
    [
      [440, 480],
      [0.4, 0.2, 0.4, 3],
    ],
    [
      [480, 620],
      [0.5, 0.5],
    ],
    [
      [480, 620],
      [0.25, 0.25],
    ],
    [[440], [0.5, 0.5, 0.5, 0.5, 0.5, 8.5]],
  ],
  HR: single(425, [1, 4], [0.5, 0.5], [0.25, 0.25], [0.3, 8]),
  HU: single(425, [1.25, 3.75], [0.3, 0.3], [0.3, 0.3], [0.04, 1.96]),
  ID: single(425, [1, 4], [0.5, 0.5], [0.25, 0.25], [0.15, 0.15, 0.15, 10]),
  IE: [
    [
      [400, 450],
      [0.4, 0.2, 0.4, 2],
    ],
    [[425], [0.5, 0.5]],
    [[425], [0.25, 0.25]],
    [[425], [0.2, 0.6, 0.2, 3]],
  ],
  IL: single(414, [1, 3], [0.5, 0.5], [0.25, 0.25], [0.1, 0.1, 0.1, 0.1, 0.6, 3]),
  IN: [
    [
      [375, 425],
      [0.4, 0.2, 0.4, 2],
    ],
    [[400], [0.75, 0.75]],
    [[400], [0.25, 0.25]],
    [[400], [0.2, 0.1, 0.2, 7.5]],
  ],
  IT: single(425, [1, 4], [0.5, 0.5], [0.2, 0.2], [0.4, 0.1, 0.25, 0.1, 0.15, 14]),
  JP: [
    [
      [384, 416],
      [1, 2],
    ],
    [[400], [0.5, 0.5]],
    [[400], [0.5, 0.5]],
    [
      [384, 416],
      [0.5, 8],
    ],
  ],
  KR: [
    [
      [440, 480],
      [1, 2],
    ],
    [
      [480, 620],
      [0.5, 0.5],
    ],
    [
      [480, 620],
      [0.3, 0.2],
    ],
    [
      [350, 440],
      [0.25, 0.25, 0.25, 3.25],
    ],
  ],
  LT: single(425, [1, 4], [0.35, 0.35], [0.2, 0.2], [0.15, 0.15, 0.15, 4]),
  MX: single(425, [1, 4], [0.25, 0.25], [0.25, 0.25], [0.2, 0.6, 0.2, 10]),
  NL: single(425, [1, 4], [0.5, 0.5], [0.25, 0.25], [0.5, 9.5]),
  NO: single(425, [1, 4], [0.5, 0.5], [0.2, 0.2], [0.2, 0.6, 0.2, 10]),
  NZ: [
    [
      [400, 450],
      [0.4, 0.2, 0.4, 2],
    ],
    [[400], [0.5, 0.5]],
    [[400], [0.25, 0.25]],
    [[400], [0.2, 3]],
  ],
  PH: [
    [
      [425, 480],
      [1, 4],
    ],
    [
      [480, 620],
      [0.5, 0.5],
    ],
    [
      [480, 620],
      [0.25, 0.25],
    ],
    [[440], [0.3, 10]],
  ],
  PL: single(425, [1, 4], [0.5, 0.5], [0.5, 0.5], [0.15, 0.15, 0.15, 4]),
  PR: northAmerica,
  PT: single(425, [1, 5], [0.5, 0.5], [0.2, 0.2], [0.2, 0.2, 0.2, 5]),
  RU: single(425, [1, 4], [0.35, 0.35], [0.175, 0.175], [0.2, 5]),
  SE: single(425, [1, 5], [0.25, 0.25], [0.25, 0.75], [0.2, 0.5, 0.2, 9.1]),
  SG: [
    [
      [401, 449],
      [0.4, 0.2, 0.4, 2],
    ],
    [[425], [0.75, 0.75]],
    [[425], [0.25, 0.25]],
    [
      [401, 449],
      [0.3, 0.2, 0.3, 3.2],
    ],
  ],
  SK: single(425, [1, 4], [0.33, 0.33], [0.165, 0.165], [0.33, 9]),
  TR: single(450, [2, 4], [0.5, 0.5], [0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.6, 0.2], [0.2, 0.6, 0.2, 3]),
  TW: [
    [
      [440, 480],
      [1, 2],
    ],
    [
      [480, 620],
      [0.5, 0.5],
    ],
    [
      [480, 620],
      [0.25, 0.25],
    ],
    [
      [350, 440],
      [0.25, 0.25, 0.25, 3.25],
    ],
  ],
  US: northAmerica,
  VE: [
    [[425], [1, 4]],
    [[425], [0.5, 0.5]],
    [[425], [0.25, 0.25]],
    [
      [400, 450],
      [0.3, 6],
    ],
  ],
  ZA: [
    [
      [367, 433],
      [0.4, 0.2, 0.4, 2],
    ],
    [[400], [0.5, 0.5]],
    [[400], [0.25, 0.25]],
    [
      [367, 433],
      [0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 7.25],
    ],
  ],
};

/** Countries (ISO 3166-1 alpha-2) with tones of their own. */
export const toneCountries: readonly string[] = Object.keys(plans);

const order: readonly ProgressTone[] = ['ringback', 'busy', 'congestion', 'waiting'];
/** In the ear of somebody who may be talking, a waiting call must not shout. */
const gains: Readonly<Record<ProgressTone, number>> = {
  ringback: 0.08,
  busy: 0.08,
  congestion: 0.08,
  waiting: 0.06,
};

/** A country's tone; E.180's recommended one where the country has no row. */
export function progressTone(country: string, tone: ProgressTone): Pattern {
  const [hz, seconds] = (plans[country] ?? recommended)[order.indexOf(tone) as 0 | 1 | 2 | 3];
  return cadence(hz, seconds, gains[tone]);
}
