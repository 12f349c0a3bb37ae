/** Reads the few figures we judge by out of the browser's statistics (W3C webrtc-stats). */
import type { MediaCounters } from '../call/leg.ts';

type Entry = Record<string, unknown>;

const number = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);
const ms = (seconds: unknown): number | undefined =>
  typeof seconds === 'number' ? seconds * 1000 : undefined;

/** The report of one audio connection as counters; undefined while nothing was received or sent. */
export function countersOf(report: { values(): Iterable<unknown> }): MediaCounters | undefined {
  const entries = [...report.values()] as Entry[];
  const newest = (type: string) =>
    entries.findLast((one) => one['type'] === type && (one['kind'] ?? 'audio') === 'audio');
  const inbound = newest('inbound-rtp');
  const outbound = newest('outbound-rtp');
  if (!inbound && !outbound) return undefined;
  const far = newest('remote-inbound-rtp');
  const transport = entries.find((one) => one['type'] === 'transport');
  // Several pairs may be nominated in turn; only the selected one carries sound.
  const selected = transport?.['selectedCandidatePairId'];
  const pair = entries.find((one) =>
    selected === undefined ? one['type'] === 'candidate-pair' && one['nominated'] : one['id'] === selected,
  );
  const codec = entries.find((one) => one['type'] === 'codec' && one['id'] === inbound?.['codecId']);
  const silent = number(inbound?.['silentConcealedSamples']) ?? 0;
  return {
    at: number((inbound ?? outbound)?.['timestamp']) ?? 0,
    received: number(inbound?.['packetsReceived']) ?? 0,
    lost: number(inbound?.['packetsLost']) ?? 0,
    jitter: ms(inbound?.['jitter']) ?? 0,
    buffer: {
      wanted: ms(inbound?.['jitterBufferTargetDelay']) ?? 0,
      samples: number(inbound?.['jitterBufferEmittedCount']) ?? 0,
    },
    played: number(inbound?.['totalSamplesReceived']) ?? 0,
    // Comfort noise while nobody sends is no damage.
    concealed: Math.max(0, (number(inbound?.['concealedSamples']) ?? 0) - silent),
    farLoss: number(far?.['fractionLost']),
    farJitter: ms(far?.['jitter']),
    farLost: number(far?.['packetsLost']),
    sent: number(outbound?.['packetsSent']) ?? 0,
    roundTrip: ms(far?.['roundTripTime']),
    // Checked every 2.5 s. The pair's own figure of now is an average that takes long to follow.
    checks: {
      count: number(pair?.['responsesReceived']) ?? 0,
      total: ms(pair?.['totalRoundTripTime']) ?? 0,
    },
    farEnergy: number(inbound?.['totalAudioEnergy']),
    microphoneEnergy: number(newest('media-source')?.['totalAudioEnergy']),
    codec: codecName(codec?.['mimeType']),
  };
}

const codecName = (mime: unknown): string | undefined =>
  typeof mime === 'string' ? mime.replace(/^audio\//, '') : undefined;
