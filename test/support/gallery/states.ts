/** The states the gallery shows, as slices. */
import type { Call } from '../../../lib/call/call.ts';
import type { Fault } from '../../../lib/mirror/fault.ts';
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
    };
  });
