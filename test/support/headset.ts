/** HID descriptors shaped like those of real headsets, as WebHID tells them. */
import type { HidCollection, HidItem } from '../../lib/media/telephony.ts';

const bits = (reportCount: number, more: HidItem): HidItem => ({ reportSize: 1, reportCount, ...more });
const padding = (reportCount: number): HidItem => bits(reportCount, { isConstant: true, isAbsolute: true });

/** Hook switch that stays and mute as a pulse, in one report; lights off hook, mute, ring in another (common with USB headsets). */
export const switched: HidCollection = {
  usagePage: 0x0b,
  inputReports: [
    {
      reportId: 2,
      items: [
        bits(1, { usages: [0x0b_00_20], isAbsolute: true }),
        bits(1, { usages: [0x0b_00_97], isAbsolute: true }),
        bits(1, { usages: [0x0b_00_2f], isAbsolute: false }),
        bits(1, { usages: [0x0b_00_21], isAbsolute: false }),
        padding(4),
      ],
    },
  ],
  outputReports: [
    {
      reportId: 2,
      items: [bits(3, { usages: [0x08_00_17, 0x08_00_09, 0x08_00_18], isAbsolute: true }), padding(5)],
    },
  ],
};

/** Pulses only, behind twelve bits of a key pad that stands in a collection of its own; each light has its report. */
export const pulsing: HidCollection = {
  usagePage: 0x0b,
  inputReports: [
    {
      reportId: 8,
      items: [
        {
          reportSize: 4,
          reportCount: 3,
          isArray: true,
          isRange: true,
          usageMinimum: 0x0b_00_b0,
          usageMaximum: 0x0b_00_bb,
        },
        bits(2, { usages: [0x0b_00_2f, 0x0b_00_20], isAbsolute: false }),
        padding(2),
      ],
    },
  ],
  outputReports: [
    { reportId: 9, items: [bits(1, { usages: [0x08_00_09] }), padding(7)] },
    { reportId: 24, items: [bits(1, { usages: [0x0b_00_9e] }), padding(7)] },
    { reportId: 23, items: [padding(8), bits(1, { usages: [0x08_00_17] }), padding(7)] },
  ],
};

/** Without report ids; the buttons are an array of indices, and everything stands in a collection below. */
export const listed: HidCollection = {
  usagePage: 0x0b,
  children: [
    {
      usagePage: 0x0b,
      inputReports: [
        {
          reportId: 0,
          items: [
            {
              reportSize: 8,
              reportCount: 2,
              isArray: true,
              isAbsolute: true,
              logicalMinimum: 1,
              usages: [0x0b_00_20, 0x0b_00_2f],
            },
          ],
        },
      ],
      outputReports: [
        {
          reportId: 0,
          items: [bits(32, { isRange: true, usageMinimum: 0x08_00_01, usageMaximum: 0x08_00_20 })],
        },
      ],
    },
  ],
};
