import { createIds } from '../ids.ts';
import { contacts as crmContacts } from '../crm/people.ts';
import { personas } from '../callers/directory.ts';
import type { Contact, TeamMember } from './records.ts';
import { type Store, timestamp } from './store.ts';

/** Who works here: e-mail names, SIP accounts from 1001 on. */
const TEAM: readonly (readonly [name: string, role: TeamMember['role'], status: string])[] = [
  ['One', 'operator', 'available'],
  ['Two', 'operator', 'available'],
  ['Three', 'operator', 'on_break'],
  ['Four', 'admin', 'busy'],
  ['Five', 'member', 'offline'],
];

const QUEUES: readonly (readonly [name: string, strategy: string, number: string, label: string])[] = [
  ['Support', 'longest-idle-agent', '+17865550180', 'Support line'],
  ['Sales', 'ring-all', '+17865550181', 'Sales line'],
  ['Billing', 'round-robin', '+442079460180', 'Billing, London'],
];

/** Past calls: who, in which direction, how it ended, how long ago (minutes) and how long it took (seconds). */
const HISTORY = [
  ['echo', 'inbound', 'completed', 35, 184],
  ['tone', 'outbound', 'completed', 58, 62],
  ['busy', 'outbound', 'busy', 77, 0],
  ['early', 'inbound', 'no_answer', 140, 0],
  ['callback', 'inbound', 'completed', 1460, 421],
  ['hangup', 'outbound', 'canceled', 1510, 0],
] as const;

/** Fills an empty workspace: always the same rows with the same ids for the same seed. */
export function seedStore(store: Store): void {
  for (const [index, [name, role, status]] of TEAM.entries()) {
    const member: TeamMember = {
      email: `${name.toLowerCase()}@sandbox.ringside.test`,
      name: `Operator ${name}`,
      role,
      userId: store.uuid(),
      sipUserId: store.uuid(),
      sipUser: String(1001 + index),
    };
    store.team.push(member);
    store.statuses.push({
      id: store.uuid(),
      sipUserId: member.sipUserId,
      agentName: member.name,
      status,
      source: 'console',
      changedByUserId: null,
    });
  }
  seedTelephony(store);
  for (const { name, company, phone } of crmContacts) {
    const persona = personas.find((known) => known.name === name);
    store.contacts.push({
      id: store.uuid(),
      fullName: name,
      email: `${name.split(' ')[0]?.toLowerCase() ?? 'hello'}@${company.toLowerCase().replace(/[^a-z]+/g, '-')}.example`,
      phoneE164: persona?.number ?? internationalOf(phone),
      notes: company,
    });
  }
  seedHistory(store);
}

/** Adds contacts until there are `count`; made up, with numbers kept free for fiction. */
export function fillContacts(store: Store, count: number, seed: number): void {
  const ids = createIds(seed);
  const pick = (words: readonly string[]): string => words[ids.uint32() % words.length] ?? '';
  for (let number = store.contacts.length; number < count; number += 1) {
    const [first, last] = [pick(FIRST_NAMES), pick(LAST_NAMES)];
    const contact: Contact = {
      id: store.uuid(),
      fullName: `${first} ${last}`,
      email: number % 4 === 0 ? null : `${first}.${last}.${number}@example.com`.toLowerCase(),
      // 555-01XX is kept free for fiction in every area code (NANPA).
      phoneE164: `+1${201 + (Math.floor(number / 100) % 780)}55501${String(number % 100).padStart(2, '0')}`,
      notes: number % 7 === 0 ? `Prefers ${pick(['mornings', 'afternoons', 'e-mail'])}` : null,
    };
    store.contacts.push(contact);
  }
}

const FIRST_NAMES =
  'Ada Bruno Cleo Dario Edda Farid Greta Hugo Imani Jonas Kira Levin Mara Nils Odile Pavel Rosa Sami Tilda Umar Vera Wim Yara Zeno'.split(
    ' ',
  );
const LAST_NAMES =
  'Abbott Brandt Castro Dunne Eklund Fischer Garnier Holm Ibsen Jansen Keller Lindqvist Moreau Novak Okafor Petrov Quist Rossi Sato Torres Ueda Vogel Weiss Young'.split(
    ' ',
  );

/** `(786) 555-0101` → `+17865550101`; null for what is not written so that it is sure. */
function internationalOf(phone: string): string | null {
  const digits = phone.replace(/\D/g, '');
  if (phone.trim().startsWith('+') && !phone.includes('(0)')) return `+${digits}`.slice(0, 16);
  return digits.length === 10 && /555/.test(digits) ? `+1${digits}` : null;
}

function seedTelephony(store: Store): void {
  const gateway = {
    id: store.uuid(),
    name: 'Sandbox trunk',
    username: 'trunk',
    realm: 'sandbox.ringside.test',
    inboundAcl: ['127.0.0.1/32'],
    provider: 'vonage',
    proxy: null,
    register: false,
    fromDomain: null,
    fromUser: null,
  };
  store.gateways.push(gateway);
  const agent = {
    id: store.uuid(),
    name: 'Robin',
    languages: ['en'],
    published: true,
    workflow: {},
    voice: 'warm',
    tone: 'friendly',
    systemPrompt: null,
    safetyGuardrails: null,
  };
  store.aiAgents.push(agent);
  for (const [queueName, strategy, phoneE164, label] of QUEUES) {
    const queue = { id: store.uuid(), queueName, strategy, mohSound: 'sandbox-notes', maxWaitTime: 600 };
    store.queues.push(queue);
    store.phoneNumbers.push({
      id: store.uuid(),
      phoneE164,
      label,
      gatewayId: gateway.id,
      aiAgentId: null,
      queueId: queue.id,
    });
  }
  store.phoneNumbers.push({
    id: store.uuid(),
    phoneE164: '+17865550182',
    label: 'Robin',
    gatewayId: gateway.id,
    aiAgentId: agent.id,
    queueId: null,
  });
}

function seedHistory(store: Store): void {
  const own = store.phoneNumbers[0]?.phoneE164 ?? '';
  for (const [id, direction, status, minutesAgo, durationSeconds] of HISTORY) {
    const number = personas.find((persona) => persona.id === id)?.number ?? '';
    const startedAt = Date.now() - minutesAgo * 60_000;
    const call = {
      id: store.uuid(),
      callUuid: store.uuid(),
      direction,
      status,
      callSource: 'sip',
      sipUsername: '1001',
      ...(direction === 'inbound'
        ? { fromNumber: number, toNumber: own }
        : { fromNumber: own, toNumber: number }),
      startedAt: timestamp(startedAt),
      endedAt: timestamp(startedAt + durationSeconds * 1000),
      durationSeconds,
      conversationId: null,
    };
    store.calls.push(call);
    if (id !== 'echo') continue;
    const lines = [
      ['caller', 'Good morning, it is about the mooring. Is the berth free in May?'],
      ['operator', 'Good morning. Yes, from the second of May on.'],
      ['caller', 'Then please put us down for it.'],
    ] as const;
    for (const [index, [role, content]] of lines.entries()) {
      store.transcripts.push({
        id: store.uuid(),
        callId: call.id,
        callUuid: call.callUuid,
        role,
        content,
        itemId: `item_past_${index}`,
        contentIndex: 0,
        occurredAt: timestamp(startedAt + index * 5000),
      });
    }
  }
}
