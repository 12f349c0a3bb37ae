/**
 * A call of three in one step: both legs there are go into a conference at once, the first one waits in it, and who is
 * added is called straight into it (CemScale's sheet §8: `dialing` and `holding` KNOWN, the rest ASSUMED). Pure: what
 * is read or asked goes in, the next state and what must be done come out.
 */

/** Who of the two others is meant. */
export type Other = 'first' | 'added';

export interface ThreeWay {
  state: 'dialing' | 'holding' | 'active';
  waits: Record<Other, boolean>;
}

/** Somebody in the conference, as it was read. */
export interface Member {
  here: boolean;
  over: boolean;
  held: boolean;
}

export type ThreeWayEvent =
  /** The conference as it is now; absent: not listed. */
  | { type: 'read'; ours: boolean; first?: Member | undefined; added?: Member | undefined }
  /** The switch has let somebody wait, or back in. */
  | { type: 'held'; who: Other; on: boolean }
  /** Nobody answered in time. */
  | { type: 'late' }
  /** The operator wants the added one out, or has given up calling them. */
  | { type: 'drop' }
  /** Our own call is over. */
  | { type: 'over' };

export type ThreeWayEffect = { do: 'remove' } | { do: 'release'; who: Other } | { do: 'end' };

export interface ThreeWayStep {
  /** Null: it is a call of two again, or none. */
  session: ThreeWay | null;
  effects: ThreeWayEffect[];
  /** Whoever was called did not come. */
  missed?: boolean;
}

export const dialing: ThreeWay = { state: 'dialing', waits: { first: true, added: false } };

/** The next state; `session` is the one before. */
export function nextThreeWay(session: ThreeWay, event: ThreeWayEvent): ThreeWayStep {
  switch (event.type) {
    case 'over':
      return { session: null, effects: [{ do: 'end' }] };
    case 'drop':
      return withoutAdded(session, true);
    case 'late':
      return session.state === 'dialing'
        ? { ...withoutAdded(session, true), missed: true }
        : { session, effects: [] };
    case 'held':
      return session.state === 'dialing'
        ? { session, effects: [] }
        : talking({ ...session.waits, [event.who]: event.on });
    case 'read':
      return afterRead(session, event);
  }
}

function afterRead(session: ThreeWay, read: Extract<ThreeWayEvent, { type: 'read' }>): ThreeWayStep {
  const { first, added } = read;
  // A list without us is no list of this conference yet.
  if (read.ours && gone(first)) return left(session.waits.added || added?.held === true, 'added');
  if (session.state === 'dialing') {
    if (added?.over) return { ...withoutAdded(session, false), missed: true };
    // Switches may list only who has come in: nobody is gone because they are not listed yet.
    return added?.here
      ? talking({ first: first?.held ?? true, added: added.held })
      : { session, effects: [] };
  }
  if (gone(added)) return left(session.waits.first || first?.held === true, 'first');
  return talking({ first: first?.held === true, added: added?.held === true });
}

const gone = (member: Member | undefined): boolean => member === undefined || member.over;

/** All three are there; who waits decides. */
const talking = (waits: ThreeWay['waits']): ThreeWayStep => ({
  session: { state: waits.first || waits.added ? 'holding' : 'active', waits },
  effects: [],
});

/** Two are left and go on; whoever waited is let back in. */
const left = (waits: boolean, who: Other): ThreeWayStep => ({
  session: null,
  effects: waits ? [{ do: 'release', who }] : [],
});

const withoutAdded = ({ waits }: ThreeWay, there: boolean): ThreeWayStep => ({
  session: null,
  effects: [
    ...(there ? [{ do: 'remove' as const }] : []),
    ...(waits.first ? [{ do: 'release' as const, who: 'first' as const }] : []),
  ],
});
