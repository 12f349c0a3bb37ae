/** The desk's states the gallery shows, with people nobody is. */
import type {
  AiCall,
  Contact,
  DeskSlice,
  HistoryRow,
  PortName,
  QueueEntry,
  TranscriptLine,
  WrapUp,
} from '../../../lib/mirror/desk.ts';
import type { Slices } from '../../../lib/mirror/slices.ts';
import { history, longParty, peter, ready } from './states.ts';

const now = Date.now();
const minute = 60_000;

const allPorts: readonly PortName[] = [
  'lines',
  'queue',
  'contacts',
  'history',
  'presence',
  'transcripts',
  'ai',
  'numbers',
  'notes',
];

export const desk = (facets: Partial<DeskSlice> = {}): DeskSlice => ({
  ports: allPorts,
  signIn: { state: 'signed-in' },
  live: 'live',
  faults: [],
  ...facets,
});

export const entry = (facets: Partial<QueueEntry> = {}): QueueEntry => ({
  id: Math.random().toString(36),
  party: { number: '+17865550198', name: 'Ana Martínez' },
  queue: 'Sales',
  waitingSince: now - 12_000,
  urgency: 'fresh',
  status: 'waiting',
  mine: false,
  withAi: false,
  ...facets,
});

export const waiting: QueueEntry[] = [
  entry({
    id: 'q1',
    party: { number: '+351912345678', name: 'Joana Brito' },
    queue: 'Claims',
    position: 1,
    waitingSince: now - 221_000,
    urgency: 'urgent',
  }),
  entry({
    id: 'q2',
    party: { number: '+442079460018' },
    position: 1,
    waitingSince: now - 65_000,
    urgency: 'long',
  }),
  entry({
    id: 'q3',
    party: { number: '+12125550177', name: 'Lena Kowalska' },
    position: 2,
    waitingSince: now - 12_000,
    withAi: true,
    callUuid: 'ai-1',
  }),
  entry({ id: 'q4', position: 3, waitingSince: now - 5000 }),
];

/** As many as asked for, longest wait first. */
export const crowd = (count: number): QueueEntry[] =>
  Array.from({ length: count }, (_, at) => {
    const waited = (count - at) * 7000;
    return entry({
      id: `q${at}`,
      party: {
        number: `+1786555${String(1000 + at)}`,
        name: at % 4 === 3 ? undefined : names[at % names.length],
      },
      queue: ['Sales', 'Claims', 'Renewals'][at % 3],
      position: Math.floor(at / 3) + 1,
      waitingSince: now - waited,
      urgency: waited > 180_000 ? 'urgent' : waited > 60_000 ? 'long' : 'fresh',
      withAi: at % 5 === 4,
      callUuid: `uuid-${at}`,
    });
  });

const names = ['Ana Martínez', 'Peter Weiss', 'Joana Brito', 'Marc Dubois', 'Lena Kowalska', longParty.name];

export const lines: TranscriptLine[] = [
  { id: '1', who: 'operator', text: 'Ringside Insurance, good morning. How can I help?', final: true },
  { id: '2', who: 'caller', text: 'The policy ends in nine eight one, I think.', final: true },
  { id: '3', who: 'operator', text: 'Thanks. I see it here: it renews on Friday.', final: true },
  { id: '4', who: 'caller', text: 'And the address is still', final: false },
];

export const aiLines: TranscriptLine[] = [
  {
    id: '1',
    who: 'ai',
    text: 'Hello, you have reached Ringside Insurance. What can I do for you?',
    final: true,
  },
  {
    id: '2',
    who: 'caller',
    text: 'There is water coming through my ceiling. I need somebody today.',
    final: true,
  },
  {
    id: '3',
    who: 'ai',
    text: 'I am sorry to hear that. I have found your policy. Is anybody hurt?',
    final: true,
  },
  { id: '4', who: 'caller', text: 'No, but I would rather talk to a person', final: false },
];

export const aiCall = (facets: Partial<AiCall> = {}): AiCall => ({
  callUuid: 'ai-1',
  party: { number: '+12125550177', name: 'Lena Kowalska' },
  startedAt: now - 74_000,
  lines: aiLines,
  notes: [
    { id: 'n1', type: 'lookup_customer', text: 'Lena Kowalska, policy 20261120', at: now - 50_000 },
    { id: 'n2', type: 'transfer_requested', text: 'asks for a person', at: now - 9000 },
  ],
  listening: false,
  state: 'ai',
  ...facets,
});

export const presence: Slices['presence'] = {
  state: 'ready',
  own: { value: 'available', kind: 'available' },
  choices: [
    { value: 'available', kind: 'available' },
    { value: 'busy', kind: 'busy' },
    { value: 'on_break', kind: 'away' },
    { value: 'away', kind: 'away' },
    { value: 'offline', kind: 'offline' },
  ],
  colleagues: [
    { id: 'c1', name: 'Dana Okafor', status: { value: 'available', kind: 'available' } },
    { id: 'c2', name: 'Marc Dubois', status: { value: 'on_break', kind: 'away' } },
    { id: 'c3', name: 'Mei Tanaka', status: { value: 'busy', kind: 'busy' } },
    { id: 'c4', name: longParty.name, status: { value: 'fire_drill', kind: 'unknown' } },
    { id: 'c5', name: 'Tomás Rey', status: { value: 'offline', kind: 'offline' } },
  ],
};

export const callerIds: Slices['callerIds'] = {
  state: 'ready',
  chosen: 'n1',
  numbers: [
    { id: 'n1', number: '+13055550100', display: '+1 305 555 0100', label: 'Main line' },
    { id: 'n2', number: '+13055550101', display: '+1 305 555 0101', label: 'Claims' },
  ],
};

/** Signed in, with everything the service offers. */
export const signedIn: Partial<Slices> = {
  session: {
    account: { id: 's', kind: 'sippet', label: 'Sippet', identity: 'dana@ringside.example' },
  },
  line: ready,
  desk: desk(),
  queue: { state: 'ready', entries: waiting, readAt: now },
  presence,
  callerIds,
};

const people: Contact[] = [
  {
    id: 'p1',
    name: 'Ana Martínez',
    number: '+17865550198',
    display: '+1 786 555 0198',
    email: 'ana@bayside.example',
    notes: 'Renewal in March.\nPrefers to be called after 4 pm.',
  },
  { id: 'p2', name: 'Joana Brito', number: '+351912345678', display: '+351 912 345 678' },
  { id: 'p3', name: 'Lena Kowalska', number: '+12125550177', display: '+1 212 555 0177' },
  { id: 'p4', name: 'Marc Dubois', number: '+33199001234', display: '+33 1 99 00 12 34' },
  { id: 'p5', name: peter.name, number: peter.number, display: '+49 30 901820' },
  { id: 'p6', name: 'Reception', email: 'desk@ringside.example' },
  { id: 'p7', name: longParty.name, number: longParty.number },
];

/** An address book of as many people as asked for. */
export const contacts = (count: number): Contact[] =>
  Array.from({ length: count }, (_, at) => {
    const person = people[at % people.length];
    return { ...person, id: `p${at}`, name: person?.name ?? '' };
  });

/** Past calls with what only the service knows. */
export const past = (count: number): HistoryRow[] =>
  history(count).map(({ account: _account, ...row }, at) => ({
    ...row,
    callUuid: at % 3 === 2 ? undefined : `uuid-${at}`,
    ...(at === 0 && { note: 'Wants the new address on the next invoice.', disposition: 'follow-up' }),
  }));

export const wrapUp = (facets: Partial<WrapUp> = {}): WrapUp => ({
  call: 'ended',
  party: { number: '+17865550198', name: 'Ana Martínez' },
  endedAt: now - minute,
  note: '',
  state: 'open',
  ...facets,
});
