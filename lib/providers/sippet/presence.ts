/** Who is there (protocol sheet §3: OperatorStatus). */
import type { PresenceRow, Provider } from '../provider.ts';
import type { Sippet } from './provider.ts';
import type { Row } from '../row.ts';
import { presenceRow, statusKinds } from './shapes.ts';

const fields = ['id', 'sipUserId', 'agentName', 'status', 'source', 'changedByUserId'] as const;

export function presencePort({ read, me, names }: Sippet): NonNullable<Provider['presence']> {
  /** Whoever last changed a status is nearly always its owner; the only way the API tells whose user it is. */
  function learn(row: Row): PresenceRow | undefined {
    const read = presenceRow(row, me);
    if (!read) return undefined;
    const { userId, ...shown } = read;
    if (userId && row['source'] !== 'console') {
      names.set(userId, read.name);
      if (read.mine) me.userId = userId;
    }
    return shown;
  }

  return {
    choices: Object.entries(statusKinds).map(([value, kind]) => ({ value, kind })),
    async list() {
      const rows = await read.all({ action: 'list_operator_statuses', fields });
      return rows.flatMap((row) => learn(row) ?? []);
    },
    async set(status) {
      const row = await read.written({
        action: 'set_operator_status',
        // `widget` is the member the sheet knows (§7).
        input: { ...(me.sipUserId && { sipUserId: me.sipUserId }), status, source: 'widget' },
        fields,
      });
      learn(row);
    },
  };
}
