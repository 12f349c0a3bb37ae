/** Calls that come in, until they are answered: by the operator, or by themselves. */
import { batch, type ReadonlySignal } from '@preact/signals-core';
import type { Leg, LegEvent } from '../call/leg.ts';
import { MicrophoneError, type MicrophoneShare } from '../media/microphone.ts';
import { FaultError } from '../mirror/fault.ts';
import type { SettingsSlice } from '../mirror/slices.ts';
import type { Calls } from './calls.ts';
import type { Desk } from './desk/desk.ts';
import { receptionFor } from './reception.ts';

export interface ReceivingDeps {
  calls: Calls;
  settings: ReadonlySignal<SettingsSlice>;
  desk: () => Pick<Desk, 'errands' | 'partyFor' | 'legFor'>;
  /** Opens the microphone; rejects with its own MicrophoneError. */
  microphone: { take(): Promise<Pick<MicrophoneShare, 'release'>> };
  /** Warns the operator that a call was answered without them. */
  beep(): void;
  log(line: string): void;
}

export function createReceiving({ calls, settings, desk, ...deps }: ReceivingDeps) {
  async function takeMicrophone(): Promise<{ release(): void }> {
    try {
      return await deps.microphone.take();
    } catch (error) {
      throw error instanceof MicrophoneError ? new FaultError(error.code, { said: error.message }) : error;
    }
  }

  /** The microphone is tried before the answer, so that a refused one leaves the call ringing. */
  async function answer(id: string, still = () => true): Promise<boolean> {
    if (!still()) return false;
    calls.answering(id);
    const share = await takeMicrophone();
    try {
      if (!still()) return false;
      // Refused at once, not by a promise, when the caller gave up while the microphone opened.
      await calls.answer(id);
      return true;
    } finally {
      share.release();
    }
  }

  async function answerByItself(id: string, asked: number | undefined): Promise<void> {
    /** Since it came the operator may have answered, dialled, or had enough; so they may while the microphone opens. */
    function still(): boolean {
      const others = calls.calls.peek().filter((one) => one.id !== id);
      return (
        calls.find(id)?.phase === 'offered' && receptionFor(settings.peek(), others, asked).do === 'answer'
      );
    }
    try {
      if (await answer(id, still)) deps.beep();
    } catch (error) {
      // It goes on ringing; the operator can still take it.
      deps.log(`could not answer by itself: ${String(error)}`);
    }
  }

  /** A call comes in. */
  function receive(leg: Leg, hear: (tell: (event: LegEvent) => void) => void): void {
    const others = calls.calls.peek();
    const reception = receptionFor(settings.peek(), others, leg.answerAfter);
    const errand = desk().errands.claim({ number: leg.party.number, callUuid: leg.callUuid });
    // An offer that is turned down at once must not ring for an instant.
    batch(() => {
      const party = errand?.party ?? desk().partyFor(leg.party);
      let offer: ReturnType<typeof calls.offer> | undefined;
      const driven = desk().legFor(leg, {
        errand,
        call: () => offer && calls.find(offer.id),
        tell: (event) => offer?.tell(event),
      });
      offer = calls.offer(driven, party, errand);
      const { id, tell } = offer;
      hear(tell);
      if (errand) return errand.came(id);
      if (reception.do === 'turn-away') calls.turnAway(id);
      if (reception.do === 'answer')
        setTimeout(() => void answerByItself(id, leg.answerAfter), reception.after * 1000);
    });
  }

  return { takeMicrophone, answer: async (id: string) => void (await answer(id)), receive };
}
