import type { CallerPhone } from '../callers/phone.ts';
import type { Persona } from '../callers/line.ts';
import type { Leg } from '../leg.ts';
import type { Handset } from '../media/handset.ts';
import { bridge } from '../media/sound-end.ts';
import { musicSource, type Source } from '../media/sources.ts';
import type { Conference } from './conference.ts';
import type { Extension, Tenant } from './store.ts';

export type CallState = 'ringing' | 'active' | 'held' | 'conference' | 'ended';

/** Somebody in a call of three, as `conf.get` tells it (§5.3, ASSUMED). */
export interface Member {
  uuid: string;
  role: 'agent' | 'caller' | 'participant';
  state: 'ringing' | 'active' | 'failed';
  onHold: boolean;
}

/** A call of three. `participant` is who was added. */
export interface Table {
  id: string;
  mixer: Conference;
  members: Member[];
  /** Takes the added one off the line. */
  dismiss: () => void;
  /** The added one's end, once they are there. */
  added: Parameters<Conference['join']>[0] | undefined;
}

/** What is known of a call from its beginning. */
export interface CallFacts {
  callUuid: string;
  tenant: Tenant;
  direction: 'inbound' | 'outbound' | 'internal';
  fromNumber: string;
  toNumber: string;
  didNumber: string | null;
}

/** The far end of a call the switch has in its own hands. */
export interface FarEnd {
  persona: Persona;
  phone: CallerPhone;
  /** The exchange's own voice: music and ringing. */
  voice: Handset;
}

/** One call of the switch's. */
export class SwitchCall {
  readonly facts: CallFacts;
  readonly startedAt = new Date().toISOString();
  extension: Extension;
  state: CallState = 'ringing';
  answeredAt: string | null = null;
  endedAt: string | null = null;
  hangupCause: string | null = null;
  /** The operator's leg while it rings or talks. */
  leg: Leg | undefined;
  /** Undefined for a call an operator's phone has dialled by itself: its far end hangs on the leg. */
  far: FarEnd | undefined;
  table: Table | undefined;

  constructor(facts: CallFacts, extension: Extension) {
    this.facts = facts;
    this.extension = extension;
  }

  /** The far end hears the exchange. */
  toVoice(source: Source = musicSource()): void {
    if (this.far === undefined) return;
    bridge(this.far.phone.handset, this.far.voice);
    void this.far.voice.play(source);
  }

  /** The far end talks to the operator; music while the phone itself holds. */
  toOperator(leg: Leg): void {
    const { far } = this;
    if (far === undefined) return;
    far.voice.quiet();
    far.voice.link(undefined);
    bridge(far.phone.handset, leg.media);
    leg.onHold = (held) => {
      if (this.leg !== leg || this.state !== 'active') return;
      if (!held) return this.toOperator(leg);
      leg.media.link(undefined);
      this.toVoice();
    };
  }

  /** As `calls.get` tells it (§5.4, ASSUMED). */
  row(): object {
    const { tenant: _tenant, didNumber: _didNumber, ...facts } = this.facts;
    return {
      ...facts,
      state: this.state,
      extension: this.extension.extension,
      startedAt: this.startedAt,
      answeredAt: this.answeredAt,
      endedAt: this.endedAt,
      hangupCause: this.hangupCause,
      crmUserId: this.extension.crmUserId,
      aiAgentId: null,
    };
  }

  close(): void {
    this.table?.mixer.close();
    this.table?.dismiss();
    this.far?.phone.close();
    this.far?.voice.close();
    this.leg?.hangUp(487);
  }
}
