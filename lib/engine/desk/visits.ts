/** Coming into a call that an AI agent has, and giving it back. */
import type { Party } from '../../call/call.ts';
import { FaultError } from '../../mirror/fault.ts';
import type { Provider } from '../../providers/provider.ts';
import type { Errands } from './errands.ts';
import type { createTalks } from './talks.ts';

export interface VisitsDeps {
  port: NonNullable<Provider['ai']>;
  talks: ReturnType<typeof createTalks>;
  errands: Errands;
  partyFor: (party: Party) => Party;
  hangUp: (call: string) => void;
}

/** How long the service may take to end our leg after a call was handed back, in ms. */
const leave = 10_000;

export function createVisits({ port, talks, errands, partyFor, hangUp }: VisitsDeps) {
  /** What is under way, by the service's call: a second press joins the first. */
  const barging = new Map<string, Promise<{ call: string }>>();
  /** Legs that should be gone soon, by the service's call. */
  const leaving = new Map<string, ReturnType<typeof setTimeout>>();

  function stay(callUuid: string): void {
    clearTimeout(leaving.get(callUuid));
    leaving.delete(callUuid);
  }

  async function barge(callUuid: string): Promise<{ call: string }> {
    const row = talks.find(callUuid);
    if (!row) throw new FaultError('no-such-call');
    const ours = talks.callOf(callUuid);
    if (ours !== undefined) {
      // Some services leave the leg waiting when the call is handed back, and take it up again.
      stay(callUuid);
      await talks.during(callUuid, 'barging', () => port.barge(callUuid));
      return { call: ours };
    }
    const errand = {
      party: partyFor({ number: row.number }),
      direction: 'incoming' as const,
      numbers: [row.number],
      callUuid,
    };
    const call = await talks.during(callUuid, 'barging', () =>
      errands.run(errand, () => port.barge(callUuid)),
    );
    talks.link(call, callUuid);
    return { call };
  }

  return {
    bargeIn(callUuid: string): Promise<{ call: string }> {
      const under = barging.get(callUuid);
      if (under) return under;
      const work = barge(callUuid).finally(() => barging.delete(callUuid));
      barging.set(callUuid, work);
      return work;
    },
    async handBack(callUuid: string): Promise<void> {
      const call = talks.callOf(callUuid);
      await talks.during(callUuid, 'handing-back', () => port.resume(callUuid));
      if (call === undefined) return;
      stay(callUuid);
      // The service ends our leg; one that it forgot would listen on.
      const timer = setTimeout(() => {
        leaving.delete(callUuid);
        hangUp(call);
      }, leave);
      leaving.set(callUuid, timer);
    },
  };
}
