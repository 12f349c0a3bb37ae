/** What a refused registration means: for an account that never worked, for one that did, and for the calls it has. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  access,
  contact,
  invitation,
  liveCall,
  openLine,
  register,
  type TestLine,
  told,
} from '../../support/sip-line.ts';
import { FakeSocket, sdp, socket, stubBrowser } from '../../support/sip-server.ts';
import { answering, pass, silence } from '../../support/sip-time.ts';

let line: TestLine;
beforeEach(() => {
  vi.useFakeTimers();
  stubBrowser();
});
afterEach(() => {
  silence();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const one = { servers: ['wss://one.example/sip'] };
const refreshes = 600 * 600;

/** Registers, and from the next refresh on the server says this. */
async function turning(status: string, changes: Parameters<typeof openLine>[0] = {}): Promise<FakeSocket> {
  line = openLine({ ...one, ...changes });
  const opened = await register(line);
  answering(opened, 'OPTIONS');
  answering(opened, 'REGISTER', status);
  return opened;
}
const waits = () => (line.last()?.retryAt ?? 0) - Date.now();

describe('an account that has worked', () => {
  test.each(['401 Unauthorized', '403 Forbidden', '404 Not Found', '407 Proxy Authentication Required'])(
    '%s is tried again, slowly, in the server’s words: it may only be starting',
    async (status) => {
      await turning(status);
      await pass(refreshes + 1000);
      expect(line.last()).toMatchObject({ state: 'retrying', fault: { said: status } });
      const pauses: number[] = [];
      for (let tries = 0; tries < 6; tries++) {
        pauses.push(waits());
        await pass(waits() + 100);
        const opened = FakeSocket.all.at(-1) as FakeSocket;
        if (!opened.closed) {
          answering(opened, 'REGISTER', status);
          opened.opens();
        }
        await pass(100);
        expect(line.last()?.state).toBe('retrying');
      }
      expect(pauses[0]).toBeGreaterThan(20_000);
      expect(pauses[0]).toBeLessThan(40_000);
      expect(Math.max(...pauses)).toBeLessThan(380_000);
      expect(pauses.at(-1)).toBeGreaterThan(220_000);
      await pass(waits() + 100);
      answering(FakeSocket.all.at(-1) as FakeSocket, 'REGISTER');
      FakeSocket.all.at(-1)?.opens();
      await line.state('ready');
    },
  );

  test('is tried at once when the computer has slept', async () => {
    await turning('403 Forbidden');
    await pass(refreshes + 1000);
    const made = FakeSocket.all.length;
    vi.setSystemTime(Date.now() + 3_600_000);
    await pass(2100);
    expect(FakeSocket.all).toHaveLength(made + 1);
  });

  test('with another password it has not', async () => {
    const opened = await turning('403 Forbidden');
    await renewed();
    expect(line.last()?.state).toBe('refused');
    expect(opened.closed).toBe(true);
    await pass(3_600_000);
    expect(FakeSocket.all).toHaveLength(1);
  });

  test('whose access passes is refused: another one is to be had', async () => {
    await turning('403 Forbidden', { passing: {} });
    await pass(refreshes + 1000);
    expect(line.last()?.state).toBe('refused');
  });
});

/** A new password that is refused. */
async function renewed(): Promise<void> {
  line.line.renew({ ...access, ...one, password: 'not-a-real-password-either' });
  await pass(1000);
}

describe('the calls of a refused account', () => {
  test.each([
    ['refused', renewed],
    ['retrying', () => pass(refreshes + 1000)],
  ] as const)('go on over the same connection, %s: hold, and the end', async (state, refuse) => {
    const opened = await turning('403 Forbidden');
    answering(opened, 'INVITE', '200 OK', sdp());
    const { leg, events } = await liveCall(line, opened);
    await refuse();
    expect([line.last()?.state, opened.closed]).toEqual([state, false]);
    leg.perform({ do: 'hold' });
    await told(events, 'hold-confirmed');
    leg.perform({ do: 'bye' });
    opened.answers(await opened.hears('BYE'), '200 OK', { headers: [contact] });
    await told(events, 'released');
    await pass(10_000);
    // Nothing is left to be said over it.
    if (state === 'refused') expect(opened.closed).toBe(true);
  });

  test('ring until their caller takes them back', async () => {
    const opened = await turning('403 Forbidden');
    opened.says(invitation());
    await vi.waitFor(() => expect(line.offers).toHaveLength(1));
    await renewed();
    expect(line.last()?.state).toBe('refused');
    opened.says(
      [
        'CANCEL sip:alice@pbx.example SIP/2.0',
        'Via: SIP/2.0/WSS server.example;branch=z9hG4bKincoming-1',
        'Max-Forwards: 70',
        'To: <sip:alice@pbx.example>',
        'From: "Caller" <sip:%2B17865550108@pbx.example>;tag=caller',
        'Call-ID: incoming-1',
        'CSeq: 7 CANCEL',
        'Content-Length: 0',
        '',
        '',
      ].join('\r\n'),
    );
    await told(line.offers[0]?.events ?? [], 'withdrawn');
  });

  test('hear of it when the connection breaks as well, and nothing is tried again', async () => {
    const opened = await turning('403 Forbidden');
    const { leg, events } = await liveCall(line, opened);
    opened.says(invitation());
    await vi.waitFor(() => expect(line.offers).toHaveLength(1));
    await renewed();
    leg.perform({ do: 'hold' });
    await opened.hears('INVITE', 2);
    opened.drops();
    await told(events, 'hold-refused');
    await pass(12_000);
    await told(line.offers[0]?.events ?? [], 'released');
    expect(line.last()?.state).toBe('refused');
    expect(FakeSocket.all).toHaveLength(1);
  });
});

describe('a server', () => {
  /** The clock jumps, as it does in sleep. */
  async function sleep(): Promise<void> {
    vi.setSystemTime(Date.now() + 8000);
    await pass(2100);
  }

  test('that asked for a pause is left alone whatever happens to us, and asked when the operator says so', async () => {
    line = openLine(one);
    const opened = await socket();
    opened.opens();
    opened.answers(await opened.hears('REGISTER'), '503 Service Unavailable', {
      headers: ['Retry-After: 60'],
    });
    await line.state('retrying');
    await sleep();
    await sleep();
    expect(FakeSocket.all).toHaveLength(1);
    line.line.retry();
    expect(FakeSocket.all).toHaveLength(2);
  });
});
