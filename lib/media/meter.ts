/** How loud a track is right now. */

export interface Meter {
  /** RMS of the last 20 ms or so, 0..1 of full scale. */
  level(): number;
  close(): void;
}

/** Starts measuring; nothing is audible. */
export function meter(context: AudioContext, track: MediaStreamTrack): Meter {
  const source = context.createMediaStreamSource(new MediaStream([track]));
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  return {
    level() {
      analyser.getFloatTimeDomainData(samples);
      return Math.sqrt(samples.reduce((sum, one) => sum + one * one, 0) / samples.length);
    },
    close() {
      source.disconnect();
    },
  };
}
