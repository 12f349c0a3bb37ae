/** Plays patterns on one output device. Holds an audio context only while something sounds or is measured. */
import type { Note, Pattern } from './pattern.ts';

export interface PlayOptions {
  /** How often the period is played; for ever if absent. */
  times?: number;
  /** Told when it came to its end by itself. */
  onEnd?: () => void;
}

/** Seconds of sound laid out ahead; more is added while the pattern goes on. */
const ahead = 8;

interface Running {
  context: AudioContext;
  bus: AudioNode;
  element: HTMLAudioElement;
}

export interface SounderOptions {
  /** The output's id, asked for whenever it starts; '' is the system's default. */
  sink(): string;
  /** Whether the browser let it have that output; where not, the system's default sounds. */
  onStart(sink: string, took: boolean): void;
  log: (line: string) => void;
}

export function createSounder(options: SounderOptions) {
  let running: Running | undefined;
  let users = 0;

  /** An element carries the sound, because a context cannot be sent to a device everywhere. */
  function start(): Running {
    const context = new AudioContext();
    const bus = context.createMediaStreamDestination();
    const element = new Audio();
    element.autoplay = true;
    element.srcObject = bus.stream;
    running = { context, bus, element };
    const sink = options.sink();
    void direct(element, sink, options.log).then((took) => options.onStart(sink, took));
    return running;
  }

  /** The context, until the returned function is called. */
  function use(): { context: AudioContext; bus: AudioNode; end: () => void } {
    users += 1;
    const { context, bus } = running ?? start();
    let ended = false;
    return {
      context,
      bus,
      end() {
        if (ended) return;
        ended = true;
        users -= 1;
        if (users > 0 || !running) return;
        running.element.srcObject = null;
        void running.context.close();
        running = undefined;
      },
    };
  }

  return {
    use,
    /** The output changed; what sounds now moves to it. False when the browser refused it: then the default sounds. */
    async move(sink: string): Promise<boolean> {
      return running ? direct(running.element, sink, options.log) : true;
    },
    isRunning: () => running !== undefined,
    /** Starts a pattern; the returned function ends it at once. */
    play(pattern: Pattern, { times = Infinity, onEnd }: PlayOptions = {}): () => void {
      const { context, bus, end } = use();
      const gate = context.createGain();
      gate.connect(bus);
      const began = context.currentTime + 0.01;
      const sounding = new Set<OscillatorNode>();
      let laid = 0;
      const lay = () => {
        for (; laid < times && began + laid * pattern.period < context.currentTime + ahead; laid++)
          for (const note of pattern.notes)
            sound(context, gate, note, began + laid * pattern.period + note.at, sounding);
      };
      lay();
      const timer = setInterval(lay, (ahead / 2) * 1000);
      const last =
        times === Infinity
          ? undefined
          : setTimeout(
              () => {
                stop();
                onEnd?.();
              },
              times * pattern.period * 1000,
            );
      const stop = () => {
        clearInterval(timer);
        clearTimeout(last);
        for (const oscillator of sounding) oscillator.stop();
        gate.disconnect();
        end();
      };
      return stop;
    },
  };
}

/** Sends an element to an output. False when the browser refused it: then the system's default sounds. */
export async function direct(
  element: HTMLMediaElement,
  sink: string,
  log: (line: string) => void,
): Promise<boolean> {
  try {
    await element.setSinkId(sink);
    return true;
  } catch (error) {
    log(`output refused: ${String(error)}`);
    await element.setSinkId('').catch((again: unknown) => log(`no output: ${String(again)}`));
    return false;
  }
}

/** Seconds an edge takes, so that it does not click. */
const edge = 0.005;

function sound(
  context: AudioContext,
  into: AudioNode,
  note: Note,
  at: number,
  sounding: Set<OscillatorNode>,
): void {
  const envelope = context.createGain();
  envelope.gain.value = 0;
  envelope.gain.setTargetAtTime(note.gain / note.hz.length, at, edge);
  if (note.struck) envelope.gain.setTargetAtTime(0, at + edge * 4, note.lasts / 5);
  else envelope.gain.setTargetAtTime(0, at + note.lasts - edge, edge);
  envelope.connect(into);
  for (const hz of note.hz) {
    const oscillator = context.createOscillator();
    oscillator.frequency.value = hz;
    oscillator.connect(envelope);
    oscillator.start(at);
    oscillator.stop(at + note.lasts + edge * 5);
    sounding.add(oscillator);
    oscillator.onended = () => {
      sounding.delete(oscillator);
      envelope.disconnect();
    };
  }
}
