/** `npm run server -- check-config`: reads the configuration as the companion would, and looks at what it points to. */
import { dirname } from 'node:path';
import { CsvMistake } from '../connectors/csv-table.ts';
import { checkPolicyCsv } from '../connectors/policy-csv.ts';
import { csvOptions } from './connect.ts';
import type { ConnectorSettings } from './schema.ts';
import { type ConfiguredTenant, readConfig } from './tenants.ts';

export interface ConfigCheck {
  ok: boolean;
  /** For people: every mistake, or what is configured. No secret is in them. */
  lines: string[];
}

/** Explains every mistake at once, or tells what is configured. Nothing is sent anywhere. */
export async function checkConfig(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<ConfigCheck> {
  const { file, configured, mistakes } = await readConfig(environment);
  const seen: { one: ConfiguredTenant; rows: number | undefined }[] = [];
  for (const one of configured) {
    const { rows, mistake } = await lookAtCsv(one, file);
    if (mistake !== undefined) mistakes.push(mistake);
    seen.push({ one, rows });
  }
  const source = file === undefined ? 'The environment' : file;
  if (mistakes.length > 0) {
    return {
      ok: false,
      lines: [`${source} cannot be used:`, ...[...new Set(mistakes)].map((mistake) => `  - ${mistake}`)],
    };
  }
  if (configured.length === 0) {
    const how = 'set VOIP_TOOLS_WEBHOOK_KEY, or write a companion.config.json (server/README.md)';
    return { ok: true, lines: [`Nobody may call: there is neither a configuration file nor a key. ${how}`] };
  }
  const count = configured.length === 1 ? 'one tenant' : `${configured.length} tenants`;
  return {
    ok: true,
    lines: [`${source} is right: ${count}.`, ...seen.flatMap(({ one, rows }) => describe(one, rows))],
  };
}

async function lookAtCsv(
  { tenant, policiesPlace, connectors: { policies } }: ConfiguredTenant,
  file: string | undefined,
): Promise<{ rows?: number; mistake?: string }> {
  if (policies?.type !== 'csv' || file === undefined) return {};
  const options = csvOptions(policies, tenant.region, dirname(file));
  try {
    return { rows: await checkPolicyCsv(options) };
  } catch (error) {
    if (!(error instanceof CsvMistake)) throw error;
    return { mistake: `${policiesPlace}.connectors.policies.file "${options.file}" ${error.message}` };
  }
}

function describe({ tenant, connectors, note }: ConfiguredTenant, rows: number | undefined): string[] {
  const keys = tenant.keyDigests.length === 1 ? 'one key' : `${tenant.keyDigests.length} keys`;
  const who = tenant.operators.length === 0 ? 'everybody who can sign in' : tenant.operators.join(', ');
  return [
    `  ${tenant.id === '*' ? 'Any tenant_id' : tenant.id}: ${keys}, ${tenant.language}, ${tenant.region}, ${tenant.timeZone}`,
    `    Inbox: ${who}`,
    `    SMS: ${smsOf(connectors.sms)}`,
    `    policies: ${policiesOf(connectors.policies, rows)}`,
    `    CRM: ${crmOf(connectors.crm)}`,
    ...(note === undefined ? [] : [`    Note: ${note}`]),
  ];
}

function smsOf(sms: ConnectorSettings['sms']): string {
  if (sms == null) return 'nobody sends; a person does it from the Inbox';
  // What comes from the environment may be something else by mistake.
  return `${sms.type} from ${/^\+?\d{3,15}$/.test(sms.from) ? sms.from : 'a sender by name'}`;
}

function policiesOf(policies: ConnectorSettings['policies'], rows: number | undefined): string {
  if (policies == null) return 'no book; a person looks them up';
  if (policies.type === 'csv') return `${policies.file}, ${rows ?? 0} policies`;
  return `${policies.method ?? 'GET'} ${new URL(policies.url).origin}`;
}

function crmOf(crm: ConnectorSettings['crm'] = {}): string {
  const told = Object.entries(crm).map(([tool, hook]) =>
    hook === null ? `${tool} to nobody` : `${tool} to ${new URL(hook.url).origin}`,
  );
  return told.length === 0 ? 'is told of nothing' : told.join(', ');
}
