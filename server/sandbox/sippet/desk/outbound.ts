import type { Persona, Ringing } from '../../callers/line.ts';
import type { Leg } from '../../leg.ts';
import { bridge } from '../../media/sound-end.ts';
import { ringbackSource } from '../../media/sources.ts';
import type { Desk } from './desk.ts';
import { unanswered } from './direct.ts';
import type { HeldCall } from './held-call.ts';

/** The operator is on the line; now the number is dialled, and the operator hears what becomes of it. */
export async function dialOut(
  desk: Desk,
  call: HeldCall,
  leg: Leg,
  persona: Persona | undefined,
): Promise<void> {
  const alive = (): boolean => call.leg === leg && leg.state === 'answered';
  const refuse = (code: number): void => {
    const { status, cause } = unanswered(code);
    desk.finish(call, status, cause);
  };
  if (persona === undefined) return refuse(404);
  const ringing: Ringing = {
    ring: () => {
      call.record.status = 'ringing';
      bridge(call.voice, leg.media);
      void call.voice.play(ringbackSource());
    },
    early: () => {
      if (alive()) bridge(call.caller.handset, leg.media);
      return Promise.resolve(alive());
    },
    answer: () => {
      if (!alive()) return Promise.resolve(false);
      call.toOperator(leg);
      desk.ledger.join(call.record, 'caller');
      desk.ledger.answered(call.record, persona.name);
      return Promise.resolve(true);
    },
    refuse,
  };
  // Whoever calls back calls the operator by phone, like anybody else.
  const { pbx } = desk.options;
  await pbx.perform(call.caller.takeTurn(), ringing, persona, () => {
    if (pbx.registrar.bindingOf(leg.operator) !== undefined) {
      void pbx.callOperator(leg.operator, { persona: persona.id });
    }
  });
}
