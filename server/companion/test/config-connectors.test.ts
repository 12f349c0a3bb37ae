import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkConfig } from '../config/check.ts';
import { verifyWebhook } from '../connectors/webhook-signature.ts';
import { directory, environment, file, one, read, SECRET } from './support/config-file.ts';
import { type Outside, startOutside } from './support/outside.ts';

describe('connectors of a configuration file', () => {
  let outside: Outside;
  beforeAll(async () => {
    outside = await startOutside();
  });
  afterAll(() => outside.stop());
  const forever = new AbortController().signal;

  const hook = (path: string) => ({ url: `${outside.url}/${path}`, secret: { env: 'CRM_SECRET' } });
  const config = () => ({
    defaults: {
      connectors: {
        sms: {
          type: 'twilio',
          accountSid: 'AC0',
          authToken: { env: 'TOKEN' },
          from: '+13055550199',
          baseUrl: outside.url,
        },
        policies: {
          type: 'http',
          url: `${outside.url}/policies/{policyNumber}`,
          method: 'POST',
          body: { number: '{policyNumber}', key: { env: 'TOKEN' } },
          headers: { authorization: { env: 'TOKEN', prefix: 'Bearer ' } },
          answer: { status: '/status' },
        },
        crm: { create_lead: hook('leads'), '*': hook('rest') },
      },
    },
    tenants: [
      { id: 'north', keys: [{ env: 'KEY_A' }] },
      {
        id: 'south',
        keys: [{ env: 'KEY_B' }],
        operators: ['@south.example'],
        connectors: {
          sms: { type: 'telnyx', apiKey: { env: 'TOKEN' }, from: '+525500000000', baseUrl: outside.url },
          policies: null,
          crm: { create_lead: null, end_call: hook('ends') },
        },
      },
    ],
  });

  it("are everybody's unless a tenant has its own, or wants none", async () => {
    const { tenants, mistakes } = await read(config());
    expect(mistakes).toEqual([]);
    const [north, south] = tenants.map(({ connectors }) => connectors);
    outside.reply = { status: 200, body: '{"status":"active"}' };
    outside.seen.length = 0;

    const sms = { to: '+13055550100', text: 'Hello', key: 'k', since: new Date(), mayBeSent: false };
    await north?.sms?.send(sms, forever);
    await south?.sms?.send(sms, forever);
    await north?.policies?.find({ policyNumber: 'NS-1' }, forever);
    expect(south?.policies).toBeUndefined();
    const event = { id: 'evt_1', type: 'x', tenant: 'north', at: '2026-01-01T00:00:00Z', data: {} };
    for (const connectors of [north, south]) {
      for (const tool of ['create_lead', 'end_call', '*'])
        await connectors?.crm?.get(tool)?.deliver(event, forever);
    }
    expect(outside.seen.map(({ method, path }) => `${method} ${path.split('?')[0]}`)).toEqual([
      'POST /2010-04-01/Accounts/AC0/Messages.json',
      'POST /v2/messages',
      'POST /policies/NS-1',
      'POST /leads',
      'POST /rest',
      'POST /ends',
      'POST /rest',
    ]);
    const policy = outside.seen.find(({ path }) => path === '/policies/NS-1');
    expect(policy?.headers.get('authorization')).toBe(`Bearer ${environment.TOKEN}`);
    expect(JSON.parse(policy?.body ?? '')).toEqual({ number: 'NS-1', key: environment.TOKEN });
    const { headers = new Headers(), body = '' } = outside.seen.at(-1) ?? {};
    expect(verifyWebhook({ headers, body, secrets: [SECRET] })).toBe(true);
  });

  it('are told of by check-config, without secrets', async () => {
    await read(config());
    const { ok, lines } = await checkConfig(environment);
    expect(ok).toBe(true);
    expect(lines).toEqual([
      `${file} is right: 2 tenants.`,
      '  north: one key, en, US, UTC',
      '    Inbox: everybody who can sign in',
      '    SMS: twilio from +13055550199',
      `    policies: POST ${outside.url}`,
      `    CRM: create_lead to ${outside.url}, * to ${outside.url}`,
      '  south: one key, en, US, UTC',
      '    Inbox: @south.example',
      '    SMS: telnyx from +525500000000',
      '    policies: no book; a person looks them up',
      `    CRM: create_lead to nobody, * to ${outside.url}, end_call to ${outside.url}`,
    ]);
    expect(lines.join()).not.toContain('not-a-secret');
    expect(outside.seen.every(({ path }) => !path.includes('check'))).toBe(true);
  });

  it('read a policy file beside the configuration, which check-config looks at and the start does not', async () => {
    const policies = (columns: object) => ({
      defaults: { connectors: { policies: { type: 'csv', file: 'p.csv', columns } } },
      tenants: [...one().tenants, { id: 'south', keys: [{ env: 'KEY_B' }], operators: ['@south.example'] }],
    });
    const columns = { policyNumber: 'No', status: 'State' };
    const result = await read(policies(columns));
    expect(result.mistakes).toEqual([]);
    expect((await checkConfig(environment)).lines).toEqual([
      `${file} cannot be used:`,
      `  - defaults.connectors.policies.file "${join(directory, 'p.csv')}" does not exist`,
    ]);
    writeFileSync(join(directory, 'p.csv'), 'No;State\n1;active\n2;lapsed\n');
    expect((await checkConfig(environment)).lines).toContain('    policies: p.csv, 2 policies');
    const [tenant] = result.tenants;
    expect(await tenant?.connectors.policies?.find({ policyNumber: '2' }, forever)).toMatchObject({
      status: 'lapsed',
    });
    await read(policies({ ...columns, phone: 'Phone' }));
    expect((await checkConfig(environment)).lines.at(-1)).toContain(
      'has no column "Phone"; it has "No", "State"',
    );
  });
});
