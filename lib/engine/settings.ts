/** The operator's settings. */
import { signal } from '@preact/signals-core';
import * as v from 'valibot';
import type { Host } from '../host/host.ts';
import { emptySlices, type SettingsSlice } from '../mirror/slices.ts';
import { stored } from './stored.ts';

const chosen = v.nullable(v.object({ id: v.string(), label: v.string() }));

/** A missing or broken field is its first value again; the others stay as they were. */
const schema = (first: SettingsSlice) =>
  v.object({
    region: v.fallback(v.pipe(v.string(), v.regex(/^[A-Z]{2}$/)), first.region),
    appearance: v.fallback(v.picklist(['auto', 'light', 'dark']), first.appearance),
    voice: v.fallback(
      v.object({
        echoCancellation: v.boolean(),
        noiseSuppression: v.boolean(),
        autoGainControl: v.boolean(),
      }),
      first.voice,
    ),
    doNotDisturb: v.fallback(v.boolean(), first.doNotDisturb),
    autoAnswer: v.fallback(v.picklist(['never', 'asked', 'always']), first.autoAnswer),
    telLinks: v.fallback(v.boolean(), first.telLinks),
    devices: v.fallback(v.object({ microphone: chosen, speaker: chosen, ringer: chosen }), first.devices),
    ringtone: v.fallback(v.picklist(['warble', 'chime', 'pulse']), first.ringtone),
    tonesOf: v.fallback(v.nullable(v.pipe(v.string(), v.regex(/^[A-Z]{2}$/))), first.tonesOf),
    launcher: v.fallback(
      v.object({
        edge: v.picklist(['left', 'right']),
        along: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
      }),
      first.launcher,
    ),
    launcherHidden: v.fallback(v.array(v.string()), first.launcherHidden),
    numbersOff: v.fallback(v.array(v.string()), first.numbersOff),
    siteNumbers: v.fallback(
      v.record(v.string(), v.object({ region: v.optional(v.string()), not: v.array(v.string()) })),
      first.siteNumbers,
    ),
    screenPop: v.fallback(
      v.object({ on: v.picklist(['never', 'ring', 'answer']), url: v.string() }),
      first.screenPop,
    ),
  });

export type Settings = ReturnType<typeof createSettings>;

/** `region` is the guess for a first start, e.g. from the browser's language. */
export function createSettings(host: Host, region: string) {
  const fallback: SettingsSlice = { ...emptySlices.settings, region };
  const file = stored({
    store: host.local,
    key: 'settings',
    version: 1,
    schema: schema(fallback),
    fallback,
    log: (line) => host.log(line),
  });
  const settings = signal(fallback);
  return {
    settings,
    async load(): Promise<void> {
      settings.value = await file.load();
    },
    async change(part: Partial<SettingsSlice>): Promise<void> {
      const next = { ...settings.value, ...part };
      settings.value = next;
      await file.save(next);
    },
  };
}

/** `list` with or without `item`. */
export const toggled = (list: readonly string[], item: string, on: boolean): string[] =>
  on ? [...new Set([...list, item])] : list.filter((one) => one !== item);
