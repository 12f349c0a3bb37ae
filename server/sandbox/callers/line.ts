import type { DialledCall } from '../dialled.ts';
import type { LegMedia } from '../leg-media.ts';
import type { LegState } from '../call-report.ts';
import type { Press } from '../media/meter.ts';
import { echoSource, recordedSource, ringbackSource, toneSource } from '../media/sources.ts';
import { speech } from '../media/speech.ts';

/** The call is over; thrown out of everything a caller waits for, so that the script of the caller simply ends. */
export class CallOver extends Error {}

/** How long things take, in ms. Tests shorten them. */
export interface Timings {
  /** `hangup` stays on the line this long. */
  hangUpAfterMs: number;
  /** `early` plays this long before it answers. */
  earlyMs: number;
  /** `digits` takes this long without a key for the end of the number. */
  digitPauseMs: number;
  /** `callback` calls this long after it hung up. */
  callBackAfterMs: number;
}

/** The end of the line a caller is put on: the other side of an operator's leg, or a phone of its own. */
export interface LineEnd {
  readonly media: Pick<LegMedia, 'opened' | 'play' | 'listen'>;
  readonly state: LegState;
  /** Settles when the call is over. */
  readonly ended: Promise<void>;
  /** Told of every recorded line that is about to be said, by name. */
  saying(name: string): void;
  onPress: ((press: Press) => void) | undefined;
  hangUp(): void;
}

/** A call that has not been answered yet, for whoever may answer it. */
export type Ringing = Pick<DialledCall, 'ring' | 'early' | 'answer' | 'refuse'>;

/** What a caller can do with a phone line. */
export interface Line {
  readonly timings: Timings;
  /** The call has not been answered yet: the caller was dialled. Undefined when the caller called the operator. */
  readonly incoming: Ringing | undefined;
  /** Says recorded lines one after the other; settles when they have been said. */
  say(...names: string[]): Promise<void>;
  /** Plays the ringing tone a caller hears; until something else is played. */
  ringback(): void;
  /** Plays a pure tone (Hz) for the rest of the call. */
  tone(hz: number): void;
  /** Gives back everything heard, for the rest of the call. */
  echo(): void;
  /** The next key pressed; undefined if none comes within `ms`. */
  nextKey(ms?: number): Promise<Press | undefined>;
  pause(ms: number): Promise<void>;
  /** Settles when the call is over. */
  over: Promise<void>;
  hangUp(): void;
  /** Once this call is over and `callBackAfterMs` has passed, calls the operator. */
  callBack(): void;
}

/** A caller: who it is, and what it does. */
export interface Persona {
  id: string;
  name: string;
  company: string;
  /** E.164. */
  number: string;
  /** Short number inside the exchange. */
  extension: string;
  /** What it is for, in a sentence. */
  about: string;
  /** What it does when an operator dials it. */
  dialled(line: Line & { incoming: NonNullable<Line['incoming']> }): Promise<void> | void;
  /** What it does when the operator has answered its call. */
  calling(line: Line): Promise<void> | void;
}

/** Puts a caller on a line. `callBack` is what happens when it wants to ring the operator back. */
export function openLine(
  leg: LineEnd,
  incoming: Ringing | undefined,
  timings: Timings,
  callBack: () => void,
): Line {
  const keys: Press[] = [];
  let wake: (() => void) | undefined;
  leg.onPress = (press) => {
    keys.push(press);
    wake?.();
  };
  /** Waits for a thing, or throws CallOver if the call ends first. */
  const during = async <T>(thing: Promise<T>): Promise<T> => {
    const ended = leg.ended.then((): never => {
      throw new CallOver();
    });
    const result = await Promise.race([thing, ended]);
    // The end lets go of whatever was waited for, so both may have come at once.
    if (leg.state === 'ended') throw new CallOver();
    return result;
  };
  const pause = async (ms: number): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, ms);
    try {
      await during(promise);
    } finally {
      clearTimeout(timer);
    }
  };
  const wrapped = incoming && {
    ring: () => incoming.ring(),
    refuse: (status: number, reason?: string) => incoming.refuse(status, reason),
    early: () => during(incoming.early()),
    answer: () => during(incoming.answer()),
  };
  return {
    timings,
    incoming: wrapped,
    say: async (...names) => {
      await during(leg.media.opened);
      for (const name of names) {
        leg.saying(name);
        await during(leg.media.play(recordedSource(speech(name))));
      }
    },
    ringback: () => void leg.media.play(ringbackSource()),
    tone: (hz) => void leg.media.play(toneSource(hz, 0.5)),
    echo: () => {
      const echo = echoSource();
      leg.media.listen((frame) => echo.push(frame));
      void leg.media.play(echo);
    },
    nextKey: async (ms) => {
      if (keys.length === 0) {
        const pressed = new Promise<void>((resolve) => {
          wake = resolve;
        });
        await (ms === undefined ? during(pressed) : Promise.race([during(pressed), pause(ms)]));
      }
      return keys.shift();
    },
    pause,
    over: leg.ended,
    hangUp: () => leg.hangUp(),
    callBack: () => {
      void leg.ended.then(() => setTimeout(callBack, timings.callBackAfterMs));
    },
  };
}
