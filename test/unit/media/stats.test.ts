import { expect, test } from 'vitest';
import { countersOf } from '../../../lib/media/stats.ts';

const report = (...entries: { id?: string; [name: string]: unknown }[]) =>
  new Map(entries.map((entry, index) => [entry.id ?? String(index), entry]));

const inbound = {
  type: 'inbound-rtp',
  kind: 'audio',
  timestamp: 5000,
  codecId: 'c',
  packetsReceived: 100,
  packetsLost: 2,
  jitter: 0.012,
  totalSamplesReceived: 48_000,
  concealedSamples: 1000,
  silentConcealedSamples: 400,
  totalAudioEnergy: 1.5,
  jitterBufferTargetDelay: 1920,
  jitterBufferEmittedCount: 48_000,
};

test('reads what arrived, in our units; comfort noise is no damage', () => {
  expect(countersOf(report(inbound, { type: 'codec', id: 'c', mimeType: 'audio/opus' }))).toMatchObject({
    at: 5000,
    received: 100,
    lost: 2,
    jitter: 12,
    played: 48_000,
    concealed: 600,
    farEnergy: 1.5,
    buffer: { wanted: 1_920_000, samples: 48_000 },
    codec: 'opus',
    farLoss: undefined,
    roundTrip: undefined,
  });
});

test('what the far end says of us, and how its checks went', () => {
  const pair = {
    type: 'candidate-pair',
    id: 'p',
    nominated: true,
    responsesReceived: 4,
    totalRoundTripTime: 0.04,
  };
  const far = {
    type: 'remote-inbound-rtp',
    kind: 'audio',
    fractionLost: 0.05,
    jitter: 0.02,
    roundTripTime: 0.2,
    packetsLost: 7,
  };
  expect(countersOf(report(inbound, pair, far))).toMatchObject({
    farLoss: 0.05,
    farJitter: 20,
    farLost: 7,
    roundTrip: 200,
  });
  expect(countersOf(report(inbound, pair))).toMatchObject({
    roundTrip: undefined,
    checks: { count: 4, total: 40 },
  });
});

test('of several nominated pairs the selected one counts', () => {
  const pairs = [
    { type: 'candidate-pair', id: 'old', nominated: true, responsesReceived: 9, totalRoundTripTime: 1 },
    { type: 'candidate-pair', id: 'new', nominated: true, responsesReceived: 1, totalRoundTripTime: 0.5 },
    { type: 'transport', selectedCandidatePairId: 'new' },
  ];
  expect(countersOf(report(inbound, ...pairs))?.checks).toEqual({ count: 1, total: 500 });
});

test('nothing without media', () => {
  expect(countersOf(report({ type: 'transport' }))).toBeUndefined();
});
