/** A phone that is measured. All times are ms since the epoch, of one machine's clock. */
export interface Caller {
  /** The operator it is registered as. */
  readonly user: string;
  /** Clicks Call; resolves with the time of the click. */
  dial(way: Way): Promise<number>;
  /** The call is up. */
  live(): Promise<void>;
  /** How the next call in is to be met. */
  expect(way: Way): Promise<void>;
  /** Waits until it rings, clicks Answer and waits for the first sound. */
  answer(): Promise<{ clicked: number; heard: number }>;
  hangUp(): Promise<void>;
  /** From now on its microphone takes this long to open, as real ones do; ms. */
  slowMicrophone(ms: number): Promise<void>;
}

/** With nothing made before the click, or as a person meets it: the pointer has rested, the phone has rung. */
export type Way = 'cold' | 'prepared';

/** How long a pointer rests on Call, and a phone rings, before a person clicks; ms. */
export const personPauses = 600;
