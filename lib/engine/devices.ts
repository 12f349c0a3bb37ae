/** The audio devices: which there are, which each role uses, and what happens when one comes or goes. */
import { computed, effect, signal } from '@preact/signals-core';
import { found, listFor, noticeOf, pick, readDevices, type DeviceList } from '../media/devices.ts';
import { createMicrophone, MicrophoneError } from '../media/microphone.ts';
import {
  deviceRoles,
  type Device,
  type DeviceNotice,
  type DeviceRole,
  type DevicesSlice,
} from '../mirror/devices.ts';
import { FaultError } from '../mirror/fault.ts';
import type { Settings } from './settings.ts';

export interface DevicesDeps {
  settings: Settings;
  /** Whether somebody is being talked to: then every replacement is worth a word. */
  inCall(): boolean;
  /** Where levels are measured. */
  context(): AudioContext | undefined;
  /** The outputs changed. */
  onOutputs(): Promise<void>;
  /** Whether anything uses an output now. */
  isSounding(): boolean;
  log: (line: string) => void;
}

/** What the browser would not open. */
interface Refusal {
  label: string;
  /** What is used in its place; undefined for a microphone where nothing is. */
  instead?: Device;
}

/** Nobody tells when another program lets go of a device; ms. */
const triedEvery = 2000;

export function createDevices(deps: DevicesDeps) {
  const { settings } = deps.settings;
  const list = signal<DeviceList>({ inputs: [], outputs: [] });
  const permission = signal<DevicesSlice['microphone']>('unknown');
  const notices = signal<DeviceNotice[]>([]);
  /** The browser's id of the microphone that is open. */
  const open = signal<string | undefined>(undefined);
  /** The microphone that is open, as it was listed when it was opened. */
  let speaking: Device | undefined;
  const refused = signal<Partial<Record<DeviceRole, Refusal>>>({});
  let retry: ReturnType<typeof setTimeout> | undefined;
  let lost = false;

  const microphone = createMicrophone({
    context: () => deps.context(),
    constraints() {
      const { voice, devices } = settings.peek();
      const device = found(list.peek().inputs, devices.microphone);
      return device ? { ...voice, deviceId: { exact: device.id } } : { ...voice };
    },
    onDevice: (id) => {
      open.value = id;
      speaking = id === undefined ? undefined : listedAs(id);
      if (id !== undefined) accept('microphone', pickFor('microphone')?.label);
    },
    onLost() {
      lost = true;
      speaking = undefined;
      void look();
    },
  });

  /** Chromium names the default by its role. */
  const listedAs = (id: string) =>
    list.value.inputs.find((one) => (id === 'default' ? one.isDefault : one.id === id));
  const choiceOf = (role: DeviceRole) => settings.value.devices[role];
  const pickFor = (role: DeviceRole) => pick(listFor(list.value, role), choiceOf(role));

  const using = computed(() => {
    const ids: DevicesSlice['using'] = {};
    const { value: refusals } = refused;
    for (const role of deviceRoles) {
      const refusal = refusals[role];
      const device = refusal ? refusal.instead : pickFor(role);
      if (device) ids[role] = device.id;
    }
    // What is open is the truth.
    const real = open.value === undefined ? undefined : listedAs(open.value);
    if (real && !refusals.microphone) ids.microphone = real.id;
    return ids;
  });

  const slice = computed<Omit<DevicesSlice, 'headsets'>>(() => ({
    microphone: permission.value,
    ...list.value,
    using: using.value,
    notices: notices.value,
  }));

  /** One look at a time: a change in the middle of one is seen by the next. */
  let looking: Promise<void> = Promise.resolve();
  function look(): Promise<void> {
    looking = looking.then(compare).catch((error: unknown) => deps.log(`devices: ${String(error)}`));
    return looking;
  }

  async function compare(): Promise<void> {
    const listed = await navigator.mediaDevices.enumerateDevices();
    permission.value = listed.some((one) => one.kind === 'audioinput')
      ? await microphone.permission()
      : 'missing';
    const before = new Map(deviceRoles.map((role) => [role, pickFor(role)]));
    const next = readDevices(listed);
    if (JSON.stringify(next) !== JSON.stringify(list.peek())) list.value = next;
    const again =
      lost || refused.peek().microphone || before.get('microphone')?.id !== pickFor('microphone')?.id;
    lost = false;
    if (again && microphone.isOpen()) await openAgain();
    await deps.onOutputs();
    for (const role of deviceRoles) {
      if (refused.peek()[role]) continue;
      const said = noticeOf(role, before.get(role), listFor(next, role), choiceOf(role), deps.inCall());
      if (said) tell(said);
      else takeBack(role);
    }
  }

  async function openAgain(): Promise<void> {
    const wanted = pickFor('microphone');
    try {
      await microphone.reopen();
    } catch (error) {
      deps.log(`microphone: ${String(error)}`);
      if (wanted) refuse('microphone', { label: wanted.label, instead: speaking });
      else forget('microphone');
    }
  }

  /** Says once what the browser would not open, and tries it again as long as something could use it. */
  function refuse(role: DeviceRole, refusal: Refusal): void {
    const known = refused.peek()[role];
    refused.value = { ...refused.peek(), [role]: refusal };
    const to = refusal.instead?.label;
    if (known?.label !== refusal.label || known.instead?.label !== to)
      tell({ role, why: 'refused', from: refusal.label, ...(to !== undefined && { to }) });
    retry ??= setTimeout(() => {
      retry = undefined;
      if (microphone.isOpen() || deps.isSounding()) void look();
    }, triedEvery);
  }

  function forget(role: DeviceRole): Refusal | undefined {
    const { [role]: refusal, ...others } = refused.peek();
    if (refusal) refused.value = others;
    return refusal;
  }

  /** A role has its device; worth a word only where it was refused before. */
  function accept(role: DeviceRole, label: string | undefined): void {
    const refusal = forget(role);
    if (refusal && label === refusal.label) tell({ role, why: 'ready', from: label, to: label });
  }

  /** A role that had no device has one again. */
  function takeBack(role: DeviceRole): void {
    const now = pickFor(role);
    const last = notices.peek().find((one) => one.role === role);
    if (now && last?.why === 'none-left') tell({ ...last, why: 'back', to: now.label });
  }

  /** Replaces what was said of the same role, never what was said of another. */
  function tell(said: Omit<DeviceNotice, 'at'>): void {
    const all = [...without([said.role]), { ...said, at: Date.now() }];
    notices.value = deviceRoles.flatMap((role) => all.filter((one) => one.role === role));
  }

  const without = (roles: readonly DeviceRole[]) =>
    notices.peek().filter(({ role }) => !roles.includes(role));

  async function choose(role: DeviceRole, id: string | null): Promise<void> {
    const device = listFor(list.peek(), role).find((one) => one.id === id);
    if (id !== null && !device) throw new FaultError('bad-input', { said: 'no such device' });
    const before = settings.peek().devices;
    const chosen = device ? { id: device.id, label: device.label } : null;
    await deps.settings.change({ devices: { ...before, [role]: chosen } });
    notices.value = without([role]);
    const refusal = forget(role);
    if (role !== 'microphone') return deps.onOutputs();
    try {
      await microphone.reopen();
    } catch (error) {
      if (refusal) refuse(role, refusal);
      await deps.settings.change({ devices: { ...settings.peek().devices, microphone: before.microphone } });
      throw error instanceof MicrophoneError ? new FaultError(error.code, { said: error.message }) : error;
    }
  }

  let voice = JSON.stringify(settings.peek().voice);
  effect(() => {
    const now = JSON.stringify(settings.value.voice);
    if (now === voice) return;
    voice = now;
    // Chromium takes these only when it opens a microphone; applyConstraints leaves them as they were.
    void microphone.reopen().catch((error: unknown) => deps.log(`microphone: ${String(error)}`));
  });

  navigator.mediaDevices.addEventListener('devicechange', () => void look());
  microphone.onPermission(() => void look());

  return {
    slice,
    microphone,
    /** Reads the devices and the permission anew. */
    look,
    choose,
    /** The output to hand to `setSinkId`: '' unless a device was chosen that is there. */
    sink: (role: 'speaker' | 'ringer') => found(list.peek().outputs, settings.peek().devices[role])?.id ?? '',
    /** The browser let a role have an output, or refused it and sounds on the system's default. */
    tried(role: 'speaker' | 'ringer', sink: string, took: boolean): void {
      const { outputs } = list.peek();
      const label = outputs.find((one) => one.id === sink)?.label;
      if (took || label === undefined) accept(role, label);
      else refuse(role, { label, instead: outputs.find((one) => one.isDefault) });
    },
    dismissNotices(roles: readonly DeviceRole[]) {
      notices.value = without(roles);
    },
  };
}
