/** The Inbox's states the gallery shows, with people nobody is. */
import type { InboxEntry, InboxKind, InboxSlice, Person } from '../../../lib/mirror/inbox.ts';
import { emptyInbox } from '../../../lib/mirror/inbox.ts';
import { longParty } from './states.ts';

const now = Date.now();
const minute = 60_000;
const iso = (ago: number) => new Date(now - ago).toISOString();

export const me: Person = { id: 'dana@ringside.example', name: 'Dana Okafor' };
export const marc: Person = { id: 'marc@ringside.example', name: 'Marc Dubois' };
export const colleagues: Person[] = [me, marc, { id: 'mei.tanaka@ringside.example' }];

let made = 0;

export const item = (facts: Partial<InboxEntry> = {}): InboxEntry => {
  made += 1;
  return {
    id: `i${made}`,
    rev: made,
    kind: 'message',
    tool: 'leave_message',
    callId: 'ai-1',
    at: iso(made * 7 * minute),
    urgent: false,
    needsReview: false,
    number: '+17865550101',
    name: 'Eve Reed',
    text: 'She asks to be called back about the renewal of her policy.',
    fields: {},
    outcome: { state: 'done', status: 'saved', spoken: 'I passed your message on.' },
    state: 'open',
    notes: [],
    undelivered: [],
    refused: [],
    mine: false,
    ...facts,
  };
};

const arabic = {
  name: 'ليلى حداد',
  text: 'أرجو معاودة الاتصال بي بخصوص وثيقة التأمين رقم 20261120.',
  preferredTime: 'غدًا بعد الظهر',
};

const first: Partial<InboxEntry>[] = [
  {
    urgent: true,
    at: iso(2 * minute),
    name: 'Lena Kowalska',
    number: '+12125550177',
    forPerson: 'Peter Weiss',
    preferredTime: 'as soon as possible',
    text: 'There is water coming through her ceiling. She needs somebody today.',
  },
  {
    urgent: true,
    at: iso(40 * minute),
    kind: 'transfer',
    name: 'Joana Brito',
    number: '+351912345678',
    text: 'Wanted a person; nobody was free.',
    outcome: {
      state: 'failed',
      status: 'failed',
      spoken: 'I could not reach anybody.',
      problem: 'No operator answered.',
    },
  },
  {
    kind: 'appointment',
    name: 'Marc Dubois',
    number: '+33199001234',
    text: 'Review of the household policy',
    appointment: { date: '2026-11-24', time: '15:30', timeZone: 'America/New_York', minutes: 30 },
    outcome: { state: 'done', status: 'scheduled', spoken: 'You are booked for Tuesday at half past three.' },
  },
  {
    kind: 'sms',
    name: undefined,
    text: 'Your claim form: https://claims.ringside.example/form',
    outcome: {
      state: 'pending',
      status: 'sent',
      spoken: 'I am sending it now.',
      problem: 'The SMS service did not answer.',
    },
  },
  { kind: 'message', ...arabic, number: '+97142000180', forPerson: 'دانا' },
  {
    kind: 'lead',
    name: longParty.name,
    number: longParty.number,
    needsReview: true,
    text: `Wants offers for ${'household, liability, legal expenses and travel insurance, '.repeat(4)}for a family of nine.`,
    fields: {
      email: 'hubert@example.com',
      policy_interest: 'household',
      budgetPerYear: 'about twelve hundred',
    },
  },
  {
    kind: 'policy',
    name: 'Tomás Rey',
    state: 'claimed',
    by: marc,
    text: 'Is policy 20261120 paid up?',
    outcome: { state: 'done', status: 'not_found', spoken: 'I could not find that policy.' },
  },
  { kind: 'summary', name: 'Ana Martínez', state: 'claimed', by: me, mine: true, assignedTo: me },
  {
    kind: 'other',
    name: '<img src=x onerror=alert(1)>',
    text: '<script>alert("said by a stranger")</script> <b>bold?</b>',
    number: undefined,
    numberAsGiven: 'the usual one',
    outcome: { state: 'done', status: 'noted', spoken: 'I made a note.' },
  },
  { kind: 'message', assignedTo: marc, name: 'Aisha Bello', undelivered: ['assign'] },
];

const kinds: InboxKind[] = [
  'message',
  'lead',
  'appointment',
  'sms',
  'policy',
  'summary',
  'transfer',
  'other',
];

/** As many as asked for. */
export const items = (count: number): InboxEntry[] =>
  Array.from({ length: count }, (_, at) =>
    item({ at: iso((at + 3) * 11 * minute), kind: kinds[at % kinds.length], ...first[at] }),
  );

export const inbox = (facts: Partial<InboxSlice> = {}): InboxSlice => ({
  ...emptyInbox,
  state: 'live',
  known: true,
  host: 'crm.ringside.example',
  me,
  counts: { open: 40, mine: 1, snoozed: 2, done: 12 },
  fresh: 31,
  freshUrgent: 2,
  version: 1,
  ...facts,
});

/** With everything one item can have. */
export const whole = item({
  ...first[5],
  ...arabic,
  name: longParty.name,
  urgent: true,
  state: 'claimed',
  by: me,
  mine: true,
  assignedTo: me,
  forPerson: 'Peter Weiss',
  numberAsGiven: 'oh three oh, ninety eighteen twenty',
  appointment: { date: '2026-11-24', time: '10:00', timeZone: 'Asia/Tokyo', minutes: 45 },
  outcome: {
    state: 'pending',
    status: 'created',
    spoken: 'I noted everything and somebody will call you back.',
    problem: 'The CRM did not answer; it is tried again at 14:05.',
  },
  notes: [
    { id: 'n1', by: marc, at: iso(30 * minute), text: 'Tried twice, <i>engaged</i>.' },
    { id: 'n2', by: me, at: iso(5 * minute), text: arabic.text },
  ],
});
