import { expect, test } from 'vitest';
import { ReceiverReports } from '../media/receiver-report.ts';

const packet = (sequence: number, ms: number) => ({ ssrc: 7, sequence, timestamp: ms * 8 });

test('counts what is missing since the last report and in all, over the wrap of the sequence', () => {
  const reports = new ReceiverReports(9);
  expect(reports.report(0)).toBeUndefined();
  for (let index = 0; index < 100; index++)
    if (index % 10 !== 5) reports.heard(packet((65_500 + index) & 0xffff, index * 20), index * 20);
  const first = reports.report(2000);
  expect(first?.readUInt8(1)).toBe(201);
  expect(first?.readUInt32BE(8)).toBe(7);
  expect(first?.readUInt8(12)).toBe(Math.floor((10 * 256) / 100));
  expect(first?.readUIntBE(13, 3)).toBe(10);
  expect(first?.readUInt32BE(16)).toBe(65_599);
  expect(first?.readUInt32BE(20)).toBe(0);
  const second = reports.report(3000);
  expect(second?.readUInt8(12)).toBe(0);
  expect(second?.readUIntBE(13, 3)).toBe(10);
});

test('gives back when the last sender report came, so that a round trip can be measured', () => {
  const reports = new ReceiverReports(9);
  reports.heard(packet(1, 0), 0);
  const sender = Buffer.alloc(28);
  sender.writeUInt8(200, 1);
  sender.writeUInt32BE(0x1234_5678, 10);
  reports.rtcp(sender, 1000);
  const report = reports.report(1500);
  expect(report?.readUInt32BE(24)).toBe(0x1234_5678);
  expect(report?.readUInt32BE(28)).toBe(32_768);
});

test('jitter grows with uneven arrival', () => {
  const reports = new ReceiverReports(9);
  for (let index = 0; index < 200; index++)
    reports.heard(packet(index, index * 20), index * 20 + (index % 2) * 40);
  // 40 ms are 320 units of the clock.
  expect(reports.report(5000)?.readUInt32BE(20)).toBeGreaterThan(250);
});
