import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { need, type SipRequest } from '../../sip/message.ts';
import { MediaPhone } from '../../test/media-phone.ts';
import { Phone } from '../../test/phone.ts';
import { type Sandbox, startSandbox } from '../../sandbox.ts';
import type { Cdr } from '../store.ts';

let sandbox: Sandbox;
let phone: Phone;
let token: string;
/** Kept: a connection that nobody refers to is collected, and closes. */
let sounds: MediaPhone[] = [];
beforeEach(async () => {
  sandbox = await startSandbox();
  phone = await Phone.connect(sandbox.wsUrl);
  await phone.register();
  const answer = await api('POST', '/api/auth/login', {
    username: '1001',
    password: 'demo-1001-not-a-secret',
    tenantId: '00000000-0000-4000-8000-0000000000aa',
  });
  token = String(answer.body['token']);
});
afterEach(async () => {
  for (const sound of sounds) sound.close();
  sounds = [];
  phone.close();
  await sandbox.stop();
});

async function api(method: string, path: string, body?: object, headers: Record<string, string> = {}) {
  const response = await fetch(sandbox.cemscaleUrl + path, {
    method,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
const originate = (toNumber: string, headers?: Record<string, string>) =>
  api('POST', '/api/calls/originate', { fromExtension: '1001', toNumber }, headers);

/** The operator's phone answers the call that comes in. */
async function pickUp(): Promise<{ invite: SipRequest; sound: MediaPhone }> {
  const invite = await phone.request('INVITE');
  const sound = new MediaPhone(7);
  sounds.push(sound);
  phone.answer(invite, '200 OK', { body: await sound.answer(invite.body) });
  return { invite, sound };
}
/** The tuning fork's tone. */
const hears = (sound: MediaPhone): boolean => (sound.heard().tones['700'] ?? 0) > 0.1;
const recorded = (): Promise<Cdr> =>
  sandbox.until('a record', () => sandbox.cemscale.tenants[0]?.cdr.at(-1), 15_000);

describe('originate', () => {
  it('rings the operator’s phone, and tells of the call by its own id', async () => {
    const socket = new WebSocket(`${sandbox.cemscaleUrl.replace('http', 'ws')}/ws?token=${token}`);
    const told: { type: string; data: Record<string, unknown> }[] = [];
    socket.addEventListener('message', ({ data }) => told.push(JSON.parse(String(data)) as never));
    await sandbox.until('the socket', () => sandbox.cemscale.sockets() === 1);
    const { status, body } = await originate('+17865550101');
    expect(status).toBe(201);
    const { invite, sound } = await pickUp();
    expect(need(invite, 'X-Call-UUID')).toBe(body['callUuid']);
    await sound.opened;
    await sandbox.until('the fork', () => hears(sound), 10_000);
    expect((await api('GET', '/api/calls/active?extension=1001')).body).toMatchObject({
      calls: [{ callUuid: body['callUuid'], state: 'active', direction: 'outbound' }],
    });
    expect((await api('GET', '/api/presence')).body).toMatchObject({
      presence: [
        { extension: '1001', status: 'on_call' },
        { extension: '1002', status: 'available' },
      ],
    });
    await api('POST', `/api/calls/${String(body['callUuid'])}/hangup`);
    phone.answer(await phone.request('BYE'), '200 OK');
    const record = await recorded();
    expect(record).toMatchObject({ disposition: 'answered', hangupCause: 'NORMAL_CLEARING' });
    await sandbox.until('the last event', () => told.length >= 5);
    expect(told.map(({ type }) => type)).toEqual([
      'call_start',
      'call_answer',
      'presence_change',
      'call_end',
      'presence_change',
    ]);
    expect(
      told.every(({ data }) => data['callUuid'] === undefined || data['callUuid'] === body['callUuid']),
    ).toBe(true);
    socket.close();
  });

  it.each([
    ['+15550100002', 'busy', 'USER_BUSY'],
    ['+15550100004', 'voicemail', 'NORMAL_CLEARING'],
    ['+15550100006', 'answered', 'NORMAL_CLEARING'],
  ])('%s ends as %s', async (number, disposition, hangupCause) => {
    await originate(number);
    await pickUp();
    expect(await recorded()).toMatchObject({ toNumber: number, disposition, hangupCause });
  });

  it('a call that is never answered is taken back by whoever hangs up', async () => {
    const { body } = await originate('+15550100003');
    await pickUp();
    await api('POST', `/api/calls/${String(body['callUuid'])}/hangup`);
    expect((await recorded()).answeredAt).toBeNull();
    await phone.request('BYE');
  });

  it('fails where the script says so, without a phone, and for somebody else', async () => {
    expect((await originate('+15550100005')).status).toBe(500);
    expect((await originate('nonsense')).status).toBe(400);
    const from = { fromExtension: '1002', toNumber: '+15550100001' };
    const other = await api('POST', '/api/calls/originate', from);
    expect([other.status, other.body]).toMatchObject([403, { error: { code: 'FORBIDDEN' } }]);
    const email = 'admin@sandbox.ringside.test';
    const admin = await api('POST', '/api/auth/admin/login', { email, password: `${email}-not-a-secret` });
    expect(admin.body).toMatchObject({ tenant: { name: 'Lumen Sandbox' } });
    const authorization = `Bearer ${String(admin.body['token'])}`;
    const absent = await api('POST', '/api/calls/originate', from, { authorization });
    expect([absent.status, absent.body]).toMatchObject([422, { error: { code: 'UNROUTABLE' } }]);
    expect((await api('POST', '/api/calls/x/hangup')).body).toMatchObject({
      error: { code: 'CALL_NOT_FOUND' },
    });
  });

  it('is done once for one key', async () => {
    const key = { 'idempotency-key': 'one' };
    const [one, two] = await Promise.all([originate('+15550100001', key), originate('+15550100001', key)]);
    expect(one.body).toEqual(two.body);
    expect((await originate('+15550100001', key)).body).toEqual(one.body);
    expect(sandbox.cemscale.calls()).toHaveLength(1);
  });
});

describe('a call of three', () => {
  it('whoever is busy is told as failed, and the first one is let back in', async () => {
    const { body } = await originate('+17865550101');
    const { sound } = await pickUp();
    await sandbox.until('the fork', () => hears(sound), 10_000);
    const path = `/api/calls/${String(body['callUuid'])}/participants`;
    const added = await api('POST', path, { number: '+15550100002' });
    const conference = `/api/conferences/${String(added.body['conferenceId'])}`;
    const members = async () =>
      (await api('GET', conference)).body['members'] as { uuid: string; role: string; state: string }[];
    const all = await members();
    expect(all.map(({ role, state }) => [role, state])).toEqual([
      ['agent', 'active'],
      ['caller', 'active'],
      ['participant', 'failed'],
    ]);
    // The fork waits with music; then it is heard again.
    await sandbox.until('silence', () => !hears(sound), 10_000);
    const caller = all.find(({ role }) => role === 'caller')?.uuid;
    await api('POST', `${conference}/members/${caller}/unhold`);
    await sandbox.until('the fork again', () => hears(sound), 10_000);
    expect((await api('POST', path, { number: '+19995550100' })).status).toBe(422);
    await api('DELETE', conference);
    expect(await recorded()).toMatchObject({ disposition: 'answered' });
  });
});
