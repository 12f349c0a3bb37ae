/** Calls, past and present (protocol sheet §3: Call, CallParticipant). `list_calls` has no pages: ranges keep it small. */
import type { Provider } from '../provider.ts';
import type { Sippet } from './provider.ts';
import { textOf, type Row } from '../row.ts';
import { callFields, callRow, isAi } from './shapes.ts';

export function historyPort({ read, me, log }: Sippet): NonNullable<Provider['history']> {
  const calls = (filter: Row, sort = '-startedAt') =>
    read.all({ action: 'list_calls', fields: callFields, filter, sort }, 0);

  /** Call ids that an AI agent is in now. */
  async function withAi(): Promise<Set<string>> {
    const rows = await read.all({
      action: 'list_call_participants',
      fields: ['id', 'callId', 'role', 'leftAt'],
      filter: { leftAt: { isNil: true } },
    });
    return new Set(rows.filter(isAi).flatMap((row) => textOf(row, 'callId') ?? []));
  }

  return {
    async list({ from, to }) {
      const range = {
        greaterThanOrEqual: new Date(from).toISOString(),
        ...(to !== undefined && { lessThanOrEqual: new Date(to).toISOString() }),
      };
      const rows = await calls({ startedAt: range });
      return { rows: rows.flatMap((row) => callRow(row, me) ?? []) };
    },
    async one(callUuid) {
      const [row] = await calls({ callUuid: { eq: callUuid } });
      return row && callRow(row, me);
    },
    async active() {
      const [rows, ai] = await Promise.all([
        calls({ endedAt: { isNil: true } }),
        withAi().catch((error: unknown) => {
          // Who is in a call may be hidden from operators (§8 row 21); the call's own source then has to do.
          log(`participants: ${String(error)}`);
          return undefined;
        }),
      ]);
      return rows.flatMap((row) => {
        const call = callRow(row, me);
        if (!call) return [];
        const id = textOf(row, 'id') ?? '';
        return [{ ...call, withAi: ai ? ai.has(id) : /\bai\b/i.test(textOf(row, 'callSource') ?? '') }];
      });
    },
  };
}
