import type { LegState } from '../call-report.ts';
import type { LineEnd } from './line.ts';
import { Handset } from '../media/handset.ts';
import type { Source } from '../media/sources.ts';

/** A turn at the phone: one script speaks until its turn is over, however much longer the call lasts. */
export interface Turn extends LineEnd {
  /** Ends the turn; what is being said is cut short. */
  finish(): void;
}

export interface CallerOptions {
  ssrc: number;
  frequencies: readonly number[];
  /** A recorded line is about to be said. */
  onSay: (name: string) => void;
  /** The caller hangs up. */
  onHangUp: () => void;
}

/** A caller on the line with us, with an operator, an AI agent or music at the other end. */
export class CallerPhone {
  readonly handset: Handset;
  readonly #options: CallerOptions;
  #turn: Turn | undefined;

  constructor(options: CallerOptions) {
    this.#options = options;
    this.handset = new Handset({
      ssrc: options.ssrc,
      frequencies: options.frequencies,
      onPress: (press) => this.#turn?.onPress?.(press),
    });
  }

  /** Lets another script speak; the one before is silenced. */
  takeTurn(): Turn {
    this.#turn?.finish();
    const over = Promise.withResolvers<void>();
    let state: LegState = 'answered';
    const { handset } = this;
    const turn: Turn = {
      saying: (name) => this.#options.onSay(name),
      ended: over.promise,
      get state() {
        return state;
      },
      onPress: undefined,
      media: {
        opened: Promise.resolve(),
        play: (source: Source) => (state === 'ended' ? Promise.resolve() : handset.play(source)),
        listen: (listener) => {
          if (state !== 'ended') handset.listen(listener);
        },
      },
      hangUp: () => {
        if (state !== 'ended') this.#options.onHangUp();
      },
      finish: () => {
        if (state === 'ended') return;
        state = 'ended';
        handset.quiet();
        over.resolve();
      },
    };
    this.#turn = turn;
    return turn;
  }

  close(): void {
    this.#turn?.finish();
    this.handset.close();
  }
}
