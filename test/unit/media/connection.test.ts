import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createSpare } from '../../../lib/media/connection.ts';
import { watchGathering } from '../../../lib/media/gathering.ts';
import { FakePeerConnection, stubBrowser } from '../../support/sip-server.ts';

beforeEach(() => {
  stubBrowser();
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const open = () => FakePeerConnection.all.filter((one) => one.signalingState !== 'closed');

describe('the spare connection', () => {
  const servers = [{ urls: 'stun:stun.example' }];

  test('is one, however often it is asked for, and closed when nobody used it for 30 s', async () => {
    const spare = createSpare(servers);
    for (let times = 0; times < 10; times++) spare.prepare();
    await vi.advanceTimersByTimeAsync(19_000);
    spare.prepare();
    expect(open()).toHaveLength(1);
    expect(open()[0]).toMatchObject({ signalingState: 'have-local-offer', config: { iceServers: servers } });
    await vi.advanceTimersByTimeAsync(11_000);
    expect(open()).toHaveLength(0);
    expect(FakePeerConnection.all).toHaveLength(1);
  });

  test('is made anew before it is too old, as long as it is asked for', async () => {
    const spare = createSpare(servers);
    for (let second = 0; second < 60; second += 10) {
      spare.prepare();
      expect(open()).toHaveLength(1);
      await vi.advanceTimersByTimeAsync(10_000);
    }
    expect(FakePeerConnection.all).toHaveLength(3);
    expect(open()).toHaveLength(1);
  });

  test('goes to the next call, which has it for good', async () => {
    const spare = createSpare(servers);
    spare.prepare();
    const { pc } = spare.take();
    expect(pc).toBe(FakePeerConnection.all[0]);
    await vi.advanceTimersByTimeAsync(60_000);
    spare.drop();
    expect(pc.signalingState).toBe('have-local-offer');
  });

  test('is not made anew at every move of the pointer', async () => {
    const spare = createSpare(servers);
    for (let times = 0; times < 20; times++) {
      spare.prepare();
      spare.drop();
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(FakePeerConnection.all).toHaveLength(2);
    expect(open()).toHaveLength(0);
  });
});

describe('waiting for candidates', () => {
  const stun = [{ urls: 'stun:stun.example' }];
  const turn = [...stun, { urls: ['turn:turn.example'] }];

  /** When `done` resolves, in ms, with these candidates at these times. */
  async function waited(servers: RTCIceServer[], candidates: [number, string][], end?: number) {
    const pc = new FakePeerConnection({});
    pc.iceGatheringState = 'gathering';
    const gathering = watchGathering(pc as unknown as RTCPeerConnection, servers);
    const began = performance.now();
    for (const [at, type] of candidates)
      setTimeout(
        () => pc.dispatchEvent(Object.assign(new Event('icecandidate'), { candidate: { type } })),
        at,
      );
    setTimeout(() => {
      pc.iceGatheringState = 'complete';
      pc.dispatchEvent(new Event('icegatheringstatechange'));
    }, end);
    let over: number | undefined;
    void gathering.done().then(() => (over = performance.now() - began));
    for (let ms = 0; ms < 2000 && over === undefined; ms += 10) await vi.advanceTimersByTimeAsync(10);
    return over;
  }

  test.each([
    [
      'a live STUN server: with its candidate',
      stun,
      [
        [5, 'host'],
        [40, 'srflx'],
      ],
      9000,
      50,
    ],
    ['a dead STUN server: 300 ms', stun, [[5, 'host']], 9000, 300],
    [
      'a live TURN server: with its candidate',
      turn,
      [
        [5, 'host'],
        [40, 'srflx'],
        [500, 'relay'],
      ],
      9000,
      510,
    ],
    [
      'a dead TURN server: a second',
      turn,
      [
        [5, 'host'],
        [40, 'srflx'],
      ],
      9000,
      1000,
    ],
    ['a late first candidate', stun, [[600, 'host']], 9000, 610],
    [
      'a burst of them',
      stun,
      [
        [5, 'srflx'],
        [10, 'host'],
        [20, 'host'],
      ],
      9000,
      30,
    ],
    ['no candidate at all: a second', stun, [], 9000, 1000],
    [
      'no servers: with the machine’s own',
      [],
      [
        [5, 'host'],
        [10, 'host'],
      ],
      9000,
      20,
    ],
    ['no servers, done before that', [], [[15, 'host']], 20, 20],
  ] as const)('%s', async (_, servers, candidates, end, ms) => {
    const list = candidates.map(([at, type]): [number, string] => [at, type]);
    expect(await waited([...servers], list, end)).toBe(ms);
  });

  test('an ICE restart is not done because the round before it was', async () => {
    const pc = new FakePeerConnection({});
    const gathering = watchGathering(pc as unknown as RTCPeerConnection, []);
    expect(pc.iceGatheringState).toBe('complete');
    gathering.begin();
    const done = vi.fn<() => void>();
    void gathering.done().then(done);
    await vi.advanceTimersByTimeAsync(50);
    expect(done).not.toHaveBeenCalled();
    pc.iceGatheringState = 'gathering';
    pc.dispatchEvent(new Event('icegatheringstatechange'));
    pc.iceGatheringState = 'complete';
    pc.dispatchEvent(new Event('icegatheringstatechange'));
    await vi.advanceTimersByTimeAsync(0);
    expect(done).toHaveBeenCalledOnce();
  });

  test('what was gathered before is not waited for again, until it is begun anew', async () => {
    const pc = new FakePeerConnection({});
    pc.iceGatheringState = 'gathering';
    const gathering = watchGathering(pc as unknown as RTCPeerConnection, stun);
    pc.dispatchEvent(Object.assign(new Event('icecandidate'), { candidate: { type: 'host' } }));
    await vi.advanceTimersByTimeAsync(300);
    const done = vi.fn();
    await gathering.done().then(done);
    expect(done).toHaveBeenCalled();
    gathering.begin();
    const again = vi.fn();
    void gathering.done().then(again);
    await vi.advanceTimersByTimeAsync(900);
    expect(again).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(100);
    expect(again).toHaveBeenCalled();
  });
});
