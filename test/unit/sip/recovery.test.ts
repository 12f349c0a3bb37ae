import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  contact,
  invitation,
  liveCall,
  openLine,
  register,
  type TestLine,
  told,
} from '../../support/sip-line.ts';
import { FakePeerConnection, FakeSocket, sdp, socket, stubBrowser } from '../../support/sip-server.ts';
import { answering, pass, sent, silence, sockets, speaks } from '../../support/sip-time.ts';

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
    opened.answers(await opened.hears('REGISTER'), '480 Temporarily Unavailable', { headers });
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
    for (const pc of FakePeerConnection.all) speaks(pc);
    await pass(500);
    opened.drops();
    const second = await register(line, 2);
    await pass(600);
    const refresh = await second.hears('INVITE');
    expect(refresh.header('To')).toContain('tag=far');
    expect(FakePeerConnection.all[0]?.offers.at(-1)?.iceRestart).toBe(false);
    second.answers(refresh, '200 OK', { headers: [contact], body: sdp() });
    await second.hears('ACK');
    expect(events.map((one) => one.type)).toEqual(['connected']);
  });

  test('that carries no sound any more gets new paths with it, before the browser notices', async () => {
    const opened = await register(line);
    const { events } = await liveCall(line, opened);
    opened.drops();
    const second = await register(line, 2);
    await pass(600);
    await second.hears('INVITE');
    expect(FakePeerConnection.all[0]?.offers.at(-1)?.iceRestart).toBe(true);
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

test('hung up before their ACK came: the media is let go at once, and the call is over 5 s later at most', async () => {
  const opened = await register(line);
  opened.says(invitation());
  await vi.waitFor(() => expect(line.offers).toHaveLength(1));
  const [offer] = line.offers;
  offer?.leg.perform({ do: 'accept' });
  await opened.hears('SIP/2.0 200');
  expect(line.shares()).toBe(1);
  offer?.leg.perform({ do: 'bye' });
  await pass(10);
  expect(FakePeerConnection.all.every((one) => one.connectionState === 'closed')).toBe(true);
  expect(line.shares()).toBe(0);
  expect(offer?.events.at(-1)).toEqual({ type: 'connected' });
  await pass(5000);
  expect(offer?.events.at(-1)).toEqual({ type: 'released' });
});

describe('a lost media path', () => {
  async function live() {
    const opened = await register(line);
    const call = await liveCall(line, opened);
    const [pc] = FakePeerConnection.all;
    if (!pc) throw new Error('no peer connection');
    pc.becomes('connected');
    speaks(pc);
    answering(opened, 'REGISTER');
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

  test('keeps what is said meanwhile from the far end, which would get it all in one burst', async () => {
    const { pc } = await live();
    expect(pc.outgoing).toBe(line.track);
    pc.becomes('disconnected');
    expect(pc.outgoing).toBeNull();
    pc.becomes('connected');
    expect(pc.outgoing).toBe(line.track);
  });

  test('doubts the connection to the server as well', async () => {
    const { opened, pc } = await live();
    pc.becomes('failed');
    await opened.hears('REGISTER', 2);
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

  test('gives new paths 12 s, but not when they failed as well', async () => {
    const { opened, pc } = await live();
    answering(opened, 'INVITE', '200 OK', sdp());
    pc.becomes('failed');
    await pass(11_000);
    expect(restarts(pc)).toBe(1);
    pc.becomes('failed');
    await pass(100);
    expect(restarts(pc)).toBe(2);
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

describe('a call hung up while the line is down', () => {
  /** Hangs up with the connection gone and waits until the call is over here. */
  async function hangUpInTheDark() {
    const opened = await register(line);
    const { leg, events } = await liveCall(line, opened);
    opened.drops();
    await line.state('retrying');
    leg.perform({ do: 'bye' });
    await told(events, 'released');
    return opened;
  }

  test('is ended at the far end once there is a line again, and once only', async () => {
    const first = await hangUpInTheDark();
    const second = await register(line, 2);
    const bye = await second.hears('BYE');
    expect(bye.header('Call-ID')).toBe((await first.hears('INVITE')).header('Call-ID'));
    expect(bye.header('To')).toContain('tag=far');
    second.answers(bye, '481 Call/Transaction Does Not Exist');
    second.drops();
    const third = await register(line, 3);
    await third.hears('REGISTER');
    await pass(1000);
    expect(sent(third, 'BYE')).toHaveLength(0);
  });

  test('whose connection broke before the BYE was answered is ended over the next one', async () => {
    const opened = await register(line);
    const { leg, events } = await liveCall(line, opened);
    leg.perform({ do: 'bye' });
    const lost = await opened.hears('BYE');
    opened.drops();
    await told(events, 'released');
    const second = await register(line, 2);
    const bye = await second.hears('BYE');
    expect(Number.parseInt(bye.header('CSeq') ?? '', 10)).toBeGreaterThan(
      Number.parseInt(lost.header('CSeq') ?? '', 10),
    );
    // Broken again: it is still owed.
    second.drops();
    await (await register(line, 3)).hears('BYE');
  });

  test('is let be when the line stays away for long', async () => {
    await hangUpInTheDark();
    const began = Date.now();
    for (let count = 2; Date.now() < began + 40_000; count++) {
      await sockets(count, 1000);
      FakeSocket.all.at(-1)?.drops();
    }
    const count = FakeSocket.all.length + 1;
    await sockets(count, 1000);
    const back = await register(line, count);
    await pass(1000);
    expect(sent(back, 'BYE')).toHaveLength(0);
  });
});
