import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { checkConfig } from '../config/check.ts';
import { jsonSchema, SCHEMA_FILE } from '../config/json-schema.ts';
import { readTenants } from '../config/tenants.ts';
import { verifyWebhook } from '../connectors/webhook-signature.ts';
import { type Outside, startOutside } from './outside.ts';

const EXAMPLE = fileURLToPath(new URL('../../companion.config.example.json', import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'config-'));
const file = join(directory, 'companion.config.json');
afterEach(() => rmSync(file, { force: true }));
afterAll(() => rmSync(directory, { recursive: true }));

const SECRET = `whsec_${Buffer.from('a-secret-of-a-test-not-a-secret').toString('base64')}`;
const digest = (key: string) => createHash('sha256').update(key).digest('hex');

const environment = {
  CONFIG_FILE: file,
  KEY_A: 'csk_test_a-not-a-secret',
  KEY_B: 'csk_test_b-not-a-secret',
  TOKEN: 'token-not-a-secret',
  CRM_SECRET: SECRET,
};

/** Writes the file and reads it. */
function read(config: unknown, more: Record<string, string | undefined> = {}) {
  writeFileSync(file, typeof config === 'string' ? config : JSON.stringify(config));
  return readTenants({ ...environment, ...more });
}

/** A mistake as it is told where the file is not the only thing that is read. */
const named = (mistake: string) => `companion.config.json: ${mistake}`;

const one = (more: object = {}) => ({ tenants: [{ id: 'north', keys: [{ env: 'KEY_A' }], ...more }] });

describe('without a configuration file', () => {
  // The working directory of the tests has none.
  it('nobody may call unless there is a key', async () => {
    expect(await readTenants({})).toEqual({ tenants: [], mistakes: [] });
    expect(await readTenants({ VOIP_TOOLS_WEBHOOK_KEY: ' , ' })).toEqual({ tenants: [], mistakes: [] });
    expect((await checkConfig({})).lines).toEqual([expect.stringMatching(/^Nobody may call/)]);
  });

  it('a key is enough', async () => {
    const { tenants, mistakes } = await readTenants({ VOIP_TOOLS_WEBHOOK_KEY: 'one, two' });
    expect(mistakes).toEqual([]);
    expect(tenants).toEqual([
      {
        id: '*',
        keyDigests: [digest('one'), digest('two')],
        timeZone: 'UTC',
        language: 'en',
        region: 'US',
        operators: [],
        connectors: {},
      },
    ]);
  });

  it.each([
    ['es', 'es'],
    ['en_US:en', 'en'],
    ['ES-mx', 'es'],
    ['', 'en'],
    ['C', 'en'],
    ['spanish', 'en'],
  ])('LANGUAGE "%s" is %s', async (LANGUAGE, language) => {
    const { tenants } = await readTenants({ VOIP_TOOLS_WEBHOOK_KEY: 'one', LANGUAGE });
    expect(tenants).toMatchObject([{ language }]);
  });

  it('the rest may be told, and is checked', async () => {
    const told = {
      VOIP_TOOLS_WEBHOOK_KEY: 'one',
      TENANT_ID: 'north',
      TIME_ZONE: 'Europe/Madrid',
      REGION: 'ES',
    };
    expect(await readTenants(told)).toMatchObject({
      mistakes: [],
      tenants: [{ id: 'north', timeZone: 'Europe/Madrid', region: 'ES' }],
    });
    expect(await readTenants({ ...told, TIME_ZONE: 'Madrid', REGION: 'Spain' })).toEqual({
      tenants: [],
      mistakes: [
        'TIME_ZONE "Madrid" is not a time zone like America/New_York',
        'REGION "Spain" is not a country of two letters like US',
      ],
    });
  });
});

describe('a configuration file', () => {
  it('has tenants, whose keys are kept as digests', async () => {
    const sha256 = digest('another').toUpperCase();
    const { tenants, mistakes } = await read({
      defaults: { timeZone: 'America/New_York', language: 'es', operators: ['@North.example'] },
      tenants: [
        { id: 'north', keys: [{ env: 'KEY_A' }, { sha256 }] },
        {
          id: 'south',
          keys: [{ env: 'KEY_B' }],
          timeZone: 'America/Mexico_City',
          region: 'MX',
          operators: [],
        },
      ],
    });
    expect(mistakes).toEqual([]);
    expect(tenants).toEqual([
      {
        id: 'north',
        keyDigests: [digest(environment.KEY_A), digest('another')],
        timeZone: 'America/New_York',
        language: 'es',
        region: 'US',
        operators: ['@north.example'],
        connectors: {},
      },
      {
        id: 'south',
        keyDigests: [digest(environment.KEY_B)],
        timeZone: 'America/Mexico_City',
        language: 'es',
        region: 'MX',
        operators: [],
        connectors: {},
      },
    ]);
  });

  it('is found by a path relative to the working directory, with a byte order mark too', async () => {
    const CONFIG_FILE = relative('', file);
    expect(await read(`\uFEFF${JSON.stringify(one())}`, { CONFIG_FILE })).toMatchObject({
      tenants: [{ id: 'north' }],
    });
  });

  it.each<[what: string, config: unknown, mistakes: string[]]>([
    ['no JSON', '{"tenants": [}', ["the text is not JSON: Unexpected token '}' in line 1"]],
    [
      'a key in the clear where the JSON is wrong',
      '{\n  "tenants": [\n    { "id": "north", "keys": ["not-a-secret", ] }\n  ]\n}',
      ["the text is not JSON: Unexpected token ']' in line 3"],
    ],
    [
      'a comma too few',
      '{\n  "tenants": []\n  "defaults": {}\n}',
      [
        "the text is not JSON: Expected ',' or '}' after property value in JSON at position 20 (line 3 column 3)",
      ],
    ],
    ['half of its text', '{ "tenants": [', ['the text is not JSON: Unexpected end of JSON input']],
    ['a text', '"tenants"', ['must be an object { … }']],
    ['no tenants', {}, ['tenants is missing']],
    ['an empty list of tenants', { tenants: [] }, ['tenants lists no tenant']],
    ['something unknown', { ...one(), tenant: 1 }, ['tenant is not a property known here']],
    ['a misspelt property', one({ timezone: 'UTC' }), ['tenants[0].timezone is not a property known here']],
    ['no id', { tenants: [{ keys: [{ env: 'KEY_A' }] }] }, ['tenants[0].id is missing']],
    ['no key', one({ keys: [] }), ['tenants[0].keys lists no key, so that nobody could call']],
    [
      'a key in the clear',
      one({ keys: ['csk_live_not-a-secret'] }),
      [
        'tenants[0].keys[0] is neither { "env": "NAME" } nor { "sha256": "<64 hex digits>" }: a key never stands in this file',
      ],
    ],
    [
      'a digest that is none',
      one({ keys: [{ sha256: 'abc' }] }),
      [expect.stringMatching(/ tenants\[0\]\.keys\[0\] is neither/) as string],
    ],
    [
      'a key that is not set',
      one({ keys: [{ env: 'KEY_C' }] }),
      ['tenants[0].keys[0] needs KEY_C, which is not set in the environment'],
    ],
    [
      'a reference that is none',
      one({ keys: [{ env: 'not-a-secret key' }] }),
      ['tenants[0].keys[0] names no variable of the environment after "env"'],
    ],
    [
      'a reference with more',
      one({ keys: [{ env: 'KEY_A', preset: 'not-a-secret' }] }),
      ['tenants[0].keys[0] has preset beside "env", which only takes "prefix"'],
    ],
    [
      'what is no zone, language, country or operator',
      one({ timeZone: '+02:00', language: 'English', region: 'USA', operators: ['one@x.example', 'two'] }),
      [
        'tenants[0].timeZone is not a time zone like America/New_York',
        'tenants[0].language is not a language like en or es',
        'tenants[0].region is not a country of two letters like US',
        'tenants[0].operators[1] is neither an e-mail address nor @domain',
      ],
    ],
    [
      'the same id and key twice',
      { tenants: [...one().tenants, { id: 'north', keys: [{ sha256: digest(environment.KEY_A) }] }] },
      [
        'tenants[1].id is the same as that of tenants[0]',
        'tenants[1].keys has a key that tenants[0] has too',
      ],
    ],
    [
      'any tenant_id beside another',
      { tenants: [...one().tenants, { id: '*', keys: [{ env: 'KEY_B' }] }] },
      ['tenants[1].id is "*", which takes any tenant_id: only where there is no other tenant'],
    ],
    [
      'an SMS service nobody knows',
      one({ connectors: { sms: { type: 'fax' } } }),
      ['tenants[0].connectors.sms.type must be "twilio" or "telnyx"'],
    ],
    [
      'Twilio with everything wrong',
      one({
        connectors: {
          sms: {
            type: 'twilio',
            accountSid: 5,
            authToken: 'not-a-secret',
            baseUrl: 'https://sms.example/v1',
            timeoutMs: 5,
            lookBackMinutes: -1,
          },
        },
      }),
      [
        'tenants[0].connectors.sms.accountSid is neither a text nor { "env": "NAME" }',
        'tenants[0].connectors.sms.authToken is a secret, which does not belong in this file: give { "env": "NAME" } and set NAME',
        'tenants[0].connectors.sms.from is missing',
        'tenants[0].connectors.sms.baseUrl must be an origin, without a path',
        'tenants[0].connectors.sms.timeoutMs is not a whole number of milliseconds from 100 to 60000',
        'tenants[0].connectors.sms.lookBackMinutes is not a whole number of minutes from 0 to 10080',
      ],
    ],
    [
      'a CRM with everything wrong',
      one({
        connectors: {
          crm: {
            'Create Lead': null,
            '*': { url: 'http://crm.example/', secret: { env: 'TOKEN' } },
            end_call: {
              url: 'https://a:b@crm.example/',
              secret: { env: 'CRM_SECRET' },
              headers: { 'x y': { env: 'TOKEN' } },
            },
          },
        },
      }),
      [
        'tenants[0].connectors.crm.Create Lead is not the name of a tool, nor *',
        'tenants[0].connectors.crm.*.url is not an https:// URL (http:// only on this machine)',
        'tenants[0].connectors.crm.*.secret is not whsec_ and 24 to 64 bytes in base64 (make one: echo "whsec_$(openssl rand -base64 32)")',
        'tenants[0].connectors.crm.end_call.url has a user name or password in it, which belong in "headers"',
        'tenants[0].connectors.crm.end_call.headers.x y is not the name of a header',
      ],
    ],
    [
      'a policy service with everything wrong',
      one({
        connectors: {
          policies: {
            type: 'http',
            url: 'https://{policyNumber}.example/{number}',
            method: 'PUT',
            headers: { authorization: 'not-a-secret' },
            answer: { status: 'status', detail: '/x' },
            dates: 'ymd',
          },
        },
      }),
      [
        'tenants[0].connectors.policies.url has something else in braces than policyNumber, phone, lastName, dateOfBirth, lookupType',
        'tenants[0].connectors.policies.url has braces outside of its path and query',
        'tenants[0].connectors.policies.method must be "GET" or "POST"',
        'tenants[0].connectors.policies.headers.authorization is a secret, which does not belong in this file: give { "env": "NAME" } and set NAME',
        'tenants[0].connectors.policies.answer.status is not a JSON pointer, e.g. "/policy/status"',
        'tenants[0].connectors.policies.answer.detail is not a property known here',
        'tenants[0].connectors.policies.dates must be "mdy" or "dmy"',
      ],
    ],
    [
      'a policy file with everything wrong',
      one({
        connectors: {
          policies: { type: 'csv', columns: { status: '' }, delimiter: '/', encoding: 'ebcdic' },
        },
      }),
      [
        'tenants[0].connectors.policies.file is missing',
        'tenants[0].connectors.policies.columns.policyNumber is missing',
        'tenants[0].connectors.policies.columns.status is empty',
        'tenants[0].connectors.policies.delimiter must be "," or ";" or "\\t" or "|"',
        'tenants[0].connectors.policies.encoding must be "utf-8" or "utf-16le" or "windows-1252"',
      ],
    ],
    [
      'mistakes everywhere',
      {
        defaults: { region: 'XX' },
        tenants: [{ id: '', keys: [{ env: 'KEY_C' }] }, ...one({ language: 7 }).tenants],
      },
      [
        'tenants[0].keys[0] needs KEY_C, which is not set in the environment',
        'defaults.region is not a country of two letters like US',
        'tenants[0].id is empty',
        'tenants[1].language must be a text',
      ],
    ],
  ])('with %s is explained', async (_what, config, mistakes) => {
    const result = await read(config);
    const told = mistakes.map((mistake) => (typeof mistake === 'string' ? named(mistake) : mistake));
    expect(result).toEqual({ tenants: [], mistakes: told });
    expect(JSON.stringify(result)).not.toContain('not-a-secret');
    const check = await checkConfig(environment);
    expect(check).toEqual({
      ok: false,
      lines: [
        `${file} cannot be used:`,
        ...result.mistakes.map((mistake) => mistake.replace(named(''), '  - ')),
      ],
    });
  });

  it('that is not there, or does not use the key that is set, is a mistake', async () => {
    expect(await readTenants(environment)).toEqual({
      tenants: [],
      mistakes: [named('the file cannot be read (ENOENT)')],
    });
    expect(await read(one(), { VOIP_TOOLS_WEBHOOK_KEY: 'one' })).toEqual({
      tenants: [],
      mistakes: [
        named(
          'VOIP_TOOLS_WEBHOOK_KEY is set, but the configuration file does not use it: give it to a tenant as { "env": "VOIP_TOOLS_WEBHOOK_KEY" }, or unset it',
        ),
      ],
    });
    const used = { tenants: [{ id: 'north', keys: [{ env: 'VOIP_TOOLS_WEBHOOK_KEY' }] }] };
    expect(await read(used, { VOIP_TOOLS_WEBHOOK_KEY: 'one,two' })).toMatchObject({
      mistakes: [],
      tenants: [{ keyDigests: [digest('one'), digest('two')] }],
    });
  });
});

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

    const sms = { to: '+13055550100', text: 'Hello', key: 'k' };
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
      'GET /2010-04-01/Accounts/AC0/Messages.json',
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
      '    Inbox: everybody who can sign in',
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
      tenants: [...one().tenants, { id: 'south', keys: [{ env: 'KEY_B' }] }],
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

describe('what is published', () => {
  it('the schema is the one the companion reads with', () => {
    // `node server/companion/config/json-schema.ts` writes it.
    expect(JSON.parse(readFileSync(SCHEMA_FILE, 'utf8'))).toEqual(jsonSchema());
  });

  it('the example is right', async () => {
    const example = readFileSync(EXAMPLE, 'utf8');
    const names = [...example.matchAll(/"env": "(\w+)"/g)].map(([, name = '']) => name);
    const values = Object.fromEntries(
      names.map((name) => [name, name.endsWith('_SECRET') ? SECRET : `${name}-value`]),
    );
    const { ok, lines } = await checkConfig({ ...values, CONFIG_FILE: EXAMPLE });
    expect(lines.join('\n')).toContain('is right: 2 tenants');
    expect(lines).toContain('    policies: policies.example.csv, 2 policies');
    expect(ok).toBe(true);
    const without = await checkConfig({ CONFIG_FILE: EXAMPLE });
    expect(without.lines).toHaveLength(names.length + 1);
  });
});
