/**
 * Calls the service is about to bring us because the operator asked for them (took a caller, barged in, dialled with a
 * caller ID). Such a leg is answered at once, whatever the phone does with other callers.
 */
import type { Call, Party } from '../../call/call.ts';
import { FaultError } from '../../mirror/fault.ts';
import { sameNumber } from './same-number.ts';

export interface Errand {
  /** As the operator should read the call, whatever the leg says. */
  party: Party;
  direction: Call['direction'];
  /** The site whose page asked for it. */
  site?: string;
  /** Who the leg may say it is from. */
  numbers: readonly string[];
  /** The service's id of the call, where it is known beforehand. */
  callUuid?: string;
  /** The service's switch places the call for us, and so controls it. */
  placed?: boolean;
}

export interface ErrandsDeps {
  /** Keeps the microphone open until the leg is answered; rejects with a FaultError. */
  takeMicrophone(): Promise<{ release(): void }>;
  answer(call: string): Promise<void>;
  /** Rejects when the line could not take a call. */
  mustBeReady(): void;
  region(): string;
}

/** How long the service may take to call us, in ms. */
const patience = 30_000;

interface Open extends Errand {
  came(call: string): void;
}

export function createErrands(deps: ErrandsDeps) {
  const open = new Set<Open>();

  return {
    /**
     * Opens the microphone, asks the service, waits for its call and answers it. Resolves with our call. `ask` may say
     * the id of the call.
     */
    async run(errand: Errand, ask: () => Promise<{ callUuid?: string } | void>): Promise<string> {
      deps.mustBeReady();
      const share = await deps.takeMicrophone();
      let one: Open | undefined;
      let timer: ReturnType<typeof setTimeout> | undefined;
      try {
        // The call may come before the answer to our question does.
        const came = new Promise<string>((resolve) => {
          // Answered in the very moment it comes, so that it rings nowhere.
          one = { ...errand, came: (call) => resolve(deps.answer(call).then(() => call)) };
          open.add(one);
        });
        const asked = ask().then((said) => {
          if (said?.callUuid && one) one.callUuid = said.callUuid;
        });
        const late = new Promise<never>((_resolve, reject) => {
          timer = setTimeout(() => reject(new FaultError('leg-missing')), patience);
        });
        const refused = asked.then(() => new Promise<never>(() => undefined));
        return await Promise.race([came, refused, late]);
      } finally {
        clearTimeout(timer);
        if (one) open.delete(one);
        share.release();
      }
    },

    /** The errand a leg belongs to; it must be told that the call `came`. */
    claim(leg: { number: string; callUuid?: string }): Open | undefined {
      const all = [...open];
      const byId = leg.callUuid && all.find((one) => one.callUuid === leg.callUuid);
      const found =
        byId ||
        all.find((one) => one.numbers.some((number) => sameNumber(number, leg.number, deps.region())));
      if (found) open.delete(found);
      return found || undefined;
    },
  };
}

export type Errands = ReturnType<typeof createErrands>;
