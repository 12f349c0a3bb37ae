/** The checks of the self-test: what is looked at, what is found, and the one thing to do about it. */
import type { ReadonlySignal } from '@preact/signals-core';
import type { SipAccess } from '../providers/provider.ts';
import { gather } from '../media/gather.ts';
import { MicrophoneError } from '../media/microphone.ts';
import type { DeviceRole } from '../mirror/devices.ts';
import type { Slices } from '../mirror/slices.ts';
import type { Line } from '../sip/line.ts';
import type { Finding, Task } from './diagnose.ts';
import { checkEcho } from './echo-call.ts';
import { blocked, ok, skipped } from './finding.ts';
import { checkRegistration, serverChecks, withoutServers } from './server-checks.ts';
import type { Calls } from './calls.ts';
import type { Sound } from './sound.ts';

/** What the checks look at. */
export interface CheckParts {
  sound: Sound;
  calls: Calls;
  line(): { line: Line; access: SipAccess } | undefined;
  slices: { [S in 'session' | 'line' | 'devices' | 'settings']: ReadonlySignal<Slices[S]> };
}

/** Slower than this is said to be slow, in ms. */
const slow = { microphone: 2000, candidate: 1000 };
/** How long the microphone may be without any sound at all, in ms. */
const listenFor = 1500;

/** Every check that makes sense now, in order. */
export function checksOf(parts: CheckParts): Task[] {
  const access = parts.line()?.access;
  return [
    { name: 'microphone', run: () => checkMicrophone(parts) },
    { name: 'speaker', run: () => checkOutput(parts, 'speaker') },
    { name: 'ringer', run: () => checkOutput(parts, 'ringer') },
    ...(access?.servers.flatMap(serverChecks) ?? withoutServers()),
    {
      name: 'registration',
      run: () => checkRegistration(parts.line()?.line, () => parts.slices.line.peek()),
    },
    ...iceChecks(access),
    { name: 'echo', run: () => checkEcho(parts) },
  ];
}

function labelOf(parts: CheckParts, role: DeviceRole): string | undefined {
  const { using, inputs, outputs } = parts.slices.devices.peek();
  // The default of both kinds may have one and the same id.
  return (role === 'microphone' ? inputs : outputs).find((one) => one.id === using[role])?.label;
}

/** A chosen device that is not there: its role works, but on another one. */
function replaced(parts: CheckParts, role: DeviceRole): Finding | undefined {
  const chosen = parts.slices.settings.peek().devices[role];
  const label = labelOf(parts, role);
  if (!chosen || label === undefined || label === chosen.label) return undefined;
  return blocked('device-replaced', 'choose-device', { about: chosen.label });
}

async function checkMicrophone(parts: CheckParts): Promise<Finding> {
  const { devices, audio } = parts.sound;
  const started = performance.now();
  try {
    const share = await devices.microphone.take();
    const took = Math.round(performance.now() - started);
    const heard = await new Promise<boolean>((resolve) => {
      const stop = audio.meter(() => {
        if (devices.microphone.level() > 0) settle(true);
      });
      const timer = setTimeout(() => settle(false), listenFor);
      const settle = (any: boolean) => {
        clearTimeout(timer);
        stop();
        resolve(any);
      };
    }).finally(() => share.release());
    const about = labelOf(parts, 'microphone');
    if (!heard) return blocked('microphone-silent', 'unmute-headset', { about });
    return replaced(parts, 'microphone') ?? ok(took, slow.microphone, about);
  } catch (error) {
    if (!(error instanceof MicrophoneError)) throw error;
    const advice = {
      'microphone-refused': 'allow-microphone',
      'microphone-missing': 'plug-in',
      'microphone-busy': 'close-other-programs',
    } as const;
    return blocked(error.code, advice[error.code], { said: error.message });
  }
}

/** Whether the browser lets us sound there; whether it is heard only the operator can tell. */
async function checkOutput(parts: CheckParts, role: 'speaker' | 'ringer'): Promise<Finding> {
  if (parts.calls.calls.peek().some((call) => call.phase !== 'closed'))
    return skipped('in-call', 'finish-call');
  const { microphone, outputs } = parts.slices.devices.peek();
  // Without permission for the microphone the browser names no outputs, but the default one sounds.
  if (outputs.length === 0 && microphone === 'granted') return blocked('no-output', 'plug-in');
  try {
    await new Audio().setSinkId(parts.sound.devices.sink(role));
  } catch (error) {
    return blocked('output-refused', 'choose-device', { said: String(error), about: labelOf(parts, role) });
  }
  await parts.sound.test(role);
  return replaced(parts, role) ?? { state: 'ok', about: labelOf(parts, role) };
}

function iceChecks(access: SipAccess | undefined): Task[] {
  const servers = (access?.iceServers ?? []).flatMap((server) =>
    [server.urls].flat().map((url) => ({ ...server, urls: url })),
  );
  const kinds = (['stun', 'turn'] as const).flatMap((name): Task[] => {
    const ofKind = servers.filter((server) => server.urls.toLowerCase().startsWith(name));
    if (ofKind.length === 0) return [{ name, run: () => Promise.resolve(skipped('not-configured')) }];
    return ofKind.map((server) => ({
      name,
      about: server.urls,
      run: () => checkIce(server, name),
    }));
  });
  return kinds;
}

async function checkIce(server: RTCIceServer, kind: 'stun' | 'turn'): Promise<Finding> {
  const { ok: answered, took, code, said } = await gather(server, kind);
  if (answered) return ok(took, slow.candidate);
  if (kind === 'stun') return blocked('stun-silent', 'ask-administrator', { said, took });
  return code === undefined || code === 701
    ? blocked('turn-silent', 'ask-administrator', { said, took })
    : blocked('turn-refused', 'check-account', { said, took });
}
