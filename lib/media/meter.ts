/** How loud a track is right now. */

export interface Meter {
  /** RMS of the last 20 ms or so, 0..1 of full scale; 0 without a track or while nothing is measured at all. */
  level(track: MediaStreamTrack | undefined): number;
  close(): void;
}

interface Measuring {
  context: AudioContext;
  track: MediaStreamTrack;
  source: MediaStreamAudioSourceNode;
  analyser: AnalyserNode;
}

/** Measures on the context of the moment; without one nothing is measured. Nothing is audible. */
export function createMeter(context: () => AudioContext | undefined): Meter {
  const samples = new Float32Array(1024);
  let measuring: Measuring | undefined;

  function start(on: AudioContext, track: MediaStreamTrack): Measuring {
    measuring?.source.disconnect();
    const source = on.createMediaStreamSource(new MediaStream([track]));
    const analyser = on.createAnalyser();
    analyser.fftSize = samples.length;
    source.connect(analyser);
    return { context: on, track, source, analyser };
  }

  return {
    level(track) {
      const on = context();
      if (!track || !on) return 0;
      if (measuring?.context !== on || measuring.track !== track) measuring = start(on, track);
      measuring.analyser.getFloatTimeDomainData(samples);
      return Math.sqrt(samples.reduce((sum, one) => sum + one * one, 0) / samples.length);
    },
    close() {
      measuring?.source.disconnect();
      measuring = undefined;
    },
  };
}
