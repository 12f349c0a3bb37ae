/** Which call stands in front, and where the others go. Pure, so that every surface shows the same. */
import type { Call } from '../../lib/call/call.ts';

/** The calls by the place they get on the panel. */
export interface Arrangement {
  /** Calls that ring, in the order they came. */
  offers: Call[];
  /** The call the operator is in, if any. */
  front?: Call;
  /** Other calls that go on: held ones. */
  others: Call[];
  /** Calls that are over, the latest first. */
  ended: Call[];
}

/** The higher, the nearer to the operator's ear. */
function nearness(call: Call): number {
  if (call.phase === 'closing') return 0;
  switch (call.hold.ours) {
    case 'on':
      return 1;
    case 'asking':
      return 2;
    case 'releasing':
      return 3;
    case 'off':
      return 4;
  }
}

/** Sorts the calls into their places. */
export function arrange(calls: readonly Call[]): Arrangement {
  const going = calls
    .filter((call) => call.phase !== 'offered' && call.phase !== 'closed')
    .toSorted((a, b) => nearness(b) - nearness(a) || b.startedAt - a.startedAt);
  return {
    offers: calls.filter((call) => call.phase === 'offered'),
    front: going[0],
    others: going.slice(1),
    ended: calls
      .filter((call) => call.phase === 'closed')
      .toSorted((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0)),
  };
}
