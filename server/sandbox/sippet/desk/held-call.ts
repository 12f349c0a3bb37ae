import type { Persona } from '../../callers/line.ts';
import type { Leg } from '../../leg.ts';
import { Handset } from '../../media/handset.ts';
import type { Heard } from '../../media/meter.ts';
import { bridge } from '../../media/sound-end.ts';
import { musicSource, type Source } from '../../media/sources.ts';
import type { Call, CallQueueEntry, TeamMember } from '../records.ts';
import type { AiTalk } from './ai-talk.ts';
import { CallerPhone } from '../../callers/phone.ts';

export interface HeldCallOptions {
  record: Call;
  persona: Persona;
  nextSsrc: () => number;
  frequencies: readonly number[];
  onSay: (name: string) => void;
  onHangUp: () => void;
}

/** A call whose far end is connected to the exchange: it can wait, talk to an agent, and be given to an operator. */
export class HeldCall {
  readonly record: Call;
  readonly persona: Persona;
  readonly caller: CallerPhone;
  /** The exchange's own voice towards the caller: music, ringing, or the AI agent. */
  readonly voice: Handset;
  entry: CallQueueEntry | undefined;
  talk: AiTalk | undefined;
  /** Who has the call or is being rung for it. */
  operator: TeamMember | undefined;
  /** The operator's leg while it rings or talks. */
  leg: Leg | undefined;
  /** A leg that waits until its operator comes back into the call. */
  parked: { leg: Leg; operator: TeamMember } | undefined;

  constructor(options: HeldCallOptions) {
    this.record = options.record;
    this.persona = options.persona;
    const { frequencies } = options;
    this.caller = new CallerPhone({ ...options, ssrc: options.nextSsrc() });
    this.voice = new Handset({ frequencies, ssrc: options.nextSsrc(), onPress: () => undefined });
  }

  /** What the caller hears. */
  heard(): Heard {
    return this.caller.handset.heard();
  }

  /** The caller hears the exchange: music, or what the agent says. */
  hold(source: Source = musicSource()): void {
    this.toVoice();
    void this.voice.play(source);
  }

  /** The caller hears the exchange's voice, whatever that says. */
  toVoice(): void {
    bridge(this.caller.handset, this.voice);
  }

  /** The caller talks to the operator; music while the operator holds. */
  toOperator(leg: Leg): void {
    this.voice.quiet();
    this.voice.link(undefined);
    bridge(this.caller.handset, leg.media);
    leg.onHold = (held) => {
      if (this.leg !== leg) return;
      if (!held) return this.toOperator(leg);
      leg.media.link(undefined);
      this.hold();
    };
  }

  /** Everybody is off the line. */
  close(): void {
    this.talk?.pause();
    this.caller.close();
    this.voice.close();
    this.leg?.hangUp(487);
    this.parked?.leg.hangUp();
  }
}
