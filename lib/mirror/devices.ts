/** Audio devices as views see them. Types only. */

export type DeviceRole = 'microphone' | 'speaker' | 'ringer';

export const deviceRoles: readonly DeviceRole[] = ['microphone', 'speaker', 'ringer'];

/** One device as the browser lists it. */
export interface Device {
  /** The browser's id for our own pages; it may change when the browser's data are cleared. */
  id: string;
  label: string;
  /** The one the system uses where nothing is chosen. */
  isDefault: boolean;
}

/** What the operator chose. The label finds a device again whose id has changed. */
export interface ChosenDevice {
  id: string;
  label: string;
}

/** A device was replaced without being asked. */
export interface DeviceNotice {
  role: DeviceRole;
  why:
    /** It was unplugged or switched off. */
    | 'gone'
    /** The chosen one is there again. */
    | 'back'
    /** The system's default is another one now. */
    | 'default-changed'
    /** It is gone and there is no other. */
    | 'none-left'
    /** The browser would not open it: another program may have it. It is tried again. */
    | 'refused'
    /** What was refused is in use now. */
    | 'ready';
  /** Labels; `to` is absent where nothing is in use. */
  from: string;
  to?: string;
  /** Milliseconds since the epoch. */
  at: number;
}

/** A headset whose buttons we may use. */
export interface Headset {
  id: string;
  label: string;
  /** `refused`: the browser could not open it, because another program has it to itself. */
  state: 'ready' | 'refused';
}

export interface DevicesSlice {
  /** What the browser lets the engine do with the microphone; `missing` when there is none at all. */
  microphone: 'unknown' | 'granted' | 'prompt' | 'denied' | 'missing';
  /** Empty until the microphone is allowed: before that the browser tells no names. */
  inputs: Device[];
  outputs: Device[];
  /** The id of the device each role uses now (or would use in a call); absent where there is none or it cannot be opened. */
  using: Partial<Record<DeviceRole, string>>;
  /** The last of each role, the microphone's first; until it is dismissed or another device is chosen for the role. */
  notices: DeviceNotice[];
  /** Plugged in, and let to us by the operator. */
  headsets: Headset[];
}
