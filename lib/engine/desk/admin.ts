/** Who is turned away, who answers the company's numbers, and the record of all calls. Read when asked: hardly ever. */
import type { AdminPage, BlockedNumber, ExportedFile, NumberTarget } from '../../mirror/desk.ts';
import { FaultError } from '../../mirror/fault.ts';
import { formatNumber, parseNumber } from '../../numbers/parse.ts';
import type { Provider } from '../../providers/provider.ts';
import { fileOf } from './export.ts';

/** Columns that hold telephone numbers: a plus there is no formula. */
const phones: readonly string[] = ['fromNumber', 'toNumber', 'didNumber'];

export function createBlocked(port: NonNullable<Provider['blocked']>, region: () => string) {
  return {
    list: async (): Promise<BlockedNumber[]> =>
      (await port.list()).toSorted((a, b) => (b.since ?? 0) - (a.since ?? 0)),
    async add(number: string, reason: string): Promise<void> {
      const parsed = parseNumber(number, region());
      if (!parsed.ok || parsed.kind !== 'phone') throw new FaultError('not-a-number', { about: number });
      await port.add(parsed.number, reason);
    },
    remove: (id: string) => port.remove(id),
  };
}

export function createAdmin(port: NonNullable<Provider['admin']>, region: () => string) {
  return {
    async read(): Promise<AdminPage> {
      const [numbers, targets] = await Promise.all([port.numbers(), port.targets()]);
      return {
        numbers: numbers.map((one) => ({ ...one, display: formatNumber(one.number, region()) })),
        targets,
        ...(port.signIn && { administrator: port.signedInAs?.() ?? null }),
      };
    },
    async signIn(email: string, password: string): Promise<void> {
      if (!port.signIn) throw new FaultError('not-offered', { about: 'admin' });
      await port.signIn(email, password);
    },
    assign: (id: string, target: NumberTarget) => port.assign(id, target),
    async records(range: { from: number; to?: number }, format: 'csv' | 'json'): Promise<ExportedFile> {
      const { rows, cut } = await port.records(range);
      const file = fileOf('call-records', Object.keys(rows[0] ?? {}), rows, phones, format, Date.now());
      return { ...file, ...(cut && { cut: rows.length }) };
    },
  };
}
