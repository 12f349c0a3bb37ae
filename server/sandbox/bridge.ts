import { callOperatorAt } from './calling.ts';
import type { DialledCall } from './dialled.ts';
import type { Leg, LegContext } from './leg.ts';
import { bridge } from './media/sound-end.ts';
import type { Binding } from './sip/registrar.ts';

/** Who is called, and as whom. */
export interface BridgeTarget {
  binding: Binding;
  number: string;
  name: string;
  onLeg: (leg: Leg) => void;
}

/**
 * Connects two operators as a back-to-back user agent (RFC 7092): two calls with media of their own, packets passed
 * between them. Ringing, answer, refusal, hold and the end on one side show on the other.
 */
export async function bridgeOperators(
  context: LegContext,
  call: DialledCall,
  target: BridgeTarget,
): Promise<void> {
  const caller = call.leg;
  const callee = await callOperatorAt(context, {
    ...target,
    persona: undefined,
    giveUpMs: 60_000,
    onProvisional: () => call.ring(),
  });
  caller.bridgedTo = callee;
  callee.bridgedTo = caller;
  // The caller may have given up while the other call was being made.
  if (caller.state === 'ended') return callee.hangUp(487);
  void caller.ended.then(() => callee.hangUp(487));
  void callee.ended.then(() => caller.hangUp(callee.report().endStatus));
  caller.onHold = (held) => void callee.hold(held);
  callee.onHold = (held) => void caller.hold(held);
  await Promise.race([callee.answered, callee.ended]);
  if (callee.state === 'answered' && (await call.answer())) bridge(caller.media, callee.media);
}
