/**
 * The rules of one call: a table over every pair of phase and event. A pair either has a rule or is ignored for a
 * stated reason; the type makes a missing pair a compile error, and docs/states.md is generated from this table.
 */
import type { Call, CallEvent, Effect, EventType, Outcome, Phase, Transfer } from './call.ts';
import { outcomeOf } from './outcomes.ts';

/** A rule. `why` is a line for docs/states.md; `to` says which phases `next` may lead to. */
export interface Rule<E extends CallEvent = CallEvent> {
  why: string;
  to: readonly Phase[];
  next(call: Call, event: E): Step;
}

export interface Step {
  call: Call;
  effects: Effect[];
}

type EventOf<T extends EventType> = Extract<CallEvent, { type: T }>;
type Row = { [T in EventType]: Rule<EventOf<T>> | string };

/** Ignored on purpose: the string is the reason. */
const over = 'the call is over';
const notYet = 'nothing is answered yet';
const theirsOnly = 'only the caller side hears this';
const oursOnly = 'only the called side does this';

const same = (call: Call, effects: Effect[] = []): Step => ({ call, effects });

const change = (call: Call, facets: Partial<Call>, effects: Effect[] = []): Step => ({
  call: { ...call, ...facets },
  effects,
});

function closing(call: Call, outcome: Outcome, at: number, effects: Effect[]): Step {
  return change(call, { phase: 'closing', outcome, endedAt: at, trouble: undefined }, effects);
}

function closed(call: Call, outcome: Outcome, at: number, effects: Effect[] = []): Step {
  return change(call, { phase: 'closed', outcome, endedAt: call.endedAt ?? at, trouble: undefined }, effects);
}

const muting = {
  mute: {
    why: 'our microphone is silenced at once',
    to: [],
    next: (call) => (call.muted ? same(call) : change(call, { muted: true }, [{ do: 'mute', on: true }])),
  } as Rule<EventOf<'mute'>>,
  unmute: {
    why: 'our microphone is heard again',
    to: [],
    next: (call) => (call.muted ? change(call, { muted: false }, [{ do: 'mute', on: false }]) : same(call)),
  } as Rule<EventOf<'unmute'>>,
};

const failed: Rule<EventOf<'failed'>> = {
  why: 'something on our side broke the call',
  to: ['closed'],
  next: (call, event) => closed(call, { kind: event.kind, said: event.said }, event.at, [{ do: 'drop' }]),
};

/** The far end said no to our INVITE; the status code decides the words. */
const refused: Rule<EventOf<'refused'>> = {
  why: 'the answer to our INVITE is a final 3xx to 6xx',
  to: ['closed'],
  next: (call, event) => closed(call, outcomeOf(event.code, event.said), event.at),
};

const cancel: Rule<EventOf<'hang-up'>> = {
  why: 'we give up before they answer: CANCEL',
  to: ['closing'],
  next: (call, event) => closing(call, { kind: 'cancelled' }, event.at, [{ do: 'cancel' }]),
};

const connected: Rule<EventOf<'connected'>> = {
  why: '2xx and ACK: both ends agreed',
  to: ['live'],
  next: (call, event) => change(call, { phase: 'live', answeredAt: event.at, earlyMedia: false }),
};

const withdrawn: Rule<EventOf<'withdrawn'>> = {
  why: 'CANCEL: they gave up, or another phone answered (RFC 3326)',
  to: ['closed'],
  next: (call, event) =>
    closed(call, { kind: event.elsewhere ? 'answered-elsewhere' : 'missed', said: event.said }, event.at),
};

const release: Rule<EventOf<'released'>> = {
  why: 'the leg is gone without a word',
  to: ['closed'],
  next: (call, event) => closed(call, { kind: 'failed' }, event.at),
};

const given = ({ to }: Transfer, said: string | undefined): Outcome => ({ kind: 'transferred', to, said });

/** Facets that change alike while a call is live and while its media recovers. */
const established = {
  ...muting,
  answer: 'answered already',
  decline: 'answered already',
  'hang-up': {
    why: 'we end it: BYE',
    to: ['closing'],
    next: (call, event) => closing(call, { kind: 'completed' }, event.at, [{ do: 'bye' }]),
  },
  hold: {
    why: 'asks for hold; believed when the far end says 2xx',
    to: [],
    next: (call) =>
      call.hold.ours === 'off'
        ? change(call, { hold: { ...call.hold, ours: 'asking' }, trouble: undefined }, [{ do: 'hold' }])
        : same(call),
  },
  resume: {
    why: 'asks to resume; believed when the far end says 2xx',
    to: [],
    next: (call) =>
      call.hold.ours === 'on'
        ? change(call, { hold: { ...call.hold, ours: 'releasing' }, trouble: undefined }, [{ do: 'resume' }])
        : same(call),
  },
  digits: {
    why: 'sends DTMF (RFC 4733 or INFO)',
    to: [],
    next: (call, event) =>
      change(call, { digits: call.digits + event.tones }, [{ do: 'digits', tones: event.tones }]),
  },
  'transfer-going': {
    why: '2xx to our REFER, or a NOTIFY of progress: they are calling the other one',
    to: [],
    next: (call) =>
      call.transfer ? change(call, { transfer: { ...call.transfer, state: 'going' } }) : same(call),
  },
  'transfer-done': {
    why: 'NOTIFY with a 2xx: the other one has answered them (RFC 3515 §2.4.5): BYE',
    to: ['closing'],
    next: (call, event) =>
      call.transfer ? closing(call, given(call.transfer, event.said), event.at, [{ do: 'bye' }]) : same(call),
  },
  'transfer-refused': {
    why: 'our REFER was refused, or the other one was not reached: the call goes on, and says so',
    to: [],
    next: (call, { code, said }) =>
      call.transfer
        ? change(call, { transfer: undefined, trouble: { kind: 'transfer-refused', code, said } })
        : same(call),
  },
  ringing: 'a late 18x after the answer',
  'early-media': 'a late 18x after the answer',
  connected: 'a repeated 2xx',
  refused: 'a final answer came already',
  withdrawn: 'CANCEL has no effect after the answer (RFC 3261 §9.2)',
  'far-hang-up': {
    why: 'they end it: BYE; some do so instead of telling that the transfer went well',
    to: ['closed'],
    next: (call, event) =>
      closed(
        call,
        call.transfer?.state === 'going'
          ? given(call.transfer, event.said)
          : { kind: 'completed', said: event.said },
        event.at,
      ),
  },
  'hold-confirmed': {
    why: '2xx to our hold',
    to: [],
    next: (call) =>
      call.hold.ours === 'asking' ? change(call, { hold: { ...call.hold, ours: 'on' } }) : same(call),
  },
  'hold-refused': {
    why: 'hold failed: the call goes on unheld, and says so',
    to: [],
    next: (call, event) =>
      change(call, {
        hold: { ...call.hold, ours: 'off' },
        trouble: { kind: 'hold-refused', code: event.code, said: event.said },
      }),
  },
  'resume-confirmed': {
    why: '2xx to our resume',
    to: [],
    next: (call) =>
      call.hold.ours === 'releasing' ? change(call, { hold: { ...call.hold, ours: 'off' } }) : same(call),
  },
  'resume-refused': {
    why: 'resume failed: the call stays held, and says so',
    to: [],
    next: (call, event) =>
      change(call, {
        hold: { ...call.hold, ours: 'on' },
        trouble: { kind: 'resume-refused', code: event.code, said: event.said },
      }),
  },
  'far-hold': {
    why: 'their re-INVITE stops sending to us',
    to: [],
    next: (call) => change(call, { hold: { ...call.hold, theirs: true } }),
  },
  'far-resume': {
    why: 'their re-INVITE sends again',
    to: [],
    next: (call) => change(call, { hold: { ...call.hold, theirs: false } }),
  },
  failed,
  released: {
    why: 'the leg is gone without a BYE',
    to: ['closed'],
    next: (call, event) => closed(call, { kind: 'lost' }, event.at),
  },
} satisfies Partial<Row>;

/** What only an answered call has, before it is answered. */
const unanswered = {
  ...muting,
  hold: notYet,
  resume: notYet,
  transfer: notYet,
  'hold-confirmed': notYet,
  'hold-refused': notYet,
  'resume-confirmed': notYet,
  'resume-refused': notYet,
  'transfer-going': notYet,
  'transfer-done': notYet,
  'transfer-refused': notYet,
  'far-hold': notYet,
  'far-resume': notYet,
  'media-lost': notYet,
  'media-back': notYet,
} satisfies Partial<Row>;

/** An outgoing call before its final answer. */
const outgoing = {
  ...unanswered,
  answer: oursOnly,
  decline: oursOnly,
  'hang-up': cancel,
  connected,
  refused,
  withdrawn: oursOnly,
  'far-hang-up': {
    why: 'a BYE in the early dialog',
    to: ['closed'],
    next: (call, event) => closed(call, { kind: 'declined', said: event.said }, event.at),
  },
  failed,
  released: release,
} satisfies Partial<Row>;

const earlyMedia: Rule<EventOf<'early-media'>> = {
  why: '18x with SDP: their tones or announcement play',
  to: ['ringing-out'],
  next: (call) => change(call, { phase: 'ringing-out', earlyMedia: true }),
};

/** An incoming call before our answer is confirmed. */
const incoming = {
  ...unanswered,
  digits: notYet,
  ringing: theirsOnly,
  'early-media': theirsOnly,
  refused: theirsOnly,
  withdrawn,
  'far-hang-up': {
    why: 'a BYE before our answer was confirmed',
    to: ['closed'],
    next: (call, event) => closed(call, { kind: 'missed', said: event.said }, event.at),
  },
  failed,
} satisfies Partial<Row>;

const decline: Rule<EventOf<'decline'>> = {
  why: 'we do not want it: 603 Decline, or 486 when we are not to be disturbed',
  to: ['closing'],
  next: (call, { at, busy = false }) =>
    closing(call, { kind: busy ? 'missed' : 'declined' }, at, [{ do: 'reject', busy }]),
};

/** Nothing changes any more, whatever is said. */
const deaf = Object.fromEntries(
  (
    [
      ['answer', over],
      ['decline', over],
      ['hang-up', over],
      ['hold', over],
      ['resume', over],
      ['mute', over],
      ['unmute', over],
      ['digits', over],
      ['ringing', over],
      ['early-media', over],
      ['withdrawn', over],
      ['hold-confirmed', over],
      ['hold-refused', over],
      ['resume-confirmed', over],
      ['resume-refused', over],
      ['transfer', over],
      ['transfer-going', over],
      ['transfer-done', over],
      ['transfer-refused', over],
      ['far-hold', over],
      ['far-resume', over],
      ['media-lost', over],
      ['media-back', over],
    ] as const
  ).map((pair) => pair),
) as Record<Exclude<EventType, 'connected' | 'refused' | 'far-hang-up' | 'failed' | 'released'>, string>;

const settle: Rule = {
  why: 'the server confirmed the end',
  to: ['closed'],
  next: (call, event) => closed(call, call.outcome ?? { kind: 'failed' }, event.at),
};

export const table: { readonly [P in Phase]: Row } = {
  placing: {
    ...outgoing,
    digits: notYet,
    ringing: {
      why: '180: it rings there',
      to: ['ringing-out'],
      next: (call) => change(call, { phase: 'ringing-out' }),
    },
    'early-media': earlyMedia,
  },
  'ringing-out': {
    ...outgoing,
    digits: {
      why: 'an announcement before the answer may ask for digits',
      to: [],
      next: (call, event) =>
        call.earlyMedia
          ? change(call, { digits: call.digits + event.tones }, [{ do: 'digits', tones: event.tones }])
          : same(call),
    },
    ringing: 'it rings already',
    'early-media': earlyMedia,
  },
  offered: {
    ...incoming,
    answer: {
      why: 'we take it: 200 OK once media is ready',
      to: ['answering'],
      next: (call) => change(call, { phase: 'answering' }, [{ do: 'accept' }]),
    },
    decline,
    'hang-up': decline as Rule,
    connected: 'not without our answer',
    released: {
      why: 'the offer is gone without a CANCEL',
      to: ['closed'],
      next: (call, event) => closed(call, { kind: 'missed' }, event.at),
    },
  },
  answering: {
    ...incoming,
    answer: 'answered once already',
    decline: decline,
    'hang-up': decline as Rule,
    connected,
    released: release,
  },
  live: {
    ...established,
    transfer: {
      why: 'asks the far end to call somebody else: REFER',
      to: [],
      next: (call, { to, dial, consult }) =>
        call.transfer
          ? same(call)
          : change(call, { transfer: { to, consult, state: 'asking' }, trouble: undefined }, [
              { do: 'transfer', to: to.number, dial, consult },
            ]),
    },
    'media-lost': {
      why: 'no media path any more: ICE restarts',
      to: ['recovering'],
      next: (call) => change(call, { phase: 'recovering' }),
    },
    'media-back': 'media was there',
  },
  recovering: {
    ...established,
    transfer: 'the media path is being brought back',
    'media-lost': 'known already',
    'media-back': {
      why: 'the media path is back',
      to: ['live'],
      next: (call) => change(call, { phase: 'live' }),
    },
    failed: {
      why: 'media did not come back in time: BYE',
      to: ['closing'],
      next: (call, event) => closing(call, { kind: 'lost', said: event.said }, event.at, [{ do: 'bye' }]),
    },
  },
  closing: {
    ...deaf,
    connected: {
      why: 'their 200 OK crossed our CANCEL (RFC 3261 §9.1): BYE',
      to: [],
      next: (call) => same(call, [{ do: 'bye' }]),
    },
    refused: settle,
    'far-hang-up': settle,
    failed: settle,
    released: settle,
  },
  closed: {
    ...deaf,
    connected: over,
    refused: over,
    'far-hang-up': over,
    failed: over,
    released: over,
  },
};

/** The next call and what must be done because of it. Events the phase ignores change nothing. */
export function step(call: Call, event: CallEvent): Step {
  const rule: Rule | string = table[call.phase][event.type];
  if (typeof rule === 'string') return same(call);
  return rule.next(call, event);
}
