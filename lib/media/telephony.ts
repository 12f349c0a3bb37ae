/** A headset's buttons and lights, read out of its own HID descriptor (USB HID Usage Tables, pages 0x0B and 0x08). Pure. */

/** The members of WebHID's HIDReportItem that count here; usages are page << 16 | usage. */
export interface HidItem {
  usages?: readonly number[];
  usageMinimum?: number;
  usageMaximum?: number;
  isRange?: boolean;
  isArray?: boolean;
  isAbsolute?: boolean;
  isConstant?: boolean;
  /** Bits of one field, and how many there are. */
  reportSize?: number;
  reportCount?: number;
  logicalMinimum?: number;
}

export interface HidReport {
  reportId?: number;
  items?: readonly HidItem[];
}

export interface HidCollection {
  usagePage?: number;
  inputReports?: readonly HidReport[];
  outputReports?: readonly HidReport[];
  children?: readonly HidCollection[];
}

/** The page of telephones. */
export const telephonyPage = 0x0b;

export type Button = 'hook' | 'mute';
export type Light = 'offHook' | 'mute' | 'ring';

const buttons: ReadonlyMap<number, Button> = new Map([
  [0x0b_00_20, 'hook'],
  [0x0b_00_2f, 'mute'],
]);
const lights: ReadonlyMap<number, Light> = new Map([
  [0x08_00_17, 'offHook'],
  [0x08_00_09, 'mute'],
  [0x08_00_18, 'ring'],
  // Some ring by the telephone's own page.
  [0x0b_00_9e, 'ring'],
]);

/** Where a field stands in the data of a report (which begin after the report's id). */
interface Field {
  report: number;
  /** In bits. */
  at: number;
  size: number;
  item: HidItem;
  /** Of which it is the n-th field. */
  index: number;
}

interface ButtonField extends Field {
  button: Button;
  usage: number;
}
interface LightField extends Field {
  light: Light;
}

export interface Layout {
  buttons: ButtonField[];
  lights: LightField[];
  /** Bytes of each output report that holds a light, by its id. */
  outputs: ReadonlyMap<number, number>;
}

/** What a headset can say and show. */
export function layoutOf(collections: readonly HidCollection[]): Layout {
  const outputs = new Map<number, number>();
  const found: Layout = { buttons: [], lights: [], outputs };
  for (const report of collections.flatMap((one) => reportsOf(one, 'inputReports')))
    walk(report, (field) => {
      for (const [usage, button] of buttons)
        if (has(field, usage)) found.buttons.push({ ...field, button, usage });
    });
  for (const report of collections.flatMap((one) => reportsOf(one, 'outputReports'))) {
    let any = false;
    const bits = walk(report, (field) => {
      for (const [usage, light] of lights) {
        if (field.item.isArray || !has(field, usage)) continue;
        found.lights.push({ ...field, light });
        any = true;
      }
    });
    if (any) outputs.set(report.reportId ?? 0, Math.ceil(bits / 8));
  }
  return found;
}

/** A collection's reports hold those of the collections in it; only what stands nowhere above is taken from below. */
function reportsOf(collection: HidCollection, kind: 'inputReports' | 'outputReports'): readonly HidReport[] {
  const own = collection[kind] ?? [];
  const known = new Set(own.map((one) => one.reportId));
  const below = (collection.children ?? []).flatMap((child) => reportsOf(child, kind));
  return [...own, ...below.filter((one) => !known.has(one.reportId))];
}

/** Goes through the fields of a report in order; returns its length in bits. */
function walk({ reportId = 0, items = [] }: HidReport, each: (field: Field) => void): number {
  let at = 0;
  for (const item of items) {
    const { reportSize: size = 1, reportCount: count = 1 } = item;
    for (let index = 0; index < count; index++, at += size)
      if (!item.isConstant) each({ report: reportId, at, size, item, index });
  }
  return at;
}

/** Whether this field can tell of a usage: an array's fields of all of its usages, any other of the one in its place. */
function has({ item, index }: Field, usage: number): boolean {
  const { usages = [], usageMinimum = 0, usageMaximum = -1 } = item;
  if (item.isArray)
    return item.isRange ? usage >= usageMinimum && usage <= usageMaximum : usages.includes(usage);
  // The last usage named stands for all the fields that are left.
  return (item.isRange ? usageMinimum + index : usages[Math.min(index, usages.length - 1)]) === usage;
}

/** What one report says: each button that it holds, pressed (or its state on) or not. */
export function readReport(
  layout: Layout,
  report: number,
  data: DataView,
): { button: Button; on: boolean; isAbsolute: boolean }[] {
  const said = new Map<Button, { button: Button; on: boolean; isAbsolute: boolean }>();
  for (const field of layout.buttons) {
    if (field.report !== report) continue;
    const { button, item } = field;
    const on = isOn(field, bitsOf(data, field));
    // Several fields of an array tell of one and the same button.
    const before = said.get(button)?.on ?? false;
    said.set(button, { button, on: on || before, isAbsolute: item.isAbsolute ?? true });
  }
  return [...said.values()];
}

function isOn({ item, usage }: ButtonField, value: number): boolean {
  if (!item.isArray) return value !== 0;
  const nth = value - (item.logicalMinimum ?? 0);
  return (item.isRange ? (item.usageMinimum ?? 0) + nth : item.usages?.[nth]) === usage;
}

/** The bits of a field, least significant first, as HID packs them. */
function bitsOf(data: DataView, { at, size }: Field): number {
  let value = 0;
  for (let bit = 0; bit < size; bit++) {
    const place = at + bit;
    if (place >> 3 >= data.byteLength) break;
    value += ((data.getUint8(place >> 3) >> (place & 7)) & 1) * 2 ** bit;
  }
  return value;
}

/** The reports that put the lights into this state: their ids and data. */
export function reportsFor(
  layout: Layout,
  on: Readonly<Record<Light, boolean>>,
): { report: number; data: Uint8Array<ArrayBuffer> }[] {
  return [...layout.outputs].map(([report, bytes]) => {
    const data = new Uint8Array(bytes);
    for (const { report: its, at, light } of layout.lights)
      if (its === report && on[light]) data[at >> 3] = (data[at >> 3] ?? 0) | (1 << (at & 7));
    return { report, data };
  });
}
