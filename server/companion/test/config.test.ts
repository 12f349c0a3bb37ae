import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { checkConfig } from '../config/check.ts';
import { jsonSchema, SCHEMA_FILE } from '../config/json-schema.ts';
import { readTenants } from '../config/tenants.ts';
import { digest, environment, file, named, one, read, SECRET } from './support/config-file.ts';

const EXAMPLE = fileURLToPath(new URL('../../companion.config.example.json', import.meta.url));

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
    ['de_DE:de', 'en'],
  ])('LANGUAGE "%s" is %s', async (LANGUAGE, language) => {
    const { tenants } = await readTenants({ VOIP_TOOLS_WEBHOOK_KEY: 'one', LANGUAGE });
    expect(tenants).toMatchObject([{ language }]);
  });

  it('a language without sentences is told of', async () => {
    const { ok, lines } = await checkConfig({ VOIP_TOOLS_WEBHOOK_KEY: 'one', LANGUAGE: 'fr_FR:fr' });
    expect(ok).toBe(true);
    expect(lines).toContainEqual(expect.stringContaining('LANGUAGE is "fr_FR:fr"'));
    const known = await checkConfig({ VOIP_TOOLS_WEBHOOK_KEY: 'one', LANGUAGE: 'es_MX:es' });
    expect(known.lines.join('\n')).not.toContain('LANGUAGE');
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
