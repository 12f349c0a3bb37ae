/** The devices of a role as a list to choose from. */
import type { ChosenDevice, Device, DeviceRole, DevicesSlice } from '../../lib/mirror/devices.ts';
import { t, type TextKey } from '../../lib/text.ts';

/** What each role is called. */
export const roleNames: Readonly<Record<DeviceRole, TextKey>> = {
  microphone: 'microphone',
  speaker: 'speaker',
  ringer: 'ringer',
};

/** The value of "like the system". */
export const likeSystem = '';

interface DeviceOption {
  value: string;
  text: string;
  /** It is chosen, but not there. */
  gone?: boolean;
}

/** What the picker of a role shows. */
export interface DeviceOptions {
  value: string;
  options: DeviceOption[];
  /** What is used instead of a chosen device that is gone; undefined where nothing is replaced or nothing is left. */
  instead?: string;
  /** The chosen device is gone. */
  gone: boolean;
}

/** `Jabra Evolve2 65 (0b0e:030c)` without the maker's code, which nobody needs to see. */
export const deviceName = (label: string): string => label.replace(/\s*\([0-9a-f]{4}:[0-9a-f]{4}\)$/i, '');

/** The devices a role can use. */
export const devicesFor = (devices: DevicesSlice, role: DeviceRole): readonly Device[] =>
  role === 'microphone' ? devices.inputs : devices.outputs;

/** Equal devices are told apart by a number. */
function named(devices: readonly Device[]): DeviceOption[] {
  const seen = new Map<string, number>();
  return devices.map(({ id, label }) => {
    const name = deviceName(label);
    const nth = (seen.get(name) ?? 0) + 1;
    seen.set(name, nth);
    return { value: id, text: nth === 1 ? name : `${name} (${nth})` };
  });
}

/** The list for a role, "like the system" first; a chosen device that is not there keeps its place in it. */
export function deviceOptions(
  devices: DevicesSlice,
  chosen: ChosenDevice | null,
  role: DeviceRole,
): DeviceOptions {
  const list = devicesFor(devices, role);
  const system = list.find((one) => one.isDefault);
  const auto: DeviceOption = {
    value: likeSystem,
    text: system ? t('likeSystemNamed', deviceName(system.label)) : t('appearanceAuto'),
  };
  const options = [auto, ...named(list)];
  if (!chosen) return { value: likeSystem, options, gone: false };
  // Ids change when the browser's data are cleared; the engine finds the device by its name then.
  const there = list.find((one) => one.id === chosen.id) ?? list.find((one) => one.label === chosen.label);
  if (there) return { value: there.id, options, gone: false };
  const used = list.find((one) => one.id === devices.using[role]);
  return {
    value: chosen.id,
    options: [
      ...options,
      { value: chosen.id, text: t('deviceNotThere', deviceName(chosen.label)), gone: true },
    ],
    instead: used && deviceName(used.label),
    gone: true,
  };
}
