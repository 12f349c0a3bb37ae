import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { LegEvent } from '../../../lib/call/leg.ts';
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
import { FakePeerConnection, FakeSocket, sdp, socket, stubBrowser } from '../../support/sip-server.ts';

let line: TestLine;

beforeEach(() => {
  stubBrowser();
  line = openLine();
});
afterEach(() => vi.unstubAllGlobals());

const last = () => line.last();
const state: TestLine['state'] = (wanted) => line.state(wanted);
const registered = () => register(line);

describe('registration', () => {
  test('connects with the sip subprotocol, answers the challenge and becomes ready', async () => {
    const opened = await socket();
    expect(opened).toMatchObject({ url: 'wss://one.example/sip', protocol: 'sip' });
    expect(last()).toEqual({ state: 'connecting' });
    opened.opens();
    const first = await opened.hears('REGISTER sip:pbx.example');
    expect(first.header('Authorization')).toBeUndefined();
    opened.answers(first, '401 Unauthorized', {
      headers: ['WWW-Authenticate: Digest realm="pbx.example", nonce="abc", qop="auth"'],
    });
    const second = await opened.hears('REGISTER', 2);
    expect(second.header('Authorization')).toContain('username="alice"');
    opened.answers(second, '200 OK', { headers: [`Contact: ${second.header('Contact')}`] });
    await state('ready');
    // Nothing secret may reach the log, whatever SIP.js has to say.
    expect(line.logged.join('\n')).not.toMatch(/response=|not-a-real-password/);
  });

  test('a wrong password is refused and not tried again', async () => {
    const opened = await socket();
    opened.opens();
    const challenge = { headers: ['WWW-Authenticate: Digest realm="pbx.example", nonce="abc", qop="auth"'] };
    opened.answers(await opened.hears('REGISTER'), '401 Unauthorized', challenge);
    opened.answers(await opened.hears('REGISTER', 2), '401 Unauthorized', challenge);
    await state('refused');
    expect(last()?.fault).toMatchObject({ code: 'wrong-password', said: '401 Unauthorized' });
    expect(opened.closed).toBe(true);
    expect(FakeSocket.all).toHaveLength(1);
  });

  test.each([
    ['403 Forbidden (bad auth)', 'wrong-password'],
    ['403 Forbidden', 'register-forbidden'],
    ['404 Not Found', 'register-forbidden'],
  ])('%s is %s', async (status, code) => {
    const opened = await socket();
    opened.opens();
    opened.answers(await opened.hears('REGISTER'), status);
    await state('refused');
    expect(last()?.fault).toMatchObject({ code, said: status });
  });

  test('an unreachable server is tried again at the next address', async () => {
    (await socket()).drops(1006);
    await state('retrying');
    expect(last()?.fault).toMatchObject({ code: 'server-unreachable', said: 'closed with 1006' });
    expect(last()?.retryAt).toBeGreaterThan(Date.now());
    expect((await socket(2)).url).toBe('wss://two.example/sip');
  });

  test('a dropped socket is replaced by a fresh one, which registers again', async () => {
    (await registered()).drops(1012);
    await state('retrying');
    expect(last()?.fault?.code).toBe('server-dropped');
    const second = await socket(2);
    second.opens();
    const register = await second.hears('REGISTER');
    second.answers(register, '200 OK', { headers: [`Contact: ${register.header('Contact')}`] });
    await state('ready');
  });

  test("a busy server's Retry-After is honoured", async () => {
    await line.line.stop();
    line = openLine({ servers: ['wss://only.example/sip'] });
    const opened = await socket(2);
    opened.opens();
    opened.answers(await opened.hears('REGISTER'), '503 Service Unavailable', {
      headers: ['Retry-After: 20'],
    });
    await state('retrying');
    const wait = (last()?.retryAt ?? 0) - Date.now();
    expect(wait).toBeGreaterThan(18_000);
    expect(wait).toBeLessThanOrEqual(20_000);
    line.line.retry();
    await socket(3);
  });

  test('an error of the server moves on to the next one, and comes back when its Retry-After is over', async () => {
    const opened = await socket();
    opened.opens();
    opened.answers(await opened.hears('REGISTER'), '503 Service Unavailable', {
      headers: ['Retry-After: 20'],
    });
    await state('retrying');
    expect(last()?.fault).toMatchObject({ code: 'register-failed', said: '503 Service Unavailable' });
    // The pause is the other server's business no more.
    expect((last()?.retryAt ?? 0) - Date.now()).toBeLessThan(1000);
    const second = await socket(2);
    expect(second.url).toBe('wss://two.example/sip');
    second.opens();
    second.answers(await second.hears('REGISTER'), '500 Server Internal Error', {
      headers: ['Retry-After: 60'],
    });
    await vi.waitFor(() => expect(last()?.fault?.said).toBe('500 Server Internal Error'));
    const wait = (last()?.retryAt ?? 0) - Date.now();
    expect(wait).toBeGreaterThan(15_000);
    expect(wait).toBeLessThanOrEqual(20_000);
    line.line.retry();
    expect((await socket(3)).url).toBe('wss://one.example/sip');
  });

  test('an error that is not the server’s own stays with it', async () => {
    const opened = await socket();
    opened.opens();
    opened.answers(await opened.hears('REGISTER'), '480 Temporarily Unavailable');
    await state('retrying');
    line.line.retry();
    expect((await socket(2)).url).toBe('wss://one.example/sip');
  });

  test('an interval too brief is lengthened as asked', async () => {
    const opened = await socket();
    opened.opens();
    opened.answers(await opened.hears('REGISTER'), '423 Interval Too Brief', {
      headers: ['Min-Expires: 1800'],
    });
    expect((await opened.hears('REGISTER', 2)).header('Contact')).toContain('expires=1800');
  });

  test('a contact that is given is registered, with its instance, and given back when its binding was taken back', async () => {
    await line.line.stop();
    const [before] = FakeSocket.all;
    let released = 0;
    const mine = {
      name: 'abcdef123456',
      host: 'fedcba654321.invalid',
      instance: '00000000-0000-4000-8000-000000000000',
      release: () => void (released += 1),
    };
    line = openLine({}, mine);
    const opened = await register(line, 2);
    expect(opened).not.toBe(before);
    const request = await opened.hears('REGISTER');
    expect(request.header('Contact')).toBe(
      `<sip:${mine.name}@${mine.host};transport=ws>;+sip.instance="<urn:uuid:${mine.instance}>";expires=600`,
    );
    expect(request.header('Via')).toContain(mine.host);
    const stopped = line.line.stop();
    opened.answers(await opened.hears('REGISTER', 2), '200 OK');
    expect(released).toBe(0);
    await stopped;
    expect(released).toBe(1);
  });

  test('stop takes the binding back and tells nothing more', async () => {
    const opened = await registered();
    const told = line.states.length;
    const stopped = line.line.stop();
    const register = await opened.hears('REGISTER', 2);
    expect(register.header('Contact')).toContain('expires=0');
    opened.answers(register, '200 OK');
    await stopped;
    expect(line.states).toHaveLength(told);
  });
});

describe('a call out', () => {
  async function place() {
    const opened = await registered();
    const events: LegEvent[] = [];
    const leg = line.line.call('+17865550101', (event) => events.push(event));
    const invite = await opened.hears('INVITE');
    return { opened, events, leg, invite };
  }

  test('keeps the plus on the wire, rings, connects and ends by BYE', async () => {
    const { opened, events, leg, invite } = await place();
    expect(invite.first).toBe('INVITE sip:+17865550101@pbx.example SIP/2.0');
    expect(FakePeerConnection.all[0]?.config.iceServers).toEqual([]);
    opened.answers(invite, '180 Ringing', { headers: [contact] });
    await told(events, 'ringing');
    opened.answers(invite, '200 OK', { headers: [contact], body: sdp() });
    await told(events, 'connected');
    await opened.hears('ACK');
    leg.perform({ do: 'bye' });
    opened.answers(await opened.hears('BYE'), '200 OK');
    await told(events, 'released');
    expect(line.shares()).toBe(0);
  });

  test('early media is taken as a provisional answer, and another final answer still wins', async () => {
    const { opened, events, invite } = await place();
    opened.answers(invite, '183 Session Progress', {
      headers: [contact],
      body: sdp('sendonly'),
      tag: 'announcer',
    });
    await told(events, 'early-media');
    expect(FakePeerConnection.all[0]?.remoteDescription?.type).toBe('pranswer');
    opened.answers(invite, '200 OK', { headers: [contact], body: sdp(), tag: 'person' });
    await told(events, 'connected');
    expect(FakePeerConnection.all[0]?.remoteDescription).toMatchObject({ type: 'answer', sdp: sdp() });
  });

  test.each([
    ['486 Busy Here', 486],
    ['603 Decline', 603],
    ['404 Not Found', 404],
    ['302 Moved Temporarily', 302],
  ])('%s is told once, with its words, before the leg is released', async (status, code) => {
    const { opened, events, invite } = await place();
    opened.answers(invite, status, { headers: ['Contact: <sip:elsewhere@pbx.example>'] });
    await vi.waitFor(() => expect(events).toEqual([{ type: 'refused', code, said: status.slice(4) }]), {
      timeout: 3000,
    });
    expect(line.shares()).toBe(0);
  });

  test('hanging up before the answer is CANCEL', async () => {
    const { opened, events, leg, invite } = await place();
    opened.answers(invite, '180 Ringing', { headers: [contact] });
    await told(events, 'ringing');
    leg.perform({ do: 'cancel' });
    opened.answers(await opened.hears('CANCEL'), '200 OK');
    opened.answers(invite, '487 Request Terminated');
    await told(events, 'refused');
  });

  test('hanging up while their 200 is being read ends the call there too', async () => {
    const { opened, events, leg, invite } = await place();
    // A closed peer connection never settles what it was asked.
    const [connection] = FakePeerConnection.all;
    if (connection) connection.setRemoteDescription = () => new Promise<void>(() => undefined);
    opened.answers(invite, '200 OK', { headers: [contact], body: sdp() });
    leg.perform({ do: 'cancel' });
    await opened.hears('ACK');
    opened.answers(await opened.hears('BYE'), '200 OK');
    await told(events, 'released');
  });

  test('a refused microphone sends no INVITE', async () => {
    const opened = await registered();
    line.refuseMicrophone();
    const events: LegEvent[] = [];
    line.line.call('1001', (event) => events.push(event));
    await told(events, 'failed');
    expect(events[0]).toMatchObject({ kind: 'no-microphone' });
    expect(opened.sent.some((one) => one.first.startsWith('INVITE'))).toBe(false);
  });

  async function live() {
    const opened = await registered();
    return { opened, ...(await liveCall(line, opened)) };
  }

  test('hold is a re-INVITE that sends only; it counts when it is accepted, and the voice is cut at once', async () => {
    const { opened, events, leg } = await live();
    leg.perform({ do: 'hold' });
    await vi.waitFor(() => expect(line.track.enabled).toBe(false));
    const reinvite = await opened.hears('INVITE', 2);
    expect(reinvite.body).toContain('a=sendonly');
    expect(events.map((one) => one.type)).not.toContain('hold-confirmed');
    opened.answers(reinvite, '200 OK', { headers: [contact], body: sdp('recvonly') });
    await told(events, 'hold-confirmed');
    // Their recvonly answers our hold; it is no hold of theirs.
    expect(events.map((one) => one.type)).not.toContain('far-hold');
    leg.perform({ do: 'resume' });
    const again = await opened.hears('INVITE', 3);
    expect(again.body).toContain('a=sendrecv');
    opened.answers(again, '200 OK', { headers: [contact], body: sdp() });
    await told(events, 'resume-confirmed');
    expect(line.track.enabled).toBe(true);
  });

  test('a refused hold is told, and the call goes on as it was', async () => {
    const { opened, events, leg } = await live();
    leg.perform({ do: 'hold' });
    opened.answers(await opened.hears('INVITE', 2), '488 Not Acceptable Here');
    await told(events, 'hold-refused');
    expect(events.at(-1)).toMatchObject({ code: 488, said: 'Not Acceptable Here' });
    await vi.waitFor(() => expect(line.track.enabled).toBe(true));
    expect(FakePeerConnection.all[0]?.signalingState).toBe('stable');
  });

  test('glare is met with a pause and another try', async () => {
    const { opened, events, leg } = await live();
    leg.perform({ do: 'hold' });
    opened.answers(await opened.hears('INVITE', 2), '491 Request Pending');
    await vi.waitFor(
      () => expect(opened.sent.filter((one) => one.first.startsWith('INVITE'))).toHaveLength(3),
      { timeout: 6000 },
    );
    opened.answers(await opened.hears('INVITE', 3), '200 OK', { headers: [contact], body: sdp('recvonly') });
    await told(events, 'hold-confirmed');
  }, 12_000);

  test('their hold and resume are told', async () => {
    const { opened, events, invite } = await live();
    const says = (cseq: number, direction: string) =>
      opened.says(farRequest('INVITE', cseq, invite, { body: sdp(direction) }));
    says(1, 'sendonly');
    await told(events, 'far-hold');
    const ok = await opened.hears('SIP/2.0 200');
    opened.says(farRequest('ACK', 1, invite));
    expect(ok.first).toBe('SIP/2.0 200 OK');
    // The ACK is taken in a turn of its own; a re-INVITE in the same breath would rightly be put off (RFC 5407 §3.1.4).
    await new Promise(setImmediate);
    says(2, 'sendrecv');
    await told(events, 'far-resume');
  });

  test('digits go by RFC 4733, and by INFO where the account says so', async () => {
    const { leg } = await live();
    leg.perform({ do: 'digits', tones: '159#' });
    expect(FakePeerConnection.all[0]?.digits).toBe('159#');
  });

  test('a far end that forgot the call ends it', async () => {
    const { opened, events, leg } = await live();
    leg.perform({ do: 'hold' });
    opened.answers(await opened.hears('INVITE', 2), '481 Call/Transaction Does Not Exist');
    await told(events, 'released');
  });
});

describe('a call in', () => {
  async function offer(headers: string[] = []) {
    const opened = await registered();
    opened.says(invitation({ headers }));
    await vi.waitFor(() => expect(line.offers).toHaveLength(1), { timeout: 3000 });
    const [one] = line.offers;
    if (!one) throw new Error('no offer');
    return { opened, ...one };
  }

  test('rings with who calls, without opening the microphone or answering', async () => {
    const { opened, leg } = await offer();
    expect(leg.party).toEqual({ number: '+17865550108', name: 'Caller' });
    await opened.hears('SIP/2.0 180');
    expect(line.shares()).toBe(0);
    // With a description of our own, checks would go to the caller.
    expect(FakePeerConnection.all.every((one) => one.localDescription === null)).toBe(true);
  });

  test('the asserted identity wins over From', async () => {
    const { leg } = await offer(['P-Asserted-Identity: "Ana" <sip:+442079460018@pbx.example>']);
    expect(leg.party).toEqual({ number: '+442079460018', name: 'Ana' });
  });

  test('answered, it sends 200 with our answer', async () => {
    const { opened, leg } = await offer();
    leg.perform({ do: 'accept' });
    const ok = await opened.hears('SIP/2.0 200');
    expect(ok.body).toContain('a=sendrecv');
    expect(line.shares()).toBe(1);
  });

  test('declined is 603', async () => {
    const { opened, leg } = await offer();
    leg.perform({ do: 'reject', busy: false });
    await opened.hears('SIP/2.0 603');
  });

  test.each([
    [[], false],
    [['Reason: SIP;cause=200;text="Call completed elsewhere"'], true],
  ])('withdrawn with %j: elsewhere is %s', async (headers, elsewhere) => {
    const { opened, events } = await offer();
    opened.says(
      [
        'CANCEL sip:alice@pbx.example SIP/2.0',
        'Via: SIP/2.0/WSS server.example;branch=z9hG4bKincoming-1',
        'Max-Forwards: 70',
        'To: <sip:alice@pbx.example>',
        'From: "Caller" <sip:%2B17865550108@pbx.example>;tag=caller',
        'Call-ID: incoming-1',
        'CSeq: 7 CANCEL',
        ...headers,
        'Content-Length: 0',
        '',
        '',
      ].join('\r\n'),
    );
    await vi.waitFor(() => expect(events[0]).toMatchObject({ type: 'withdrawn', elsewhere }), {
      timeout: 3000,
    });
    await opened.hears('SIP/2.0 487');
  });
});
