/** For whoever looks after the tenant: who answers which number, and the record of all calls. `updateDid` is a KNOWN name, its route ASSUMED. */
import { FaultError } from '../../mirror/fault.ts';
import type { NumberTarget, Provider } from '../provider.ts';
import { textOf, timeOf, type Row } from '../row.ts';
import type { Client } from './client.ts';
import { isMissing } from './errors.ts';
import { allRows } from './pages.ts';
import { pastCalls } from './ports.ts';
import type { Cemscale } from './provider.ts';
import type { RouteId } from './routes.ts';
import { ownNumber, targetOf } from './rows.ts';

/**
 * Where the targets of each kind are listed, and what they are called by there. KNOWN (§9.2): an agent is routed to by
 * `agent_id`, a slug, and shown by `display_name`.
 */
const sources: readonly {
  kind: NumberTarget['kind'];
  route: RouteId;
  list: string;
  keys: readonly string[];
}[] = [
  { kind: 'extension', route: 'ext.list', list: 'extensions', keys: ['extension'] },
  { kind: 'ai_agent', route: 'agent.list', list: 'agents', keys: ['agentId', 'slug'] },
  { kind: 'queue', route: 'queue.list', list: 'queues', keys: ['id'] },
];

/** Asks under the administrator's own token. */
interface Administrator {
  client: Client;
  name: string;
}

/** `signIn` makes a client for the administrator's token. Neither password nor token outlives the engine. */
export function adminPort(
  shared: Cemscale,
  signIn: (email: string, password: string) => Promise<Administrator>,
): NonNullable<Provider['admin']> {
  const { log } = shared;
  let administrator: Administrator | undefined;

  /** As the administrator while that sign-in lasts, else as the operator, who may have the right too. */
  async function as<T>(work: (client: Client) => Promise<T>): Promise<T> {
    const now = administrator;
    if (!now) return work(shared.client);
    try {
      return await work(now.client);
    } catch (error) {
      if (!(error instanceof FaultError) || error.fault.code !== 'sign-in-needed') throw error;
      log('the administrator’s sign-in is over');
      if (administrator === now) administrator = undefined;
      return work(shared.client);
    }
  }

  return {
    async signIn(email, password) {
      administrator = await signIn(email, password);
    },
    signedInAs: () => administrator?.name,
    async numbers() {
      const { rows } = await as((client) => allRows(client, 'did.list', 'dids'));
      return rows.flatMap((row) => {
        const own = ownNumber(row);
        return own ? [{ ...own, answeredBy: targetOf(row) }] : [];
      });
    },
    async targets() {
      const lists = await Promise.all(
        sources.map(async ({ kind, route, list, keys }) => {
          try {
            const { rows } = await as((client) => allRows(client, route, list));
            return rows.flatMap((row) => {
              const target = textOf(row, ...keys);
              const name = textOf(row, 'displayName', 'name') ?? target;
              return target && name ? [{ kind, target, name }] : [];
            });
          } catch (error) {
            // A tenant without queues or agents may lack the route.
            if (!isMissing(error)) throw error;
            log(`${route} is not there`);
            return [];
          }
        }),
      );
      return lists.flat();
    },
    async assign(id, { kind, target }) {
      const body = { routeType: kind, routeTarget: target };
      await as((client) => client.one('did.update', { names: { id }, body }));
    },
    async records({ from, to }) {
      const { rows, cut } = await as((client) => pastCalls({ client }, { from, to }));
      return {
        rows: rows.map((row) => Object.fromEntries(columns.map((name) => [name, cellOf(row, name)]))),
        cut,
      };
    },
  };
}

/** A record's columns (§10.1, ASSUMED), in the order of the file. */
const columns = [
  'id',
  'callUuid',
  'direction',
  'fromNumber',
  'toNumber',
  'extension',
  'didNumber',
  'queueId',
  'aiAgentId',
  'startedAt',
  'answeredAt',
  'endedAt',
  'durationSec',
  'billSec',
  'disposition',
  'hangupCause',
  'recordingId',
  'crmUserId',
] as const;

/** Times in one form, whatever they were sent as. */
function cellOf(row: Row, name: (typeof columns)[number]): string | undefined {
  if (!name.endsWith('At')) return textOf(row, name);
  const at = timeOf(row, name);
  return at === undefined ? undefined : new Date(at).toISOString();
}
