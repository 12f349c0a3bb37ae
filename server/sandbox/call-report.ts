import type { Heard } from './media/meter.ts';
import type { Sent } from './media/sender.ts';
import type { Direction } from './sip/sdp.ts';

export type LegState = 'calling' | 'ringing' | 'early' | 'answered' | 'ended';

/** One operator's call, as tests and the control API see it. Times are ISO 8601. */
export interface CallReport {
  /** The Call-ID of SIP. */
  id: string;
  /** `out`: the operator dialled; `in`: the operator was called. */
  direction: 'out' | 'in';
  operator: string;
  /** The other party's number: as dialled, or as shown to the operator. */
  number: string;
  /** The caller who talks, if it is not another operator. */
  persona: string | undefined;
  /** Call-ID of the other operator's leg in a call between operators. */
  bridgedTo: string | undefined;
  state: LegState;
  startedAt: string;
  answeredAt: string | undefined;
  endedAt: string | undefined;
  /** `operator` and `caller` hung up, refused or gave up; `lost`: the media or the line went away. */
  endedBy: 'operator' | 'caller' | 'lost' | undefined;
  /** The status that ended a call nobody answered. */
  endStatus: number | undefined;
  /** The operator holds the caller, the caller the operator. */
  heldByOperator: boolean;
  heldByCaller: boolean;
  /** The agreed direction of the sound, seen from the sandbox. */
  media: Direction;
  heard: Heard;
  sent: Sent;
  /** The recorded lines the caller has begun to say, by name. */
  said: string[];
}
