import { readFileSync, writeFileSync } from 'node:fs';

/** A tone to write: several frequencies sound together, each with the same share of the amplitude. */
export interface ToneOptions {
  hz: number | number[];
  seconds: number;
  rate?: number;
  channels?: number;
  amplitude?: number;
}

/** Samples of one channel between -1 and 1, with their rate. */
export interface Sound {
  rate: number;
  channels: number;
  samples: Float32Array;
}

const HEADER = 44;

/** Writes a 16-bit PCM WAV file; Chromium's fake microphone wants 48 kHz mono. */
export function writeTone(path: string, options: ToneOptions): string {
  const { seconds, rate = 48_000, channels = 1, amplitude = 0.5 } = options;
  const tones = [options.hz].flat();
  // Whole frequencies repeat every second, so one second is worked out and written over and over.
  const period = tones.every(Number.isInteger) ? Math.min(seconds, 1) : seconds;
  const pcm = new Int16Array(Math.round(period * rate) * channels);
  for (let at = 0; at < pcm.length; at++) {
    const time = Math.floor(at / channels) / rate;
    const sum = tones.reduce((total, hz) => total + Math.sin(2 * Math.PI * hz * time), 0);
    pcm[at] = Math.round((sum / tones.length) * amplitude * 32_767);
  }
  const bytes = Math.round(seconds * rate) * channels * 2;
  const data = Buffer.alloc(bytes, Buffer.from(pcm.buffer));
  writeFileSync(path, Buffer.concat([header(bytes, rate, channels), data]));
  return path;
}

function header(bytes: number, rate: number, channels: number): Buffer {
  const head = Buffer.alloc(HEADER);
  head.write('RIFF', 0);
  head.writeUInt32LE(HEADER - 8 + bytes, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(channels, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate * channels * 2, 28);
  head.writeUInt16LE(channels * 2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(bytes, 40);
  return head;
}

/** Reads the first channel of a 16-bit PCM WAV; a file still being written is read as far as it goes. */
export function readWav(path: string): Sound {
  const file = readFileSync(path);
  if (file.toString('latin1', 0, 4) !== 'RIFF') throw new Error(`${path} is no WAV file (yet)`);
  let rate = 0;
  let channels = 0;
  for (let at = 12; at + 8 <= file.length;) {
    const id = file.toString('latin1', at, at + 4);
    const size = file.readUInt32LE(at + 4);
    const body = at + 8;
    if (id === 'fmt ') {
      channels = file.readUInt16LE(body + 2);
      rate = file.readUInt32LE(body + 4);
      const bits = file.readUInt16LE(body + 14);
      if (bits !== 16) throw new Error(`${path} has ${bits} bits a sample, not 16`);
    }
    // A growing file still has the size its writer began with, so the data reach to the end of the file.
    if (id === 'data') return { rate, channels, samples: firstChannel(file.subarray(body), channels) };
    at = body + size + (size % 2);
  }
  throw new Error(`${path} has no data chunk (yet)`);
}

function firstChannel(data: Buffer, channels: number): Float32Array {
  const frames = Math.floor(data.length / (2 * channels));
  const samples = new Float32Array(frames);
  for (let frame = 0; frame < frames; frame++)
    samples[frame] = data.readInt16LE(frame * 2 * channels) / 32_768;
  return samples;
}

/** A stretch of a sound in seconds; negative `from` counts from the end, as with arrays. */
export function stretch(sound: Sound, from: number, to?: number): Sound {
  const at = (seconds: number) => Math.round(seconds * sound.rate);
  return { ...sound, samples: sound.samples.slice(at(from), to === undefined ? undefined : at(to)) };
}

/** Amplitude (0 to 1) of one frequency in a sound, by Goertzel's algorithm with a Hann window. */
export function amplitudeAt({ samples, rate }: Pick<Sound, 'samples' | 'rate'>, hz: number): number {
  const coefficient = 2 * Math.cos((2 * Math.PI * hz) / rate);
  const count = samples.length;
  let [before, beforeThat] = [0, 0];
  for (let index = 0; index < count; index++) {
    const hann = 0.5 - 0.5 * Math.cos((2 * Math.PI * index) / count);
    const now = (samples[index] ?? 0) * hann + coefficient * before - beforeThat;
    [beforeThat, before] = [before, now];
  }
  const power = before ** 2 + beforeThat ** 2 - coefficient * before * beforeThat;
  // The Hann window lets half of the amplitude through, hence 4 where a bare Goertzel has 2.
  return count === 0 ? 0 : (4 * Math.sqrt(Math.max(0, power))) / count;
}
