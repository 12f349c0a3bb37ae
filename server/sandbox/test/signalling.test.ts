import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { once } from 'node:events';
import { personaByNumber } from '../callers/directory.ts';
import { Peer } from '../media/peer.ts';
import { header, need } from '../sip/message.ts';
import { type Sandbox, startSandbox } from '../sandbox.ts';
import { Phone } from './phone.ts';

let sandbox: Sandbox;
let phone: Phone;
let peer: Peer;

beforeEach(async () => {
  sandbox = await startSandbox();
  phone = await Phone.connect(sandbox.wsUrl);
  const nothing = () => undefined;
  peer = await Peer.offering({ ssrc: 1, onRtp: nothing, onOpen: nothing, onLost: nothing });
});

afterEach(async () => {
  peer.close();
  await sandbox.stop();
});

describe('registration', () => {
  it('is granted to the right password, refreshed and given back', async () => {
    const granted = await phone.register({ expires: 120 });
    expect(granted.status).toBe(200);
    expect(need(granted, 'Contact')).toBe('<sip:1001@phone.invalid;transport=ws>;expires=120');
    expect(sandbox.registrations()).toMatchObject([{ user: '1001', expiresIn: 120 }]);
    await phone.register({ expires: 300 });
    expect(sandbox.registrations()).toMatchObject([{ user: '1001', expiresIn: 300 }]);
    const given = await phone.register({ expires: 0 });
    expect(header(given, 'Contact')).toBeUndefined();
    expect(sandbox.registrations()).toEqual([]);
  });

  it('is refused to a wrong password, every time anew', async () => {
    const refused = await phone.register({ password: 'guess' });
    expect(refused.status).toBe(401);
    expect(need(refused, 'WWW-Authenticate')).not.toContain('stale');
    expect(sandbox.registrations()).toEqual([]);
  });

  it('is shortened to what is allowed and refused below it', async () => {
    expect(need(await phone.register({ expires: 99_999 }), 'Contact')).toContain(';expires=600');
    const brief = await phone.register({ expires: 1 });
    expect(brief.status).toBe(423);
    expect(need(brief, 'Min-Expires')).toBe('2');
  });

  it('takes all bindings back with a star', async () => {
    await phone.register();
    await phone.register({ contact: '*', expires: 0 });
    expect(sandbox.registrations()).toEqual([]);
  });

  it('ends with its connection', async () => {
    await phone.register();
    phone.close();
    await sandbox.until('no binding', () => sandbox.registrations().length === 0);
  });

  it('answers an old nonce with stale and a replay the same way', async () => {
    await phone.register();
    const call = await phone.dial('603', peer.localSdp);
    call.acknowledge(await phone.response('INVITE'));
    sandbox.expireNonces();
    const again = await phone.dialWithOldCredentials('603', peer.localSdp);
    expect(again.status).toBe(407);
    expect(need(again, 'Proxy-Authenticate')).toContain('stale=true');
  });

  it('lets nobody speak for somebody else', async () => {
    const impostor = await Phone.connect(sandbox.wsUrl, '1002');
    const refused = await impostor.register({ as: '1001' });
    expect(refused.status).toBe(403);
    expect(sandbox.registrations()).toEqual([]);
  });
});

describe('an outgoing call', () => {
  it.each([
    ['603', [486]],
    ['605', [180, 603]],
    ['5551234', [404]],
  ])('to %s is answered with %j', async (number, statuses) => {
    const call = await phone.dial(number, peer.localSdp);
    for (const status of statuses) {
      const response = await phone.response('INVITE');
      expect(response.status).toBe(status);
      if (status >= 300) call.acknowledge(response);
    }
    expect(sandbox.calls()).toMatchObject([
      { state: 'ended', endedBy: 'caller', endStatus: statuses.at(-1) },
    ]);
  });

  it('that nobody answers is taken back with CANCEL and ends with 487', async () => {
    const call = await phone.dial('604', peer.localSdp);
    expect((await phone.response('INVITE')).status).toBe(180);
    expect(sandbox.calls()).toMatchObject([{ state: 'ringing', number: '604', persona: 'noanswer' }]);
    call.cancel();
    expect((await phone.response('CANCEL')).status).toBe(200);
    const terminated = await phone.response('INVITE');
    expect(terminated.status).toBe(487);
    call.acknowledge(terminated);
    expect(sandbox.calls()).toMatchObject([{ state: 'ended', endedBy: 'operator', endStatus: 487 }]);
  });

  it('without a codec in common is refused with 488', async () => {
    const call = await phone.dial(
      '602',
      peer.localSdp.replace(/^m=audio (\d+) (\S+) .*$/m, 'm=audio $1 $2 111'),
    );
    const refused = await phone.response('INVITE');
    expect(refused.status).toBe(488);
    call.acknowledge(refused);
  });

  it('with a description that makes no sense is refused with 488', async () => {
    const call = await phone.dial('602', peer.localSdp.replace(/^a=(ice-ufrag|ice-pwd):.*\r\n/gm, ''));
    const refused = await phone.response('INVITE');
    expect(refused.status).toBe(488);
    call.acknowledge(refused);
  });

  it('answers OPTIONS, takes REFER and tells what became of it, and knows no other call', async () => {
    const call = await phone.dial('602', peer.localSdp);
    call.acknowledge(await phone.response('INVITE'));
    call.ask('OPTIONS');
    expect((await phone.response('OPTIONS')).status).toBe(200);
    call.ask('REFER', ['Refer-To: <sip:603@sandbox.ringside.test>']);
    expect((await phone.response('REFER')).status).toBe(202);
    for (const status of [100, 404]) {
      const told = await phone.request('NOTIFY');
      expect(told.body).toContain(`SIP/2.0 ${status} `);
      phone.answer(told, '200 OK');
    }
    call.ask('BYE');
    expect((await phone.response('BYE')).status).toBe(200);
    call.ask('BYE');
    expect((await phone.response('BYE')).status).toBe(481);
  });
});

describe('an incoming call', () => {
  it('shows number and name, and is given up with CANCEL when nobody answers', async () => {
    await phone.register();
    await sandbox.callOperator('1001', { persona: 'tone', giveUpMs: 60 });
    const invite = await phone.request('INVITE');
    expect(need(invite, 'From')).toMatch(/^"Tuning Fork" <sip:\+17865550101@sandbox\.ringside\.test>;tag=/);
    expect(invite.uri).toBe('sip:1001@phone.invalid;transport=ws');
    phone.answer(invite, '180 Ringing');
    const cancel = await phone.request('CANCEL');
    expect(need(cancel, 'Via')).toBe(need(invite, 'Via'));
    phone.answer(cancel, '200 OK');
    phone.answer(invite, '487 Request Terminated');
    const acknowledged = await phone.request('ACK');
    expect(need(acknowledged, 'Via')).toBe(need(invite, 'Via'));
    expect(sandbox.calls()).toMatchObject([{ direction: 'in', state: 'ended', endedBy: 'caller' }]);
  });

  it('that is declined is over', async () => {
    await phone.register();
    await sandbox.callOperator('1001', { from: '+17865550166' });
    const invite = await phone.request('INVITE');
    phone.answer(invite, '486 Busy Here');
    await phone.request('ACK');
    expect(sandbox.calls()).toMatchObject([{ number: '+17865550166', endedBy: 'operator', endStatus: 486 }]);
  });

  it('needs a registration', async () => {
    await expect(sandbox.callOperator('1001')).rejects.toThrow('1001 is not registered');
  });
});

describe('what goes wrong on purpose', () => {
  it('gives wrong answers as often as it was told to', async () => {
    sandbox.setFaults({ register: { status: 503, retryAfter: 7, times: 1 } });
    const refused = await phone.register();
    expect(refused.status).toBe(503);
    expect(need(refused, 'Retry-After')).toBe('7');
    expect((await phone.register()).status).toBe(200);
  });

  it('refuses the WebSocket, and cuts it', async () => {
    sandbox.cutConnections();
    await phone.closed;
    sandbox.setFaults({ refuseSocket: true });
    await expect(Phone.connect(sandbox.wsUrl)).rejects.toThrow('503');
    sandbox.reset();
    (await Phone.connect(sandbox.wsUrl)).close();
  });

  it('wants the subprotocol', async () => {
    const [error]: unknown[] = await once(new WebSocket(sandbox.wsUrl), 'error');
    expect(String(error)).toContain('400');
  });

  it('takes only faults it knows', () => {
    const unknown = { flood: true };
    expect(() => sandbox.setFaults(unknown as object)).toThrow('flood');
  });
});

describe('the control API', () => {
  it('tells the state and takes orders', async () => {
    await phone.register();
    const ordered = await fetch(`${sandbox.httpUrl}/sandbox/call-operator`, {
      method: 'POST',
      body: JSON.stringify({ user: '1001', persona: 'echo' }),
    });
    expect(ordered.status).toBe(200);
    await phone.request('INVITE');
    const state: unknown = await (await fetch(`${sandbox.httpUrl}/sandbox/state`)).json();
    expect(state).toMatchObject({
      registrations: [{ user: '1001' }],
      calls: [{ direction: 'in', number: '+442079460018', state: 'calling' }],
    });
    const missing = await fetch(`${sandbox.httpUrl}/sandbox/call-operator`, {
      method: 'POST',
      body: '{"user":"1002"}',
    });
    expect([missing.status, await missing.json()]).toEqual([409, { error: '1002 is not registered' }]);
  });
});

it.each(['+442079460018', '442079460018', '00442079460018', '601', '+44 20 7946 0018', '+44 (20) 7946-0018'])(
  'finds the caller behind %s',
  (number) => {
    expect(personaByNumber(number)?.id).toBe('echo');
  },
);
