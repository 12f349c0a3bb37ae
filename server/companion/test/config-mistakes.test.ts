import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkConfig } from '../config/check.ts';
import { digest, environment, file, named, one, read, SECRET } from './support/config-file.ts';

describe('a configuration file', () => {
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
        'tenants[0].language is not a language that callers can be spoken to in: en or es',
        'tenants[0].region is not a country of two letters like US',
        'tenants[0].operators[1] is neither an e-mail address nor @domain',
      ],
    ],
    [
      'the same id, operator and key twice',
      {
        tenants: [
          ...one({ operators: ['@a.example', 'One@b.example'] }).tenants,
          {
            id: 'north',
            keys: [{ sha256: digest(environment.KEY_A) }],
            operators: ['one@B.example', '@c.example'],
          },
        ],
      },
      [
        'tenants[1].id is the same as that of tenants[0]',
        'tenants[1].operators has one@b.example, whom tenants[0] has too',
        'tenants[1].keys has a key that tenants[0] has too',
      ],
    ],
    [
      'any tenant_id beside another',
      { tenants: [...one().tenants, { id: '*', keys: [{ env: 'KEY_B' }], operators: ['@b.example'] }] },
      ['tenants[1].id is "*", which takes any tenant_id: only where there is no other tenant'],
    ],
    [
      'lists for objects',
      { defaults: [], ...one({ connectors: { crm: [] } }) },
      ['defaults must be an object { … }', 'tenants[0].connectors.crm must be an object { … }'],
    ],
    [
      "two Inboxes that are everybody's",
      { tenants: [...one().tenants, { id: 'south', keys: [{ env: 'KEY_B' }], operators: [] }] },
      ["tenants[1].operators is missing, as that of tenants[0] is: only one tenant can be everybody's"],
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
        'tenants[1].language is not a language that callers can be spoken to in: en or es',
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

  it('is explained wherever it is, and never breaks the reader', async () => {
    const example = readFileSync(
      fileURLToPath(new URL('../../companion.config.example.json', import.meta.url)),
      'utf8',
    );
    /** The places of a tree, as lists of keys. */
    const placesOf = (tree: unknown): string[][] =>
      typeof tree === 'object' && tree !== null
        ? Object.entries(tree).flatMap(([key, branch]) => [
            [key],
            ...placesOf(branch).map((rest) => [key, ...rest]),
          ])
        : [];
    const changed = (tree: unknown, [key, ...rest]: string[], value: unknown): unknown => {
      if (key === undefined) return value;
      const copy = (Array.isArray(tree) ? [...(tree as unknown[])] : { ...(tree as object) }) as Record<
        string,
        unknown
      >;
      copy[key] = changed(copy[key], rest, value);
      return copy;
    };
    const tree: unknown = JSON.parse(example);
    const values = Object.fromEntries(
      [...example.matchAll(/"env": "(\w+)"/g)].map(([, name = '']) => [
        name,
        name.endsWith('_SECRET') ? SECRET : name.endsWith('_FROM') ? '+13055550199' : `${name}-not-a-secret`,
      ]),
    );
    const value = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom({ env: 'UNSET' }, { env: 'NORTH_TOOLS_KEY' }, null, [], {}, '', 0, 'https://'),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...placesOf(tree)), value, async (place, wrong) => {
        const { tenants, mistakes } = await read(changed(tree, place, wrong), values);
        expect(tenants.length > 0).toBe(mistakes.length === 0);
        const { ok, lines } = await checkConfig({ ...values, CONFIG_FILE: file });
        if (mistakes.length > 0) expect(ok).toBe(false);
        expect(lines.join()).not.toContain('not-a-secret');
        expect(lines.join()).not.toContain(SECRET);
      }),
      { numRuns: 400 },
    );
  });
});
