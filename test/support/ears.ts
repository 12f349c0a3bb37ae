import type { RunningBrowser } from './chromium.ts';
import { until } from './facts.ts';

/** What the engine's newest peer connection has received so far. */
export interface Received {
  packets: number;
  lost: number;
  /** Milliseconds of sound the browser had to make up because nothing had arrived in time. */
  concealedMs: number;
}

/** What is put into the engine's page. */
interface Ears {
  pcs: RTCPeerConnection[];
  microphones: MediaStreamTrack[];
  hear(hz: number[]): Promise<number[]>;
}

/**
 * Listens in the engine's own page, without a hook in the product: the peer connections made from now on are kept, and
 * tones in what they receive are measured by Goertzel's algorithm.
 */
export async function listenIn(browser: RunningBrowser) {
  await browser.engine.evaluate(() => {
    const global = globalThis as unknown as { ears?: Ears; RTCPeerConnection: typeof RTCPeerConnection };
    if (global.ears) return;
    const pcs: RTCPeerConnection[] = [];
    const Native = global.RTCPeerConnection;
    global.RTCPeerConnection = class extends Native {
      constructor(config?: RTCConfiguration) {
        super(config);
        pcs.push(this);
      }
    };
    const microphones: MediaStreamTrack[] = [];
    const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (constraints) => {
      const stream = await open(constraints);
      microphones.push(...stream.getTracks());
      return stream;
    };
    global.ears = {
      pcs,
      microphones,
      async hear(hz) {
        const pc = pcs.findLast((one) => one.connectionState === 'connected');
        const track = pc?.getReceivers().find((one) => one.track.kind === 'audio')?.track;
        if (!track) return hz.map(() => 0);
        const context = new AudioContext();
        const source = context.createMediaStreamSource(new MediaStream([track]));
        const analyser = context.createAnalyser();
        analyser.fftSize = 16384;
        source.connect(analyser);
        // The analyser's window must be full before it says anything about the sound.
        await new Promise((resolve) =>
          setTimeout(resolve, (analyser.fftSize / context.sampleRate) * 1000 + 100),
        );
        const samples = new Float32Array(analyser.fftSize);
        analyser.getFloatTimeDomainData(samples);
        const rate = context.sampleRate;
        await context.close();
        return hz.map((one) => {
          const factor = 2 * Math.cos((2 * Math.PI * one) / rate);
          let [a, b] = [0, 0];
          for (const sample of samples) [a, b] = [sample + factor * a - b, a];
          return (2 * Math.sqrt(Math.max(0, a * a + b * b - factor * a * b))) / samples.length;
        });
      },
    };
  });

  const hear = (...hz: number[]) =>
    browser.engine.evaluate((all: number[]) => (globalThis as unknown as { ears: Ears }).ears.hear(all), hz);

  /** What is open now. */
  const open = () =>
    browser.engine.evaluate(() => {
      const { pcs, microphones } = (globalThis as unknown as { ears: Ears }).ears;
      return {
        connections: pcs.filter((one) => one.connectionState !== 'closed').length,
        microphones: microphones.filter((one) => one.readyState === 'live').length,
      };
    });

  return {
    /** Amplitudes 0..1 of these frequencies in what the far end sends now. */
    hear,
    /** Waits until this tone, and not the other, is heard. */
    hearing: (hz: number, not = 1500) =>
      until(
        async () => {
          const [tone = 0, other = 0] = await hear(hz, not);
          return tone > 0.05 && other < tone / 10 ? tone : undefined;
        },
        { message: `${hz} Hz is not heard in the engine` },
      ),
    received: () =>
      browser.engine.evaluate(async (): Promise<Received> => {
        const pc = (globalThis as unknown as { ears: Ears }).ears.pcs.findLast(
          (one) => one.connectionState === 'connected',
        );
        const reports = [...((await pc?.getStats()) ?? new Map()).values()] as Record<string, unknown>[];
        const inbound = reports.find((one) => one['type'] === 'inbound-rtp');
        return {
          packets: Number(inbound?.['packetsReceived'] ?? 0),
          lost: Number(inbound?.['packetsLost'] ?? 0),
          concealedMs: Math.round(Number(inbound?.['concealedSamples'] ?? 0) / 48),
        };
      }),
    open,
    /** Lets go of what is over, so that it can be collected. */
    forget: () =>
      browser.engine.evaluate(() => {
        const { ears } = globalThis as unknown as { ears: Ears };
        ears.pcs.splice(0, Infinity, ...ears.pcs.filter((one) => one.connectionState !== 'closed'));
        ears.microphones.splice(0, Infinity, ...ears.microphones.filter((one) => one.readyState === 'live'));
      }),
    /** How many peer connections are still open and microphone tracks live: none, outside a call. */
    async leftOver() {
      const { connections, microphones } = await open();
      return connections + microphones;
    },
  };
}
