import { createHash } from 'node:crypto';
import type { Tenant } from './tenant.ts';

/** The tenants of an environment without a configuration file: one, with the keys of `VOIP_TOOLS_WEBHOOK_KEY`; none without it. */
export function readTenants(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<{ tenants: Tenant[]; mistakes: string[] }> {
  const keys = (environment['VOIP_TOOLS_WEBHOOK_KEY'] ?? '')
    .split(',')
    .map((key) => key.trim())
    .filter((key) => key !== '');
  if (keys.length === 0) return Promise.resolve({ tenants: [], mistakes: [] });
  const tenant: Tenant = {
    id: environment['TENANT_ID']?.trim() || '*',
    keyDigests: keys.map((key) => createHash('sha256').update(key).digest('hex')),
    timeZone: environment['TIME_ZONE']?.trim() || 'UTC',
    language: environment['LANGUAGE']?.trim() || 'en',
    region: environment['REGION']?.trim() || 'US',
    operators: [],
    connectors: {},
  };
  return Promise.resolve({ tenants: [tenant], mistakes: [] });
}
