/** The buttons and lights of headsets that the operator let us have (WebHID, where the browser has it). */
import { effect, signal, untracked, type ReadonlySignal } from '@preact/signals-core';
import type { Call } from '../call/call.ts';
import { inEar, isOver } from '../call/registry.ts';
import { createPresses, type Press } from '../media/presses.ts';
import {
  layoutOf,
  readReport,
  reportsFor,
  telephonyPage,
  type Button,
  type HidCollection,
  type Light,
} from '../media/telephony.ts';
import type { Headset } from '../mirror/devices.ts';

/** The members of WebHID's HIDDevice that are used. */
export interface HidDevice extends EventTarget {
  readonly opened: boolean;
  readonly vendorId: number;
  readonly productId: number;
  readonly productName: string;
  readonly collections: readonly HidCollection[];
  open(): Promise<void>;
  close(): Promise<void>;
  forget(): Promise<void>;
  sendReport(report: number, data: Uint8Array<ArrayBuffer>): Promise<void>;
}

/** `navigator.hid`. */
export interface Hid extends EventTarget {
  /** Those that the operator let this extension have, and that are plugged in. */
  getDevices(): Promise<HidDevice[]>;
}

export interface HeadsetsDeps {
  /** Absent where the browser has none. */
  hid: Hid | undefined;
  calls: ReadonlySignal<Call[]>;
  answer(call: string): Promise<void>;
  hangUp(call: string): void;
  mute(call: string, on: boolean): void;
  log: (line: string) => void;
  now?: () => number;
}

interface Held {
  device: HidDevice;
  show(lights: Record<Light, boolean>, again?: boolean): void;
  release(): void;
}

const idOf = ({ vendorId, productId }: HidDevice) => `${vendorId.toString(16)}:${productId.toString(16)}`;
const isPhone = ({ collections }: HidDevice) => collections.some((one) => one.usagePage === telephonyPage);

export function createHeadsets(deps: HeadsetsDeps) {
  const slice = signal<Headset[]>([]);
  const held = new Map<HidDevice, Held>();
  const { now = Date.now } = deps;

  const ringing = () => deps.calls.value.find((call) => call.phase === 'offered');

  const lights = (): Record<Light, boolean> => ({
    ring: ringing() !== undefined,
    // A call on hold keeps the phone off its hook.
    offHook: deps.calls.value.some((call) => call.phase !== 'offered' && !isOver(call)),
    mute: inEar(deps.calls.value)?.muted ?? false,
  });

  effect(() => {
    const shown = lights();
    for (const one of held.values()) one.show(shown);
  });

  function press(button: Button, what: Press): void {
    const call = inEar(deps.calls.value);
    if (button === 'mute') {
      if (call) deps.mute(call.id, what === 'toggle' ? !call.muted : what === 'on');
      return;
    }
    const offered = ringing();
    if (what !== 'off' && offered)
      return void deps.answer(offered.id).catch((error: unknown) => deps.log(`headset: ${String(error)}`));
    if (what !== 'on' && call) deps.hangUp(call.id);
  }

  function hold(device: HidDevice): Held {
    const layout = layoutOf(device.collections);
    const presses = { hook: createPresses(now), mute: createPresses(now) };
    const sent = new Map<number, string>();
    let told: Record<Light, boolean> | undefined;

    const show: Held['show'] = (shown, again = false) => {
      if (shown.offHook !== told?.offHook) presses.hook.told();
      if (shown.mute !== told?.mute) presses.mute.told();
      told = shown;
      for (const { report, data } of reportsFor(layout, shown)) {
        if (!again && sent.get(report) === data.join()) continue;
        sent.set(report, data.join());
        device.sendReport(report, data).catch((error: unknown) => {
          sent.delete(report);
          deps.log(`headset lights: ${String(error)}`);
        });
      }
    };

    const hear = (event: Event) => {
      const { reportId, data } = event as Event & { reportId: number; data: DataView };
      const said = readReport(layout, reportId, data);
      for (const one of said) {
        // Looked at anew for each: the first may have changed what the second means.
        const { offHook, mute } = untracked(lights);
        const wanted = presses[one.button].hear(one, one.button === 'hook' ? offHook : mute);
        if (wanted) untracked(() => press(one.button, wanted));
      }
      // A headset may have changed its own lights by the press.
      if (said.length > 0) show(untracked(lights), true);
    };
    device.addEventListener('inputreport', hear);
    return {
      device,
      show,
      release() {
        device.removeEventListener('inputreport', hear);
        held.delete(device);
      },
    };
  }

  /** One look at a time. */
  let looking: Promise<void> = Promise.resolve();
  function look(): Promise<void> {
    looking = looking.then(compare).catch((error: unknown) => deps.log(`headsets: ${String(error)}`));
    return looking;
  }

  async function compare(): Promise<void> {
    const there = ((await deps.hid?.getDevices()) ?? []).filter(isPhone);
    for (const one of held.values()) if (!there.includes(one.device)) one.release();
    const next: Headset[] = [];
    for (const device of there) {
      const ready = held.has(device) || (await open(device));
      next.push({ id: idOf(device), label: device.productName, state: ready ? 'ready' : 'refused' });
    }
    slice.value = next;
  }

  async function open(device: HidDevice): Promise<boolean> {
    try {
      if (!device.opened) await device.open();
    } catch (error) {
      deps.log(`headset refused: ${String(error)}`);
      return false;
    }
    const one = hold(device);
    held.set(device, one);
    one.show(untracked(lights));
    return true;
  }

  for (const change of ['connect', 'disconnect']) deps.hid?.addEventListener(change, () => void look());
  void look();

  return {
    slice,
    /** Reads anew which headsets we may have. */
    look,
    /** Gives a headset back to the browser: it is asked for again before it can be used. */
    async forget(id: string): Promise<void> {
      for (const one of held.values()) {
        if (idOf(one.device) !== id) continue;
        one.show({ ring: false, offHook: false, mute: false });
        one.release();
      }
      for (const device of (await deps.hid?.getDevices()) ?? [])
        if (idOf(device) === id) await device.forget();
      await look();
    },
  };
}
