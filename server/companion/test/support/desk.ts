/** A companion with a receiver on a real port, over either database. */
import { createHash } from 'node:crypto';
import type { Tenant } from '../../config/tenant.ts';
import { type CompanionConfig, cookieSession, openToolCalls, signSession } from '../../companion.ts';
import type { ToolCalls, ToolCallsOptions } from '../../receiver/tool-calls.ts';
import { listenWith } from '../../serve.ts';
import type { InboxItem } from '../../inbox/item.ts';
import type { Store } from '../../store/store.ts';

export const KEY = 'csk_test_not-a-secret-0000000000';
export const TENANT_ID = '00000000-0000-4000-8000-0000000000aa';
const COOKIE_SECRET = 'a-cookie-secret-of-a-test-not-a-secret';

export const digestOf = (key: string): string => createHash('sha256').update(key).digest('hex');

export const tenantWith = (more: Partial<Tenant> = {}): Tenant => ({
  id: TENANT_ID,
  keyDigests: [digestOf(KEY)],
  timeZone: 'America/New_York',
  language: 'en',
  region: 'US',
  operators: [],
  connectors: {},
  ...more,
});

/** Where a companion keeps its data: a fresh place on every call. */
export type Place = Pick<ToolCallsOptions, 'databaseUrl' | 'directory'>;

export interface Desk {
  url: string;
  toolCalls: ToolCalls;
  log: object[];
  stop(): Promise<void>;
}

/** A companion with these tenants. It is quick to try again, so that tests need not wait. */
export async function openDesk(
  place: Place,
  more: Partial<ToolCallsOptions> = {},
  config: Partial<CompanionConfig> = {},
  port = 0,
): Promise<Desk> {
  const log: object[] = [];
  const toolCalls = await openToolCalls({
    ...place,
    tenants: [tenantWith()],
    retentionDays: 90,
    perKeyPerMinute: 1_000_000,
    firstPauseMs: 20,
    leaseMoreMs: 200,
    log: (entry) => log.push(entry),
    ...more,
  });
  const running = await listenWith(
    {
      allowedOrigins: ['chrome-extension://*'],
      sessions: [cookieSession({ name: 'crm_session', secret: COOKIE_SECRET, emailClaim: 'email' })],
      perOperatorPerMinute: 1000,
      perAddressPerMinute: 1000,
      toolCalls,
      log: (entry) => log.push(entry),
      ...config,
    },
    { host: '127.0.0.1', port },
  );
  return { ...running, toolCalls, log };
}

export interface Answer {
  http: number;
  status: string;
  message: string;
  headers: Headers;
  [more: string]: unknown;
}

/** Posts to the webhook as the platform does. */
export async function post(
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(`${url}/api/webhooks/ai-tools`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${KEY}`,
      'x-webhook-source': 'voiceai-platform',
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const answer = (await response.json()) as { status: string; message: string };
  return { http: response.status, headers: response.headers, ...answer };
}

/** A tool call of this tenant's. */
export const callOf = (
  tool: string,
  args: unknown,
  callId: string = crypto.randomUUID(),
  tenantId = TENANT_ID,
) => ({
  function: tool,
  args,
  call_id: callId,
  tenant_id: tenantId,
});

export const tell = (url: string, tool: string, args: unknown, callId?: string): Promise<Answer> =>
  post(url, callOf(tool, args, callId));

/** Everything in the Inbox of a tenant. */
export const itemsOf = ({ toolCalls }: Pick<Desk, 'toolCalls'>, tenant = TENANT_ID): Promise<InboxItem[]> =>
  itemsIn(toolCalls.store, tenant);

/** Everything of a tenant that a store has. */
export async function itemsIn(store: Pick<Store, 'readChanges'>, tenant: string): Promise<InboxItem[]> {
  const items: InboxItem[] = [];
  for (let rev = 0, more = true; more;) {
    const changes = await store.readChanges(tenant, rev, 500);
    items.push(...changes.items);
    ({ rev, more } = changes);
  }
  return items;
}

/** The header with which this operator asks for a token. */
export async function sessionOf(email: string, name?: string): Promise<{ cookie: string }> {
  const claims = { email, ...(name !== undefined && { name }) };
  const expiresAt = new Date(Date.now() + 3_600_000);
  return { cookie: `crm_session=${await signSession(claims, { secret: COOKIE_SECRET, expiresAt })}` };
}

/** An operator's token of the Inbox. */
export async function tokenOf(url: string, email: string, name?: string): Promise<string> {
  const response = await fetch(`${url}/inbox-token`, {
    method: 'POST',
    headers: await sessionOf(email, name),
  });
  return ((await response.json()) as { token: string }).token;
}
