/** The smaller ports: presence, past and present calls, numbers to show, blocked callers (protocol sheet §5.5, ASSUMED but for bold names). */
import type { PresenceKind } from '../../mirror/desk.ts';
import type { Listed, Provider } from '../provider.ts';
import { isRow, textOf, type Row } from '../row.ts';
import { isMissing } from './errors.ts';
import { allRows } from './pages.ts';
import type { Cemscale } from './provider.ts';
import { activeCall, blockedRow, callRow, ownNumber } from './rows.ts';

const statuses: readonly { value: string; kind: PresenceKind }[] = [
  { value: 'available', kind: 'available' },
  { value: 'busy', kind: 'busy' },
  { value: 'dnd', kind: 'busy' },
  { value: 'away', kind: 'away' },
  { value: 'offline', kind: 'offline' },
];

export function presencePort({ client, whoAmI, log }: Cemscale): NonNullable<Provider['presence']> {
  /** Who is who; the team works without. */
  async function names(): Promise<ReadonlyMap<string, string>> {
    try {
      const { rows } = await allRows(client, 'ext.list', 'extensions');
      return new Map(
        rows.flatMap((row) => {
          const [extension, name] = [textOf(row, 'extension'), textOf(row, 'displayName')];
          return extension && name ? [[extension, name] as const] : [];
        }),
      );
    } catch (error) {
      log(`extensions: ${String(error)}`);
      return new Map();
    }
  }

  return {
    choices: statuses,
    byItself: [{ value: 'on_call', kind: 'busy' }],
    async list() {
      const [me, known, { rows }] = await Promise.all([
        whoAmI(),
        names(),
        allRows(client, 'presence.list', 'presence'),
      ]);
      return rows.flatMap((row) => {
        const extension = textOf(row, 'extension');
        if (!extension) return [];
        const name = textOf(row, 'displayName') ?? known.get(extension) ?? extension;
        const status = textOf(row, 'status', 'presence') ?? 'offline';
        return [{ id: extension, name, status, mine: extension === me.extension, extension }];
      });
    },
    async set(status) {
      const { extension } = await whoAmI();
      await client.one('presence.set', { names: { extension }, body: { status } });
    },
  };
}

/** Past calls of a range, everybody's; ms since the epoch. */
export function pastCalls(
  { client }: Pick<Cemscale, 'client'>,
  range: { from?: number; to?: number },
): Promise<Listed<Row>> {
  const iso = (at?: number) => (at === undefined ? undefined : new Date(at).toISOString());
  return allRows(client, 'cdr.list', 'cdr', { from: iso(range.from), to: iso(range.to) });
}

export function historyPort(shared: Cemscale): NonNullable<Provider['history']> {
  const { client, whoAmI } = shared;
  return {
    async list(range) {
      const [me, { rows, cut }] = await Promise.all([whoAmI(), pastCalls(shared, range)]);
      const calls = rows.flatMap((row) => callRow(row, me) ?? []);
      return { rows: calls.toSorted((a, b) => b.startedAt - a.startedAt), cut };
    },
    async one(callUuid) {
      const me = await whoAmI();
      const now = await client
        .one('calls.get', { names: { callUuid } })
        .then((answer) => (isRow(answer['call']) ? answer['call'] : answer))
        .catch((error: unknown) => {
          if (isMissing(error)) return undefined;
          throw error;
        });
      if (now) return callRow(now, me);
      // There is no look-up by id among past calls: the newest page has those that anybody asks for.
      const { rows } = await client.list('cdr.list', 'cdr', { query: { page: '1', limit: '200' } });
      return rows.flatMap((row) => callRow(row, me) ?? []).find((call) => call.callUuid === callUuid);
    },
    async active() {
      const [me, { rows }] = await Promise.all([whoAmI(), client.list('calls.active', 'calls')]);
      return rows.flatMap((row) => activeCall(row, me) ?? []);
    },
  };
}

/** `always`: the switch places every call, not only those that show a chosen number. */
export function numbersPort(
  { client, whoAmI, me }: Cemscale,
  always: boolean,
): NonNullable<Provider['numbers']> {
  return {
    always,
    async list() {
      const { rows } = await allRows(client, 'did.list', 'dids');
      return rows.flatMap((row) => ownNumber(row) ?? []);
    },
    async call(to, from) {
      const { extension } = await whoAmI();
      // `fromExtension`, `toNumber` and `callUuid` are KNOWN; `callerId` is ASSUMED.
      const body = { fromExtension: extension, toNumber: to, ...(from !== undefined && { callerId: from }) };
      const answer = await client.one('calls.originate', { body, once: crypto.randomUUID() });
      return { callUuid: textOf(answer, 'callUuid') };
    },
    legsFrom: () => (me.extension === undefined ? [] : [me.extension]),
  };
}

export function blockedPort({ client }: Cemscale): NonNullable<Provider['blocked']> {
  return {
    async list() {
      const { rows } = await allRows(client, 'block.list', 'blocklist');
      return rows.flatMap((row) => blockedRow(row) ?? []);
    },
    async add(number, reason) {
      // All three names are KNOWN (§4).
      await client.one('block.add', { body: { number, reason, direction: 'inbound' } });
    },
    async remove(id) {
      await client.one('block.remove', { names: { id } });
    },
  };
}
