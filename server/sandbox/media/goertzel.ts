/**
 * How loud one frequency is in a stretch of sound: the peak amplitude (0…1) of the sine at `frequency` Hz, found by
 * Goertzel's recurrence. A pure tone of amplitude 0.5 gives 0.5, whatever else is absent; speech gives a little of all.
 */
export function toneAmplitude(samples: Float32Array, frequency: number, sampleRate: number): number {
  if (samples.length === 0) return 0;
  const omega = (2 * Math.PI * frequency) / sampleRate;
  const coefficient = 2 * Math.cos(omega);
  let previous = 0;
  let beforePrevious = 0;
  for (const sample of samples) {
    const current = sample + coefficient * previous - beforePrevious;
    beforePrevious = previous;
    previous = current;
  }
  const power = previous ** 2 + beforePrevious ** 2 - coefficient * previous * beforePrevious;
  return (2 * Math.sqrt(Math.max(0, power))) / samples.length;
}
