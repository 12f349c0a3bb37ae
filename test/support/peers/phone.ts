import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readWav, type Sound, writeTone } from '../audio.ts';
import { until } from '../facts.ts';
import {
  phoneAccount,
  phoneConfig,
  type PhoneOptions,
  type PhoneSettings,
  SOURCE_FORMAT,
} from './baresip.cfg.ts';
import { connectControl, type PhoneControl, type PhoneEvent } from './control.ts';
import { type Daemon, startDaemon } from './daemon.ts';
import { freePort } from './ports.ts';

/** A baresip that is registered and does what it is told. */
export interface Phone {
  readonly uri: string;
  readonly toneHz: number;
  /** All events so far, oldest first. */
  readonly events: PhoneEvent[];
  /** Calls a SIP URI. */
  dial(uri: string): Promise<void>;
  answer(): Promise<void>;
  hangup(): Promise<void>;
  /** Any other of baresip's menu commands. */
  command(name: string, params?: string): Promise<string>;
  /** The next event of this type (CALL_INCOMING, CALL_ESTABLISHED, CALL_CLOSED, CALL_DTMF_START, …) not waited for before. */
  waitFor(type: string, timeout?: number): Promise<PhoneEvent>;
  /** A fresh start for the next call: events so far count as waited for, recordings so far as past. */
  forget(): void;
  /** Seconds of sound that came in its call and were decoded. */
  decoded(): Promise<number>;
  /** What it has heard in its newest call until somebody re-invited: then baresip records no more. Waits until there is something. */
  heard(): Promise<Sound>;
  /** The file of that recording, or undefined when it has heard nothing yet. */
  heardWav(): string | undefined;
  /** Every SIP message and log line. */
  output(): string;
  /** Is gone from one moment to the next, without a word to anybody. */
  vanish(): void;
  stop(): Promise<void>;
}

/** Where a phone registers, and as whom. */
export interface PhoneHome {
  dir: string;
  user: string;
  domain: string;
  password: string;
  proxyPort: number;
}

// The source must outlast the call: baresip hangs up at the end of the file.
const TONE_SECONDS = { PCMU: 900, opus: 240 };

/** Starts a baresip and waits until it is registered. */
export async function startPhone(home: PhoneHome, options: PhoneOptions = {}): Promise<Phone> {
  const { codec = 'PCMU', answer = 'auto', toneHz = 440 } = options;
  mkdirSync(home.dir, { recursive: true });
  const wav =
    options.wav ??
    writeTone(join(home.dir, `tone-${toneHz}-${codec}.wav`), {
      hz: toneHz,
      seconds: TONE_SECONDS[codec],
      ...SOURCE_FORMAT[codec],
    });
  const [sipPort, controlPort] = [await freePort(), await freePort()];
  const settings: PhoneSettings = { ...home, sipPort, controlPort, codec, answer, wav };
  writeFileSync(join(home.dir, 'config'), phoneConfig(settings));
  writeFileSync(join(home.dir, 'accounts'), phoneAccount(settings));
  const daemon = startDaemon('baresip', ['-s', '-f', home.dir], { cwd: home.dir });
  const control = await registered(home.user, daemon, controlPort);
  const { heard, heardWav, forgetHeard } = ears(home);
  return {
    uri: `sip:${home.user}@${home.domain}`,
    toneHz,
    events: control.events,
    output: () => daemon.output(),
    ...commands(control),
    heard,
    heardWav,
    forget() {
      control.forget();
      forgetHeard();
    },
    vanish: () => daemon.kill(),
    async stop() {
      control.close();
      await daemon.stop();
      // Tens of megabytes each, and the recordings beside it tell more.
      if (options.wav === undefined) rmSync(wav);
    },
  };
}

async function registered(user: string, daemon: Daemon, controlPort: number): Promise<PhoneControl> {
  const unless = () => daemon.assertRunning();
  try {
    const control = await connectControl(user, controlPort, unless);
    await until(() => /\[\d+ binding/.test(daemon.output()), {
      unless,
      message: () => `${user} never registered:\n${daemon.output().slice(-3000)}`,
    });
    return control;
  } catch (error) {
    await daemon.stop();
    throw error;
  }
}

function commands(control: PhoneControl) {
  const run = async (command: string, params?: string) => {
    await control.command(command, params);
  };
  return {
    dial: (uri: string) => run('dial', uri),
    answer: () => run('accept'),
    hangup: () => run('hangup'),
    command: (name: string, params?: string) => control.command(name, params),
    waitFor: (type: string, timeout?: number) => control.waitFor(type, timeout),
    async decoded() {
      const told = await control.command('audio_debug');
      return Number(/^ rx:[^]*?time = ([\d.]+) sec/m.exec(told)?.[1] ?? 0);
    },
  };
}

function ears({ dir, user }: PhoneHome) {
  const recordings = () => readdirSync(dir).filter((name) => name.endsWith('-dec.wav'));
  const heardWav = () => {
    // The names hold the time, so the last in order is the newest.
    const newest = recordings().toSorted().at(-1);
    return newest && join(dir, newest);
  };
  let forgotten = 0;
  // The names tell seconds only: a next call within the second would else write over, and hide behind, the last one.
  const forgetHeard = () => {
    for (const name of recordings()) renameSync(join(dir, name), join(dir, `${name}.past-${++forgotten}`));
  };
  const heard = () =>
    until(
      () => {
        const file = heardWav();
        const sound = file === undefined ? undefined : readWav(file);
        return sound && sound.samples.length > 0 ? sound : undefined;
      },
      { message: `${user} has heard nothing` },
    );
  return { heardWav, heard, forgetHeard };
}
