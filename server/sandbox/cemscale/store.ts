/** Two made-up tenants and everything they keep. Names are invented, numbers from 555-01xx, keys of zeros only. */
import { createIds } from '../ids.ts';

export interface Extension {
  id: string;
  extension: string;
  password: string;
  displayName: string;
  crmUserId: string | null;
  crmMetadata: object;
  /** Whose phone in the exchange it is; undefined where it has none here. */
  sipUser: string | undefined;
  /** As the operator set it; `on_call` is added by the exchange. */
  presence: string;
}

export interface Did {
  id: string;
  number: string;
  label: string;
  routeType: 'extension' | 'queue' | 'ivr' | 'ai_agent' | 'voicemail';
  routeTarget: string;
}

/** A past call (§10.1, ASSUMED). Times are ISO 8601. */
export interface Cdr {
  id: string;
  callUuid: string;
  direction: 'inbound' | 'outbound' | 'internal';
  fromNumber: string;
  toNumber: string;
  extension: string;
  didNumber: string | null;
  queueId: null;
  aiAgentId: string | null;
  startedAt: string;
  answeredAt: string | null;
  endedAt: string;
  durationSec: number;
  billSec: number;
  disposition: string;
  hangupCause: string;
  recordingId: null;
  crmUserId: string | null;
}

/** An AI agent; all of these names are KNOWN (§9.2), and in this spelling. */
export interface Agent {
  /** A unique slug; numbers are routed to it. */
  agent_id: string;
  display_name: string;
  company: string;
  role: string;
  language: string;
  voice: string;
  speak_first: boolean;
  thinking_level: 'minimal' | 'low' | 'medium' | 'high';
  temperature: number;
}

/** Whoever looks after a tenant: no extension, a sign-in of their own (KNOWN §3.2: e-mail and password). */
export interface Administrator {
  email: string;
  password: string;
}

export interface Tenant {
  id: string;
  name: string;
  /** Obviously no key. */
  apiKey: string;
  administrators: Administrator[];
  extensions: Extension[];
  dids: Did[];
  agents: Agent[];
  queues: { id: string; name: string }[];
  blocked: { id: string; number: string; reason: string; direction: string; createdAt: string }[];
  cdr: Cdr[];
}

/** A new id each time; the same seed gives the same ids. */
export function uuids(seed: number): () => string {
  const ids = createIds(seed);
  return () => {
    const hex = ids.hex(32);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
  };
}

/** Where it stands on the sandbox's port. */
export const CEMSCALE_BASE = '/cemscale';

const key = (last: string) => `csk_test_${'0'.repeat(47)}${last}`;

/** The first tenant's key. */
export const CEMSCALE_KEY = key('1');

interface Seed {
  id: string;
  name: string;
  key: string;
  administrator: string;
  people: Pick<Extension, 'extension' | 'password' | 'displayName' | 'crmUserId' | 'sipUser'>[];
  numbers: readonly (readonly [number: string, label: string, Did['routeType'], target: string])[];
  agents: readonly (readonly [slug: string, name: string])[];
}

const seeds: readonly Seed[] = [
  {
    id: '00000000-0000-4000-8000-0000000000aa',
    name: 'Lumen Sandbox',
    key: CEMSCALE_KEY,
    administrator: 'admin@sandbox.ringside.test',
    people: [
      {
        extension: '1001',
        password: 'demo-1001-not-a-secret',
        displayName: 'Operator One',
        crmUserId: 'one@sandbox.ringside.test',
        sipUser: '1001',
      },
      {
        extension: '1002',
        password: 'demo-1002-not-a-secret',
        displayName: 'Operator Two',
        crmUserId: 'two@sandbox.ringside.test',
        sipUser: '1002',
      },
    ],
    numbers: [
      ['+17865550180', 'Support', 'ai_agent', 'front-desk'],
      ['+17865550181', 'Sales', 'extension', '1001'],
    ],
    agents: [
      ['front-desk', 'Front desk'],
      ['after-hours', 'After hours'],
    ],
  },
  {
    id: '00000000-0000-4000-8000-0000000000bb',
    name: 'Other Sandbox',
    key: key('2'),
    administrator: 'admin@other.ringside.test',
    people: [
      {
        extension: '1001',
        password: 'demo-other-not-a-secret',
        displayName: 'Somebody Else',
        crmUserId: 'else@sandbox.ringside.test',
        sipUser: undefined,
      },
    ],
    numbers: [['+17865550190', 'Theirs', 'extension', '1001']],
    agents: [['their-agent', 'Their agent']],
  },
];

const agentOf = (company: string, [slug, name]: Seed['agents'][number]): Agent => ({
  agent_id: slug,
  display_name: name,
  company,
  role: 'Receptionist',
  language: 'en',
  voice: 'Kore',
  speak_first: true,
  thinking_level: 'low',
  temperature: 0.7,
});

/** Both tenants as at the start. */
export const seedTenants = (uuid: () => string): Tenant[] =>
  seeds.map(({ id, name, key, administrator, people, numbers, agents }) => ({
    id,
    name,
    apiKey: key,
    administrators: [{ email: administrator, password: `${administrator}-not-a-secret` }],
    extensions: people.map((one) => ({ ...one, id: uuid(), crmMetadata: {}, presence: 'available' })),
    dids: numbers.map(([number, label, routeType, routeTarget]) => ({
      id: uuid(),
      number,
      label,
      routeType,
      routeTarget,
    })),
    agents: agents.map((agent) => agentOf(name, agent)),
    queues: [{ id: uuid(), name: 'Everybody' }],
    blocked: [],
    cdr: [],
  }));
