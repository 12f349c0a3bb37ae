/** Media for a call to an echo number: sends two tones and listens for the same two to come back. Nobody hears it. */
import type { FarAudio } from './speaker.ts';
import type { MicrophoneShare } from './microphone.ts';

/** Hz. Not a pair of any keypad or exchange, so only our own echo sounds like this. */
const tones = [650, 950];
/** dB above the middle of the spectrum that counts as a tone. */
const clear = 25;

export type EchoMedia = ReturnType<typeof createEchoMedia>;

export function createEchoMedia() {
  const context = new AudioContext();
  const out = context.createMediaStreamDestination();
  const oscillators = tones.map((hz) => {
    const oscillator = context.createOscillator();
    oscillator.frequency.value = hz;
    const gain = context.createGain();
    gain.gain.value = 0.2;
    oscillator.connect(gain).connect(out);
    oscillator.start();
    return oscillator;
  });
  const analyser = context.createAnalyser();
  analyser.fftSize = 8192;
  // A remote track gives a context sound only while an element plays it.
  const element = new Audio();
  element.muted = true;

  const share: MicrophoneShare = {
    track: out.stream.getAudioTracks()[0] as MediaStreamTrack,
    speak: () => undefined,
    onTrack: () => undefined,
    release: () => undefined,
  };
  const far: FarAudio = {
    play(track) {
      const stream = new MediaStream([track]);
      element.srcObject = stream;
      void element.play();
      context.createMediaStreamSource(stream).connect(analyser);
    },
    quiet: () => undefined,
    level: () => 0,
    move: () => Promise.resolve(true),
    close: () => undefined,
  };

  return {
    microphone: { take: () => Promise.resolve(share) },
    openFar: () => far,
    /** Whether our tones are heard right now. */
    hears(): boolean {
      const spectrum = new Float32Array(analyser.frequencyBinCount);
      analyser.getFloatFrequencyData(spectrum);
      const bin = context.sampleRate / analyser.fftSize;
      const voice = spectrum.slice(Math.floor(300 / bin), Math.floor(3400 / bin));
      const middle = voice.toSorted()[Math.floor(voice.length / 2)] ?? 0;
      return tones.every((hz) => {
        const at = Math.round(hz / bin);
        return Math.max(...spectrum.slice(at - 2, at + 3)) > Math.max(middle + clear, -70);
      });
    },
    async close(): Promise<void> {
      for (const oscillator of oscillators) oscillator.stop();
      share.track.stop();
      element.srcObject = null;
      await context.close();
    },
  };
}
