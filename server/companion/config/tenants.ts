/** Who may call: from the configuration file, or one tenant from the environment where there is no file. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import * as v from 'valibot';
import { connect, mergeConnectors } from './connect.ts';
import { explain, explainJson } from './explain.ts';
import { region, timeZone } from './parts.ts';
import { followReferences } from './references.ts';
import {
  type ConnectorSettings,
  DefaultsOfFile,
  FileOutline,
  type SharedSettings,
  TenantOfFile,
  type TenantSettings,
} from './schema.ts';
import { languageIn, LANGUAGES } from '../tools/tool.ts';
import type { Tenant } from './tenant.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The file that is taken, if it is there, from the directory the companion is started in (like `.env`). */
const PRESET_FILE = 'companion.config.json';

/** The variable with the keys where there is no file. */
const KEYS = 'VOIP_TOOLS_WEBHOOK_KEY';

/** A tenant and what it was made of, with everybody's settings merged in. */
export interface ConfiguredTenant {
  tenant: Tenant;
  /** Where it stands in the file. */
  place: string;
  connectors: ConnectorSettings;
  /** Whose settings say where policies are looked up. */
  policiesPlace: string;
  /** What is no mistake, but perhaps not what is meant. */
  note?: string;
}

export interface ReadConfig {
  /** The configuration file; undefined where there is none. */
  file: string | undefined;
  configured: ConfiguredTenant[];
  mistakes: string[];
}

/**
 * The tenants that an environment and its configuration file tell of: `CONFIG_FILE`, else `companion.config.json` in
 * the working directory, else one tenant by `VOIP_TOOLS_WEBHOOK_KEY`. No tenant and no mistake: nobody may call.
 * With a mistake there is no tenant, so that nothing runs half configured.
 */
export async function readTenants(
  environment: Environment,
): Promise<{ tenants: Tenant[]; mistakes: string[] }> {
  const { file, configured, mistakes } = await readConfig(environment);
  if (mistakes.length === 0) return { tenants: configured.map(({ tenant }) => tenant), mistakes: [] };
  const where = file === undefined ? '' : `${basename(file)}: `;
  return { tenants: [], mistakes: mistakes.map((mistake) => where + mistake) };
}

/** The same with what each tenant was made of, and with the tenants that have no mistake even if others have. */
export async function readConfig(environment: Environment): Promise<ReadConfig> {
  const asked = environment['CONFIG_FILE']?.trim() ?? '';
  const file = resolve(asked === '' ? PRESET_FILE : asked);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    if (asked === '' && error.code === 'ENOENT') return { file: undefined, ...fromEnvironment(environment) };
    return {
      file,
      configured: [],
      mistakes: [`the file cannot be read (${String(error.code)})`],
    };
  }
  return { file, ...fromFile(text, dirname(file), environment) };
}

function fromEnvironment(environment: Environment): Omit<ReadConfig, 'file'> {
  const given = (name: string, preset: string): string => environment[name]?.trim() || preset;
  const keys = listOf(environment[KEYS]);
  if (keys.length === 0) return { configured: [], mistakes: [] };
  const zone = given('TIME_ZONE', 'UTC');
  const country = given('REGION', 'US');
  // The systems of many people have a LANGUAGE like de_DE:de, too, so that it is no mistake.
  const wanted = given('LANGUAGE', 'en');
  const language = languageIn(wanted);
  const note =
    language === undefined
      ? `LANGUAGE is "${wanted}", in which there are no sentences (only in ${LANGUAGES.join(', ')}): callers are spoken to in English`
      : undefined;
  const mistakes = [
    ...(v.safeParse(timeZone, zone).issues ?? []).map(({ message }) => `TIME_ZONE "${zone}" ${message}`),
    ...(v.safeParse(region, country).issues ?? []).map(({ message }) => `REGION "${country}" ${message}`),
  ];
  const tenant: Tenant = {
    id: given('TENANT_ID', '*'),
    keyDigests: keys.map(digestOf),
    timeZone: zone,
    language: language ?? 'en',
    region: country,
    operators: [],
    connectors: {},
  };
  const one = { tenant, place: KEYS, connectors: {}, policiesPlace: '' };
  return { configured: [note === undefined ? one : { ...one, note }], mistakes };
}

function fromFile(text: string, directory: string, environment: Environment): Omit<ReadConfig, 'file'> {
  const mistakes: string[] = [];
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { configured: [], mistakes: [`the text is not JSON: ${explainJson(error, text)}`] };
  }
  const tree = followReferences(json, environment, (path, what) => mistakes.push(`${path} ${what}`));
  /** What a part of the file says; undefined with its mistakes noted. */
  const read = <Schema extends v.GenericSchema>(schema: Schema, part: unknown, place: string) => {
    const checked = v.safeParse(schema, part);
    mistakes.push(...(checked.issues ?? []).map((issue) => explain(issue, place)));
    return checked.success ? checked.output : undefined;
  };
  const outline = read(FileOutline, tree, '');
  const defaults = read(DefaultsOfFile, outline?.defaults ?? {}, 'defaults');
  const configured: ConfiguredTenant[] = [];
  for (const [index, part] of (outline?.tenants ?? []).entries()) {
    const place = `tenants[${index}]`;
    const settings = read(TenantOfFile, part, place);
    if (settings !== undefined) configured.push(tenantOf(settings, defaults ?? {}, place));
  }
  mistakes.push(...clashes(configured));
  if (outline !== undefined && environment[KEYS]?.trim() && !JSON.stringify(json).includes(`"${KEYS}"`)) {
    mistakes.push(
      `${KEYS} is set, but the configuration file does not use it: give it to a tenant as { "env": "${KEYS}" }, or unset it`,
    );
  }
  // A connector is only made where nothing is wrong with it.
  if (mistakes.length === 0) {
    for (const { tenant, connectors } of configured) {
      tenant.connectors = connect(connectors, tenant.region, directory);
    }
  }
  return { configured, mistakes };
}

/** A tenant, as yet without its connectors. */
function tenantOf(own: TenantSettings, everybodys: SharedSettings, place: string): ConfiguredTenant {
  const connectors = mergeConnectors(everybodys.connectors, own.connectors);
  const tenant: Tenant = {
    id: own.id,
    keyDigests: own.keys.flatMap((key) =>
      typeof key === 'string' ? listOf(key).map(digestOf) : [key.sha256],
    ),
    timeZone: own.timeZone ?? everybodys.timeZone ?? 'UTC',
    language: own.language ?? everybodys.language ?? 'en',
    region: own.region ?? everybodys.region ?? 'US',
    operators: own.operators ?? everybodys.operators ?? [],
    connectors: {},
  };
  const policiesPlace = own.connectors?.policies === undefined ? 'defaults' : place;
  return { tenant, place, connectors, policiesPlace };
}

/** What no two tenants may share: a key says who calls, an id where it is kept, an operator's address whose Inbox is shown. */
function clashes(configured: readonly ConfiguredTenant[]): string[] {
  const mistakes: string[] = [];
  const operators = new Map<string, string>();
  const ids = new Map<string, string>();
  const keys = new Map<string, string>();
  for (const { tenant, place } of configured) {
    const other = ids.get(tenant.id);
    if (other !== undefined) mistakes.push(`${place}.id is the same as that of ${other}`);
    ids.set(tenant.id, place);
    if (tenant.id === '*' && configured.length > 1) {
      mistakes.push(`${place}.id is "*", which takes any tenant_id: only where there is no other tenant`);
    }
    for (const operator of new Set(tenant.operators.length === 0 ? [''] : tenant.operators)) {
      const owner = operators.get(operator);
      if (owner !== undefined && operator === '') {
        mistakes.push(
          `${place}.operators is missing, as that of ${owner} is: only one tenant can be everybody's`,
        );
      } else if (owner !== undefined) {
        mistakes.push(`${place}.operators has ${operator}, whom ${owner} has too`);
      }
      operators.set(operator, place);
    }
    for (const digest of new Set(tenant.keyDigests)) {
      const owner = keys.get(digest);
      if (owner !== undefined) mistakes.push(`${place}.keys has a key that ${owner} has too`);
      keys.set(digest, place);
    }
  }
  return mistakes;
}

/** Keys are compared as digests, so that neither their text nor their length is at hand to leak. */
const digestOf = (key: string): string => createHash('sha256').update(key).digest('hex');

function listOf(text = ''): string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}
