import { encodeUlaw, decodeUlaw, FRAME_SAMPLES, SILENCE } from '../media/g711.ts';
import type { Handset } from '../media/handset.ts';
import { bridge, type SoundEnd } from '../media/sound-end.ts';
import { echoSource, musicSource } from '../media/sources.ts';

/** A place at the table: what its member says goes to all who do not wait, and what those say comes back mixed. */
interface Seat {
  handset: Handset;
  waits: boolean;
  /** What others say to this one, each by itself. */
  heard: Map<Seat, ReturnType<typeof echoSource>>;
}

/** Mixes the sound of several ends: everybody hears all the others, and whoever waits hears music. */
export class Conference {
  readonly #seats = new Map<SoundEnd, Seat>();
  readonly #make: () => Handset;

  /** `make` makes the exchange's own end of a line. */
  constructor(make: () => Handset) {
    this.#make = make;
  }

  /** Sits somebody down; whoever they were bridged with must be given something else. */
  join(end: SoundEnd, waits: boolean): void {
    const seat: Seat = { handset: this.#make(), waits, heard: new Map() };
    for (const other of this.#seats.values()) {
      seat.heard.set(other, echoSource());
      other.heard.set(seat, echoSource());
    }
    this.#seats.set(end, seat);
    bridge(end, seat.handset);
    seat.handset.listen((frame) => {
      if (seat.waits) return;
      for (const other of this.#seats.values()) if (other !== seat) other.heard.get(seat)?.push(frame);
    });
    this.wait(end, waits);
  }

  /** Lets somebody wait with music, or back in. */
  wait(end: SoundEnd, on: boolean): void {
    const seat = this.#seats.get(end);
    if (seat === undefined) return;
    seat.waits = on;
    void seat.handset.play(on ? musicSource() : { next: () => mixed([...seat.heard.values()]) });
  }

  leave(end: SoundEnd): void {
    const seat = this.#seats.get(end);
    if (seat === undefined) return;
    this.#seats.delete(end);
    for (const other of this.#seats.values()) other.heard.delete(seat);
    end.link(undefined);
    seat.handset.close();
  }

  close(): void {
    for (const end of this.#seats.keys()) this.leave(end);
  }
}

function mixed(sources: readonly ReturnType<typeof echoSource>[]): Uint8Array {
  const frames = sources.map((source) => decodeUlaw(source.next() ?? silent));
  return Uint8Array.from({ length: FRAME_SAMPLES }, (_, at) =>
    encodeUlaw(frames.reduce((sum, frame) => sum + (frame[at] ?? 0), 0)),
  );
}

const silent = new Uint8Array(FRAME_SAMPLES).fill(SILENCE);
