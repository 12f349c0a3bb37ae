/** Which audio devices there are and which one a role uses. Pure: what the browser lists goes in, what views see comes out. */
import type { ChosenDevice, Device, DeviceNotice, DeviceRole } from '../mirror/devices.ts';

export interface DeviceList {
  inputs: Device[];
  outputs: Device[];
}

/** The members of a MediaDeviceInfo that count here. */
export type Listed = Pick<MediaDeviceInfo, 'deviceId' | 'kind' | 'label' | 'groupId'>;

/** Chromium lists roles of the system ("default", "communications") beside the devices that have them. */
const isRole = (one: Listed) => one.deviceId === 'default' || one.deviceId === 'communications';

/** Without permission the browser lists devices without ids and labels; those are left out. */
export function readDevices(listed: readonly Listed[]): DeviceList {
  return { inputs: read(listed, 'audioinput'), outputs: read(listed, 'audiooutput') };
}

function read(listed: readonly Listed[], kind: MediaDeviceKind): Device[] {
  const all = listed.filter((one) => one.kind === kind && one.deviceId !== '');
  const real = all.filter((one) => !isRole(one));
  const role = all.find((one) => one.deviceId === 'default');
  const meant = role && real.filter((one) => one.groupId === role.groupId);
  // A headset can have two endpoints in one group; the role's label ends with the right one's.
  const named = meant?.find((one) => role?.label.endsWith(one.label)) ?? meant?.[0];
  // Where there is no such role, the first device listed is the default (Media Capture and Streams §10.2).
  const first = role ? named : real[0];
  const devices = real.map((one) => ({
    id: one.deviceId,
    label: one.label,
    isDefault: one === first,
  }));
  // Some systems have a default that is none of the devices (e.g. a mixer).
  return role && !named ? [{ id: role.deviceId, label: role.label, isDefault: true }, ...devices] : devices;
}

/** The device for a choice: by id, else by label (ids change when browser data are cleared), else the default. */
export function pick(devices: readonly Device[], chosen: ChosenDevice | null): Device | undefined {
  return (
    found(devices, chosen) ?? devices.find((one) => one.isDefault) ?? devices[0] // A list always has a default; an empty one has neither.
  );
}

/** The chosen device itself, if it is there. */
export function found(devices: readonly Device[], chosen: ChosenDevice | null): Device | undefined {
  if (!chosen) return undefined;
  return (
    devices.find((one) => one.id === chosen.id) ??
    devices.find((one) => one.label !== '' && one.label === chosen.label)
  );
}

/** The list a role picks from. */
export const listFor = (list: DeviceList, role: DeviceRole): Device[] =>
  role === 'microphone' ? list.inputs : list.outputs;

/**
 * What to say about a role when the list changed under it: undefined if nothing the operator would notice. A change of
 * default is worth a word only in a call.
 */
export function noticeOf(
  role: DeviceRole,
  before: Device | undefined,
  devices: readonly Device[],
  chosen: ChosenDevice | null,
  inCall: boolean,
): Omit<DeviceNotice, 'at'> | undefined {
  const now = pick(devices, chosen);
  if (!before || before.id === now?.id) return undefined;
  const { label: from } = before;
  if (!now) return { role, why: 'none-left', from };
  const still = devices.some((one) => one.id === before.id);
  if (!still && before.label === now.label) return undefined;
  const why = !still ? 'gone' : found(devices, chosen) ? 'back' : 'default-changed';
  // Out of a call only a device that was chosen by name is missed.
  if (!inCall && (!chosen || why === 'default-changed')) return undefined;
  return { role, why, from, to: now.label };
}
