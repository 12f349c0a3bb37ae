/**
 * A leg whose call runs over the service's switch: what the switch can do is asked of it, all else goes by SIP. Where the
 * switch cannot, SIP does it, so that a route nobody is sure of costs no operator a call.
 */
import type { Effect } from '../../call/call.ts';
import type { Leg, LegEvent } from '../../call/leg.ts';
import type { CallControl } from '../../providers/provider.ts';
import { faultOf } from './fault-of.ts';

export interface SwitchedDeps {
  port: CallControl;
  /** The switch itself placed this call for us, so that it holds it and hangs it up. */
  placed: boolean;
  /** The switch's id of the call. */
  uuid(): Promise<string>;
  tell: (event: LegEvent) => void;
  log(line: string): void;
}

export function switched(leg: Leg, deps: SwitchedDeps): Leg {
  const { port, tell } = deps;
  /** The switch may hold it, whatever SIP says. */
  let heldThere = false;
  /** It is held by re-INVITE. */
  let heldHere = false;
  let given = false;

  async function hold(effect: Effect, on: boolean): Promise<void> {
    leg.silence?.(on);
    try {
      if (!on && !heldThere) throw new Error('held by SIP');
      await port.hold(await deps.uuid(), on);
      heldThere = on;
      if (!on && heldHere) return again(effect, on);
      tell({ type: on ? 'hold-confirmed' : 'resume-confirmed' });
    } catch (error) {
      deps.log(`the switch does not ${on ? 'hold' : 'resume'}: ${faultOf(error).said ?? String(error)}`);
      // Whether it was done nobody knows when the answer was lost; resuming asks both.
      heldThere = on;
      again(effect, on);
    }
  }

  function again(effect: Effect, on: boolean): void {
    heldHere = on;
    leg.perform(effect);
  }

  async function transfer(effect: Extract<Effect, { do: 'transfer' }>): Promise<void> {
    let uuid: string;
    try {
      uuid = await deps.uuid();
    } catch (error) {
      deps.log(`the switch does not know the call: ${faultOf(error).said ?? String(error)}`);
      return leg.perform(effect);
    }
    // The switch takes our leg away, often before it answers: then the call went with it.
    tell({ type: 'transfer-going' });
    try {
      await port.transfer(uuid, effect.to);
      given = true;
      tell({ type: 'transfer-done' });
    } catch (error) {
      // Never a second time another way: the first may have been done.
      tell({ type: 'transfer-refused', said: faultOf(error).said });
    }
  }

  async function hangUp(): Promise<void> {
    try {
      await port.hangUp(await deps.uuid());
    } catch (error) {
      // Our BYE was faster; the switch then knows no such call any more.
      deps.log(`the switch did not hang up: ${faultOf(error).said ?? String(error)}`);
    }
  }

  return {
    ...leg,
    party: leg.party,
    audio: leg.audio,
    perform(effect, consult) {
      // Only the two far ends themselves can be put together.
      if (effect.do === 'transfer' && !consult) return void transfer(effect);
      if (deps.placed && (effect.do === 'hold' || effect.do === 'resume'))
        return void hold(effect, effect.do === 'hold');
      // A call that was given away is somebody else's.
      if (deps.placed && effect.do === 'bye' && !given) void hangUp();
      leg.perform(effect, consult);
    },
  };
}
