/** The states the gallery shows, as slices. */
import type { Call } from '../../../lib/call/call.ts';
import type { Fault } from '../../../lib/mirror/fault.ts';
import type { Device, DevicesSlice } from '../../../lib/mirror/devices.ts';
import type { Check, DiagnosisSlice } from '../../../lib/mirror/diagnosis.ts';
import type { CallQuality, Complaint, QualitySummary, TracePoint } from '../../../lib/mirror/quality.ts';
import type { HistoryEntry, LineSlice, SessionSlice, Slices } from '../../../lib/mirror/slices.ts';

const now = Date.now();
const minute = 60_000;

export const session: SessionSlice = {
  account: {
    id: 'a',
    kind: 'sip',
    label: 'Head office',
    identity: '1001@pbx.example',
    testNumber: 'echo',
  },
};

export const ready: LineSlice = { state: 'ready', since: now };

/** Signed in and ready, with these calls. */
export const withCalls = (...calls: Call[]): Partial<Slices> => ({ session, line: ready, calls });

/** A call that is live unless said otherwise. */
export const call = (facets: Partial<Call> = {}): Call => ({
  id: Math.random().toString(36),
  direction: 'outgoing',
  phase: 'live',
  party: { number: '+17865550198', name: 'Ana Martínez' },
  earlyMedia: false,
  muted: false,
  hold: { ours: 'off', theirs: false },
  digits: '',
  startedAt: now - 170_000,
  answeredAt: now - 167_000,
  ...facets,
});

/** A call before its answer. */
export const early = (facets: Partial<Call> = {}): Call => call({ answeredAt: undefined, ...facets });

export const peter = { number: '+4930901820', name: 'Peter Weiss' };

export const longParty = {
  number: '+4930901820901820901820901820901820',
  name: 'Wolfeschlegelsteinhausenbergerdorff-Montgomery, Hubert Blaine (Accounts Receivable)',
};

export const fault = (code: Fault['code'], more: Partial<Fault> = {}): Fault => ({ code, at: now, ...more });

export const refused = (why: Fault): Partial<Slices> => ({
  session,
  line: { state: 'refused', since: now, fault: why },
});

const device = (label: string, isDefault = false): Device => ({ id: label, label, isDefault });

/** A desk with a headset, what the computer has itself, and more than anybody needs. */
export const devices = (facets: Partial<DevicesSlice> = {}): DevicesSlice => ({
  microphone: 'granted',
  inputs: [
    device('MacBook Pro Microphone', true),
    device('Jabra Evolve2 65 (0b0e:030c)'),
    device('Logitech BRIO Ultra HD Webcam with RightLight 3 and HDR, Analog Stereo (046d:085e)'),
  ],
  outputs: [
    device('MacBook Pro Speakers', true),
    device('Jabra Evolve2 65 (0b0e:030c)'),
    { ...device('USB Audio Device'), id: 'usb1' },
    { ...device('USB Audio Device'), id: 'usb2' },
    device('Röhrenmonitor im großen Besprechungsraum (HDMI, NVIDIA High Definition Audio)'),
  ],
  headsets: [
    { id: 'b0e:30c', label: 'Jabra Evolve2 65', state: 'ready' },
    { id: '47f:c053', label: 'Plantronics Blackwire 5220 Series with a long name', state: 'refused' },
  ],
  using: {
    microphone: 'Jabra Evolve2 65 (0b0e:030c)',
    speaker: 'MacBook Pro Speakers',
    ringer: 'usb1',
  },
  notices: [],
  ...facets,
});

/** How a call of these sounds. */
export const quality = (call: Call, mos: number, ...complaints: Complaint[]): CallQuality => ({
  call: call.id,
  mos,
  grade: mos < 3.5 ? 'poor' : mos < 4 ? 'fair' : 'good',
  complaints,
});

const sounded: QualitySummary = {
  mos: { median: 4.3, min: 2.7 },
  loss: { ours: 0.4, theirs: 1.2 },
  jitter: { median: 6, max: 48 },
  roundTrip: { median: 42, max: 180 },
  seconds: 220,
  troubled: 14,
};

/** A call with a bad stretch in its middle. */
export const trace: TracePoint[] = Array.from({ length: 110 }, (_, index) => {
  const bad = index > 52 && index < 60;
  return {
    at: index * 2,
    mos: bad ? 2.7 + (index % 3) * 0.3 : 4.35 - (index % 7) * 0.03,
    lossOurs: bad ? 8 : 0,
    lossTheirs: bad ? 9 : 0,
    jitter: bad ? 48 : 6,
    roundTrip: bad ? 180 : 42,
  };
});

const checked: Check[] = [
  { name: 'microphone', state: 'ok', about: 'Jabra Evolve2 65 (0b0e:030c)', took: 212 },
  { name: 'speaker', state: 'ok', about: 'MacBook Pro Speakers' },
  {
    name: 'ringer',
    state: 'blocked',
    cause: 'device-replaced',
    advice: 'choose-device',
    about: 'USB Audio Device',
  },
  { name: 'server', state: 'ok', about: 'wss://pbx.example/ws', took: 41 },
  {
    name: 'socket',
    state: 'slow',
    cause: 'took-long',
    advice: 'check-network',
    took: 1840,
    about: 'wss://pbx.example/ws',
  },
  {
    name: 'registration',
    state: 'blocked',
    cause: 'registration-refused',
    advice: 'check-account',
    about: '1001@pbx.example',
    said: '403 Forbidden (bad auth)',
  },
  { name: 'stun', state: 'skipped', cause: 'not-configured' },
  {
    name: 'turn',
    state: 'blocked',
    cause: 'turn-refused',
    advice: 'check-account',
    about: 'turns:relay.telephony.eu-central-1.example.com:5349?transport=tcp',
    said: '401 Unauthorized',
    took: 96,
  },
  { name: 'echo', state: 'skipped', cause: 'needs-line' },
];

/** The self-test before, in the middle of and after its run. */
export const diagnosis = (stands: 'running' | 'bad' | 'good'): DiagnosisSlice => {
  const startedAt = now - 20_000;
  if (stands === 'bad') return { running: false, startedAt, endedAt: now, checks: checked };
  const fine = checked.map(({ name, about }): Check => ({ name, about, state: 'ok', took: 40 }));
  if (stands === 'good') return { running: false, startedAt, endedAt: now, checks: fine };
  return {
    running: true,
    startedAt,
    checks: fine.map((check, index) =>
      index < 3
        ? check
        : { name: check.name, about: check.about, state: index === 3 ? 'running' : 'waiting' },
    ),
  };
};

const outcomes: HistoryEntry['outcome'][] = [
  { kind: 'completed' },
  { kind: 'missed' },
  { kind: 'busy', code: 486 },
  { kind: 'completed' },
  { kind: 'no-answer' },
  { kind: 'not-found' },
  { kind: 'answered-elsewhere' },
];
const names = ['Ana Martínez', 'Peter Weiss', undefined, 'Joana Brito', longParty.name, 'Marc Dubois'];

/** Recent calls, as many as asked for. */
export const history = (count: number): HistoryEntry[] =>
  Array.from({ length: count }, (_, index) => {
    const outcome = outcomes[index % outcomes.length];
    const startedAt = now - (index * index * 11 + 4) * minute;
    const talked = outcome?.kind === 'completed';
    return {
      id: String(index),
      direction: outcome?.kind === 'missed' || index % 3 === 0 ? 'incoming' : 'outgoing',
      party: { number: `+1786555${String(1000 + index * 37)}`, name: names[index % names.length] },
      startedAt,
      answeredAt: talked ? startedAt + 4000 : undefined,
      endedAt: startedAt + 100_000 + index * 7000,
      outcome,
      account: 'a',
      quality: talked ? sounded : undefined,
    };
  });
