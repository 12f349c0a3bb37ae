/** The operator's settings. */
import { signal } from '@preact/signals-core';
import * as v from 'valibot';
import type { Host } from '../host/host.ts';
import { emptySlices, type SettingsSlice } from '../mirror/slices.ts';
import { stored } from './stored.ts';

const schema = v.object({
  region: v.pipe(v.string(), v.regex(/^[A-Z]{2}$/)),
  appearance: v.picklist(['auto', 'light', 'dark']),
  voice: v.object({
    echoCancellation: v.boolean(),
    noiseSuppression: v.boolean(),
    autoGainControl: v.boolean(),
  }),
  launcher: v.object({
    edge: v.picklist(['left', 'right']),
    along: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  }),
  launcherHidden: v.array(v.string()),
  numbersOff: v.array(v.string()),
});

/** `region` is the guess for a first start, e.g. from the browser's language. */
export function createSettings(host: Host, region: string) {
  const fallback: SettingsSlice = { ...emptySlices.settings, region };
  const file = stored({
    store: host.local,
    key: 'settings',
    version: 1,
    schema,
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
