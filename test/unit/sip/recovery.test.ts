import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  contact,
  farRequest,
  invitation,
  liveCall,
  openLine,
  register,
  type TestLine,
  told,
} from '../../support/sip-line.ts';
import {
  FakePeerConnection,
  FakeSocket,
  type SipText,
  sdp,
  socket,
  stubBrowser,
} from '../../support/sip-server.ts';

let line: TestLine;

beforeEach(() => {
  vi.useFakeTimers();
  stubBrowser();
  line = openLine();
});
afterEach(() => {
  silence();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const sent = (on: FakeSocket, start: string) => on.sent.filter((one) => one.first.startsWith(start));
/** Lets time pass until so many sockets were made. */
async function sockets(count: number, step = 100): Promise<void> {
  for (let waited = 0; FakeSocket.all.length < count && waited < 700_000; waited += step) await pass(step);
  expect(FakeSocket.all).toHaveLength(count);
}
/** Answers every request of this kind from now on, as a living server would. */
function answering(on: FakeSocket, start: string, status = '200 OK', body = ''): void {
  const seen = new Set<SipText>(on.sent);
  const send = on.send.bind(on);
  on.send = (text) => {
    send(text);
    const request = on.sent.at(-1);
    if (!request || seen.has(request) || !request.first.startsWith(start)) return;
    queueMicrotask(() => {
      const own = start === 'REGISTER' ? `Contact: ${request.header('Contact')}` : contact;
      on.answers(request, status, { headers: [own], body });
    });
  };
}

/** The far end sends 50 packets a second from now on, until `silence`. */
function speaks(pc: FakePeerConnection): void {
  clearInterval(speaking);
  speaking = setInterval(() => (pc.packets += 50), 1000);
}
let speaking: ReturnType<typeof setInterval> | undefined;
const silence = () => clearInterval(speaking);

describe('the ladder', () => {
  test('an outage is met for hours, never more than 5 s apart in the first minutes and 37.5 s later', async () => {
    let before = Date.now();
    let longest = 0;
    (await socket()).drops();
    for (let count = 2; count < 60; count++) {
      await sockets(count);
      longest = Math.max(longest, Date.now() - before);
      before = Date.now();
      FakeSocket.all.at(-1)?.drops();
    }
    expect(longest).toBeLessThan(4500);
    expect(longest).toBeGreaterThan(2500);
    await pass(4 * 3_600_000);
    expect(line.last()?.state).toBe('retrying');
    expect((line.last()?.retryAt ?? 0) - Date.now()).toBeLessThanOrEqual(37_500);
  });

  test('a server that comes back is found by a fresh socket, to the servers in turn', async () => {
    (await socket()).drops();
    await vi.waitFor(() => expect(FakeSocket.all).toHaveLength(2));
    FakeSocket.all[1]?.drops();
    expect((await socket(3)).url).toBe('wss://one.example/sip');
    await register(line, 3);
  });

  test('a Retry-After with a comment and parameters is honoured', async () => {
    const opened = await socket();
    opened.opens();
    const headers = ['Retry-After: 20 (busy); duration=3600'];
    opened.answers(await opened.hears('REGISTER'), '503 Service Unavailable', { headers });
    await line.state('retrying');
    await pass(18_000);
    expect(FakeSocket.all).toHaveLength(1);
    await pass(2500);
    expect(FakeSocket.all).toHaveLength(2);
  });

  test('from a later server it goes back to the first once that answers, but not under a call', async () => {
    (await socket()).drops();
    const second = await register(line, 2);
    answering(second, 'OPTIONS');
    answering(second, 'REGISTER');
    answering(second, 'INVITE', '200 OK', sdp());
    answering(second, 'BYE');
    const { leg, events } = await liveCall(line, second);
    await pass(310_000);
    expect(FakeSocket.all).toHaveLength(2);
    leg.perform({ do: 'bye' });
    await told(events, 'released');
    await sockets(3, 1000);
    expect(FakeSocket.all[2]?.url).toBe('wss://one.example/sip');
    FakeSocket.all[2]?.opens();
    await sockets(4);
    expect(sent(second, 'REGISTER').at(-1)?.header('Contact')).toContain('expires=0');
    expect((await register(line, 4)).url).toBe('wss://one.example/sip');
  });
});

describe('a connection that died without a word', () => {
  test('is found by OPTIONS within half a minute and replaced', async () => {
    const opened = await register(line);
    await pass(25_000);
    const ping = await opened.hears('OPTIONS sip:pbx.example');
    opened.answers(ping, '404 Not Found');
    await pass(25_000);
    await opened.hears('OPTIONS', 2);
    expect(line.last()?.state).toBe('ready');
    await pass(5000);
    expect(line.last()).toMatchObject({ state: 'retrying', fault: { code: 'server-dropped' } });
    expect(opened.closed).toBe(true);
    await register(line, 2);
  });

  test('a server that ignores OPTIONS but takes REGISTER is not dropped for that', async () => {
    const opened = await register(line);
    answering(opened, 'REGISTER');
    await pass(200_000);
    expect(FakeSocket.all).toHaveLength(1);
    expect(sent(opened, 'OPTIONS')).toHaveLength(1);
    expect(line.last()?.state).toBe('ready');
  });

  test('after sleep the binding is renewed at once, and a dead socket replaced within 5 s', async () => {
    const opened = await register(line);
    // Asleep for an hour: no timer runs, the wall clock goes on.
    vi.setSystemTime(Date.now() + 3_600_000);
    await pass(2000);
    expect(sent(opened, 'REGISTER')).toHaveLength(2);
    await pass(2700);
    expect(FakeSocket.all).toHaveLength(2);
    await register(line, 2);
  });

  test.each(['online', 'offline'])('the browser says %s: the connection is tried at once', async (event) => {
    const network = new EventTarget();
    vi.stubGlobal('addEventListener', network.addEventListener.bind(network));
    line = openLine();
    const opened = await register(line, 2);
    answering(opened, 'REGISTER');
    network.dispatchEvent(new Event(event));
    await opened.hears('REGISTER', 2);
    await pass(10);
    // Once stopped, it takes its binding back and hears no more of the network.
    await line.line.stop();
    network.dispatchEvent(new Event(event));
    await pass(100);
    expect(sent(opened, 'REGISTER')).toHaveLength(3);
  });

  test('the network is back while the ladder waits: no need to wait on', async () => {
    const network = new EventTarget();
    vi.stubGlobal('addEventListener', network.addEventListener.bind(network));
    line = openLine();
    (await socket(2)).drops();
    await line.state('retrying');
    network.dispatchEvent(new Event('offline'));
    expect(FakeSocket.all).toHaveLength(2);
    network.dispatchEvent(new Event('online'));
    expect(FakeSocket.all).toHaveLength(3);
  });

  test('the binding is renewed well before it ends', async () => {
    const opened = await socket();
    opened.opens();
    const request = await opened.hears('REGISTER');
    opened.answers(request, '200 OK', {
      headers: [`Contact: ${request.header('Contact')?.replace('600', '30')}`],
    });
    await line.state('ready');
    await pass(17_000);
    expect(sent(opened, 'REGISTER')).toHaveLength(1);
    await pass(1100);
    expect(sent(opened, 'REGISTER')).toHaveLength(2);
  });
});

describe('a live call through a broken connection', () => {
  test('is told of the fresh connection by a re-INVITE that restarts nothing', async () => {
    const opened = await register(line);
    const { events } = await liveCall(line, opened);
    opened.drops();
    const second = await register(line, 2);
    const refresh = await second.hears('INVITE');
    expect(refresh.header('To')).toContain('tag=far');
    expect(FakePeerConnection.all[0]?.offers.at(-1)?.iceRestart).toBe(false);
    second.answers(refresh, '200 OK', { headers: [contact], body: sdp() });
    await second.hears('ACK');
    expect(events.map((one) => one.type)).toEqual(['connected']);
  });

  test('a re-INVITE that was under way does not block the next one', async () => {
    const opened = await register(line);
    const { events, leg } = await liveCall(line, opened);
    leg.perform({ do: 'hold' });
    await opened.hears('INVITE', 2);
    opened.drops();
    await told(events, 'hold-refused');
    const second = await register(line, 2);
    expect((await second.hears('INVITE')).body).toContain('a=sendrecv');
  });

  test('a far end that forgot the call ends it', async () => {
    const opened = await register(line);
    const { events } = await liveCall(line, opened);
    opened.drops();
    const second = await register(line, 2);
    second.answers(await second.hears('INVITE'), '481 Call/Transaction Does Not Exist');
    await told(events, 'released');
    expect(line.shares()).toBe(0);
  });

  test('an unanswered call out has failed at once; an offered one is given up after 10 s', async () => {
    const opened = await register(line);
    const placed: { type: string }[] = [];
    line.line.call('1002', (event) => placed.push(event));
    await opened.hears('INVITE');
    opened.says(invitation());
    await vi.waitFor(() => expect(line.offers).toHaveLength(1));
    opened.drops();
    await vi.waitFor(() => expect(placed.at(-1)).toMatchObject({ type: 'refused', code: 503 }));
    await pass(9000);
    expect(line.offers[0]?.events).toEqual([]);
    await pass(1100);
    expect(line.offers[0]?.events).toEqual([{ type: 'released' }]);
    expect(line.shares()).toBe(0);
  });
});

describe('a lost media path', () => {
  async function live() {
    const opened = await register(line);
    const call = await liveCall(line, opened);
    const [pc] = FakePeerConnection.all;
    if (!pc) throw new Error('no peer connection');
    pc.becomes('connected');
    speaks(pc);
    return { opened, pc, ...call, types: () => call.events.map((one) => one.type).slice(1) };
  }
  const restarts = (pc: FakePeerConnection) => pc.offers.filter((one) => one.iceRestart).length;

  test('that heals within 2 s is not spoken of', async () => {
    const { pc, types } = await live();
    pc.becomes('disconnected');
    await pass(1900);
    pc.becomes('connected');
    await pass(10_000);
    expect(types()).not.toContain('media-lost');
    expect(restarts(pc)).toBe(0);
  });

  test('is brought back by a re-INVITE with an ICE restart', async () => {
    const { opened, pc, events, types } = await live();
    pc.becomes('disconnected');
    await pass(2000);
    await told(events, 'media-lost');
    const restart = await opened.hears('INVITE', 2);
    expect(restarts(pc)).toBe(1);
    opened.answers(restart, '200 OK', { headers: [contact], body: sdp() });
    pc.becomes('connected');
    await told(events, 'media-back');
    await pass(60_000);
    expect(types()).toEqual(['media-lost', 'media-back']);
  });

  test('is tried again until 30 s are over, and then it is the end', async () => {
    const { opened, pc, events, leg, types } = await live();
    answering(opened, 'INVITE', '200 OK', sdp());
    pc.becomes('failed');
    await told(events, 'media-lost');
    await pass(29_000);
    expect(restarts(pc)).toBeGreaterThan(2);
    expect(types()).toEqual(['media-lost']);
    await pass(1100);
    expect(events.at(-1)).toEqual({ type: 'failed', kind: 'lost' });
    // What the rules ask for then.
    leg.perform({ do: 'bye' });
    opened.answers(await opened.hears('BYE'), '200 OK');
    await told(events, 'released');
    expect(pc.connectionState).toBe('closed');
    expect(line.shares()).toBe(0);
    const asked = sent(opened, 'INVITE').length;
    await pass(60_000);
    expect(sent(opened, 'INVITE')).toHaveLength(asked);
  });

  test('waits for the connection to the server when that is gone too', async () => {
    const { opened, pc, events } = await live();
    opened.drops();
    pc.becomes('failed');
    await told(events, 'media-lost');
    await pass(300);
    const second = await register(line, 2);
    second.answers(await second.hears('INVITE'), '200 OK', { headers: [contact], body: sdp() });
    expect(pc.offers.at(-1)?.iceRestart).toBe(true);
    pc.becomes('connected');
    await told(events, 'media-back');
  });

  test('a far end that is silent is asked whether it is there; yes changes nothing', async () => {
    const { opened, events, types } = await live();
    silence();
    answering(opened, 'OPTIONS');
    await pass(13_000);
    opened.answers(await opened.hears('INVITE', 2), '200 OK', { headers: [contact], body: sdp() });
    await pass(10_000);
    expect(types()).toEqual([]);
    expect(events).toHaveLength(1);
  });

  test('a silent far end that does not answer counts as lost, and ends after 30 s', async () => {
    const { opened, events, pc, types } = await live();
    silence();
    answering(opened, 'OPTIONS');
    await pass(13_000);
    await opened.hears('INVITE', 2);
    await pass(8000);
    await told(events, 'media-lost');
    expect(pc.connectionState).toBe('connected');
    await pass(30_000);
    expect(types()).toEqual(['media-lost', 'failed']);
  });

  test('a far end that speaks, or is held, is not asked', async () => {
    const { opened, leg, types } = await live();
    answering(opened, 'OPTIONS');
    await pass(30_000);
    silence();
    answering(opened, 'INVITE', '200 OK', sdp('recvonly'));
    leg.perform({ do: 'hold' });
    await pass(60_000);
    expect(sent(opened, 'INVITE')).toHaveLength(2);
    expect(types()).toEqual(['hold-confirmed']);
  });
});

describe('session timers', () => {
  test('we refresh when it is our part, at half time, with the longer interval a 422 asks for', async () => {
    const opened = await register(line);
    answering(opened, 'OPTIONS');
    await liveCall(line, opened, ['Session-Expires: 100;refresher=uac', 'Require: timer']);
    for (const pc of FakePeerConnection.all) speaks(pc);
    expect((await opened.hears('INVITE')).header('Supported')).toContain('timer');
    await pass(50_000);
    const refresh = await opened.hears('INVITE', 2);
    expect(refresh.header('Session-Expires')).toBe('100;refresher=uac');
    opened.answers(refresh, '422 Session Interval Too Small', { headers: ['Min-SE: 300'] });
    await pass(10);
    const longer = await opened.hears('INVITE', 3);
    expect(longer.header('Session-Expires')).toBe('300;refresher=uac');
    expect(longer.header('Min-SE')).toBe('300');
    const headers = [contact, 'Session-Expires: 300;refresher=uac'];
    opened.answers(longer, '200 OK', { headers, body: sdp() });
    await pass(149_000);
    expect(sent(opened, 'INVITE')).toHaveLength(3);
    await pass(2000);
    expect(sent(opened, 'INVITE')).toHaveLength(4);
  });

  test('their UPDATE or re-INVITE keeps the call; when neither comes, it ends before the interval does', async () => {
    const opened = await register(line);
    answering(opened, 'OPTIONS');
    const { events, invite } = await liveCall(line, opened, ['Session-Expires: 90;refresher=uas']);
    for (const pc of FakePeerConnection.all) speaks(pc);
    await pass(45_000);
    const headers = ['Supported: timer', 'Session-Expires: 90;refresher=uac'];
    opened.says(farRequest('UPDATE', 1, invite, { headers }));
    const updated = await opened.hears('SIP/2.0 200');
    expect(updated.header('CSeq')).toBe('1 UPDATE');
    expect(updated.header('Session-Expires')).toBe('90;refresher=uac');
    expect(updated.header('Require')).toBe('timer');
    await pass(45_000);
    opened.says(farRequest('INVITE', 2, invite, { headers, body: sdp() }));
    const again = await opened.hears('SIP/2.0 200', 2);
    expect(again.header('Session-Expires')).toBe('90;refresher=uac');
    expect(again.header('Contact')).toBeTruthy();
    opened.says(farRequest('ACK', 2, invite));
    await pass(59_000);
    expect(events).toHaveLength(1);
    await pass(1100);
    expect(events.at(-1)).toEqual({ type: 'failed', kind: 'lost', said: 'session timer expired' });
  });

  test('an UPDATE out of order is a 500, one with an offer a 488, one of no call a 405 or 481', async () => {
    const opened = await register(line);
    const { invite, events } = await liveCall(line, opened);
    opened.says(farRequest('UPDATE', 5, invite));
    await opened.hears('SIP/2.0 200');
    opened.says(farRequest('UPDATE', 4, invite));
    await opened.hears('SIP/2.0 500');
    opened.says(farRequest('UPDATE', 6, invite, { body: sdp() }));
    await opened.hears('SIP/2.0 488');
    opened.says(farRequest('UPDATE', 7, invite).replace('Call-ID: ', 'Call-ID: other'));
    await opened.hears('SIP/2.0 405');
    expect(events).toHaveLength(1);
  });

  test('an incoming call: the refresher is who can be, and less than 90 s is refused', async () => {
    const opened = await register(line);
    opened.says(invitation({ headers: ['Supported: timer', 'Session-Expires: 60'], id: 'short' }));
    expect((await opened.hears('SIP/2.0 422')).header('Min-SE')).toBe('90');
    opened.says(invitation({ headers: ['Session-Expires: 120'], id: 'long' }));
    await vi.waitFor(() => expect(line.offers).toHaveLength(2));
    line.offers[1]?.leg.perform({ do: 'accept' });
    const ok = await opened.hears('SIP/2.0 200');
    expect(ok.header('Session-Expires')).toBe('120;refresher=uas');
    expect(ok.header('Require')).toBeUndefined();
  });
});
