import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox.ts';
import { Phone } from '../../test/phone.ts';
import { Client, ONE, TWO } from './client.ts';

let sandbox: Sandbox;
let phones: Phone[] = [];

beforeAll(async () => {
  sandbox = await startSandbox();
});
afterEach(async () => {
  for (const phone of phones) phone.close();
  phones = [];
  await sandbox.until('no phone', () => sandbox.connections() === 0);
  sandbox.sippet.revokeSip();
  sandbox.reset();
});
afterAll(() => sandbox.stop());

type Access = Record<string, string>;
const issue = async (client: Client, input: object = {}): Promise<Access> =>
  (await client.data('issue_sip_access', { input })) as Access;
const connect = async (user: string | undefined): Promise<Phone> => {
  const phone = await Phone.connect(sandbox.wsUrl, user);
  phones.push(phone);
  return phone;
};
const registered = (): string[] => sandbox.registrations().map(({ user }) => user);

describe('SIP access (protocol sheet §5)', () => {
  it('has everything a phone needs, under the documented names or short ones', async () => {
    const one = Client.operator(sandbox);
    const access = await issue(one);
    expect(access).toMatchObject({
      sip_username: '1001',
      sip_domain: sandbox.domain,
      sip_websocket_url: sandbox.wsUrl,
      sip_uri: `sip:1001@${sandbox.domain}`,
      sip_user_id: sandbox.sippet.team[0]?.sipUserId,
      ttl_seconds: 3600,
      ice_servers: [],
    });
    sandbox.sippet.setVariants({ mapKeys: 'camel' });
    expect(await issue(one)).toMatchObject({ sipUsername: '1001', ttlSeconds: 3600 });
    sandbox.sippet.setVariants({ sipNames: 'short' });
    expect(await issue(one)).toMatchObject({
      username: '1001',
      domain: sandbox.domain,
      ws_url: sandbox.wsUrl,
    });
  });

  it('lets a phone register until it is revoked, and revoking twice is no mistake', async () => {
    const one = Client.operator(sandbox);
    const { sip_username: sipUsername, sip_password: password } = await issue(one);
    const phone = await connect(sipUsername);
    expect((await phone.register({ password: 'guess' })).status).toBe(401);
    expect((await phone.register({ password })).status).toBe(200);
    expect(registered()).toEqual(['1001']);
    expect(await one.data('revoke_sip_access', { input: { sipUsername } })).toEqual({ revoked: true });
    expect(await one.data('revoke_sip_access', { input: { sipUsername } })).toEqual({ revoked: true });
    expect(registered()).toEqual([]);
    expect((await phone.register({ password })).status).toBe(401);
    // The operator's own lasting account is none of Sippet's business.
    expect((await phone.register()).status).toBe(200);
    sandbox.sippet.setVariants({ mapResults: 'nothing' });
    expect(await one.data('revoke_sip_access', { input: {} })).toEqual({});
  });

  it('ends by itself', async () => {
    sandbox.sippet.setVariants({ sipAccessSeconds: 0.05 });
    const { sip_username: user, sip_password: password } = await issue(Client.operator(sandbox));
    const phone = await connect(user);
    await phone.register({ password });
    await sandbox.until('the end of the registration', () => registered().length === 0);
    expect((await phone.register({ password })).status).toBe(401);
  });

  it('may come with a new user name each time, all of them one operator', async () => {
    sandbox.sippet.setVariants({ sipUsers: 'fresh' });
    const one = Client.operator(sandbox);
    const [first, second] = [await issue(one), await issue(one)];
    expect(first['sip_username']).toMatch(/^1001-[0-9a-f]{6}$/);
    expect(second['sip_username']).not.toBe(first['sip_username']);
    const [old, current] = [await connect(first['sip_username']), await connect(second['sip_username'])];
    await old.register({ password: first['sip_password'] ?? '' });
    await current.register({ password: second['sip_password'] ?? '' });
    await sandbox.callOperator('1001');
    expect((await current.request('INVITE')).uri).toContain(second['sip_username']);
    await one.data('revoke_sip_access', { input: { sipUsername: second['sip_username'] } });
    expect(registered()).toEqual(['1001']);
  });

  it('goes when the operator leaves', async () => {
    const one = Client.operator(sandbox);
    const { sip_password: password } = await issue(one);
    const phone = await connect('1001');
    await phone.register({ password });
    await one.data('set_operator_status', { input: { status: 'logged_out' } });
    expect(registered()).toEqual([]);
  });

  it('goes with the call it was issued for, or by switch with any', async () => {
    const one = Client.operator(sandbox);
    const { call } = sandbox.sippet.bringCaller();
    const { callUuid } = call;
    const forCall = await issue(one, { callUuid });
    const forAll = await issue(one);
    const [first, second] = [await connect('1001'), await connect('1001')];
    await first.register({
      password: forCall['sip_password'],
      contact: '<sip:1001@first.invalid;transport=ws>',
    });
    await second.register({ password: forAll['sip_password'] });
    expect(registered()).toEqual(['1001', '1001']);
    sandbox.sippet.hangUp(callUuid);
    expect(registered()).toEqual(['1001']);
    expect(await one.error('issue_sip_access', { input: { callUuid } })).toMatchObject({ type: 'not_found' });
    sandbox.sippet.setVariants({ revokeAtCallEnd: true });
    await sandbox.callOperator('1001');
    second.answer(await second.request('INVITE'), '486 Busy Here');
    await sandbox.until('no registration', () => registered().length === 0);
  });

  it('is for oneself; the secret key says for whom', async () => {
    const secret = Client.secret(sandbox);
    const one = Client.operator(sandbox);
    expect(await one.error('issue_sip_access', { input: { operatorEmail: TWO } })).toMatchObject({
      type: 'forbidden',
    });
    expect(await secret.error('issue_sip_access', { input: {} })).toMatchObject({ type: 'required' });
    expect(await secret.error('issue_sip_access', { input: { sipUserId: 'x' } })).toMatchObject({
      type: 'invalid_argument',
    });
    const operatorId = sandbox.sippet.team[0]?.userId;
    for (const input of [{ operatorEmail: ONE }, { operatorId }, { sipUsername: '1001' }]) {
      expect(await issue(secret, input)).toMatchObject({ sip_username: '1001' });
    }
  });
});
