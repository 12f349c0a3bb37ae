/** Makes a tenant's connectors of what the configuration file says. */
import { resolve } from 'node:path';
import type { Connectors, CrmSink, PolicyBook, SmsSender } from '../connectors/connector.ts';
import { crmWebhook } from '../connectors/crm-webhook.ts';
import { policyCsv, type PolicyCsvOptions } from '../connectors/policy-csv.ts';
import { policyHttp } from '../connectors/policy-http.ts';
import { telnyxSms } from '../connectors/telnyx.ts';
import { twilioSms } from '../connectors/twilio.ts';
import type { ConnectorSettings } from './schema.ts';

/** The tenant's own where it has one, null where it wants none, else everybody's; of the CRM by tool. */
export function mergeConnectors(
  everybodys: ConnectorSettings = {},
  own: ConnectorSettings = {},
): ConnectorSettings {
  return { ...everybodys, ...own, crm: { ...everybodys.crm, ...own.crm } };
}

/** `directory` is what files are relative to. */
export function connect(settings: ConnectorSettings, region: string, directory: string): Connectors {
  const connectors: Connectors = {};
  if (settings.sms != null) connectors.sms = smsOf(settings.sms);
  if (settings.policies != null) connectors.policies = policiesOf(settings.policies, region, directory);
  const crm = new Map<string, CrmSink>();
  const hooks = settings.crm ?? {};
  for (const [tool, hook] of Object.entries(hooks)) {
    if (hook !== null) crm.set(tool, crmWebhook({ ...hook, secrets: hook.secret }));
    // Told to nobody, which `*` would undo.
    else if (tool !== '*' && hooks['*'] != null) crm.set(tool, { deliver: () => Promise.resolve() });
  }
  if (crm.size > 0) connectors.crm = crm;
  return connectors;
}

function smsOf(settings: NonNullable<ConnectorSettings['sms']>): SmsSender {
  return settings.type === 'twilio' ? twilioSms(settings) : telnyxSms(settings);
}

function policiesOf(
  settings: NonNullable<ConnectorSettings['policies']>,
  region: string,
  directory: string,
): PolicyBook {
  if (settings.type === 'http') return policyHttp({ ...settings, region });
  return policyCsv(csvOptions(settings, region, directory));
}

/** The options of a policy file, which is relative to `directory`. */
export function csvOptions(
  settings: Extract<ConnectorSettings['policies'], { type: 'csv' }>,
  region: string,
  directory: string,
): PolicyCsvOptions {
  return { ...settings, region, file: resolve(directory, settings.file) };
}
