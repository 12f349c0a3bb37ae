/** One way to ask SQLite and PostgreSQL: SQL that both understand, with `$1`, `$2`, … for values. */

export type Value = string | number | null;

export interface Sql {
  /** The rows. Numbers are numbers; there are no other types than text and whole numbers in the schema. */
  query<Row extends object>(text: string, values?: readonly Value[]): Promise<Row[]>;
}

export interface Transaction extends Sql {
  /** Tells everybody who listens, on every instance, once this transaction is committed. */
  announce(topic: string): Promise<void>;
}

/** Nobody answered where the database should be: whoever else asks now would not be answered either. */
export class Unreachable extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = 'Unreachable';
  }
}

export interface Database extends Sql {
  readonly kind: 'sqlite' | 'postgres';
  /**
   * All that `work` asks is done, durably, or nothing of it. It may be run again when another instance was in the way,
   * and when the connection was lost: perhaps after the commit, so it must find what it has done already.
   * Rejects with Unreachable when there is no connection. `patient`: it may take minutes.
   */
  transaction<T>(work: (sql: Transaction) => Promise<T>, how?: { patient?: boolean }): Promise<T>;
  /** `undefined` as a topic: announcements may have been missed, so look at everything. Gives back how to stop. */
  listen(hear: (topic: string | undefined) => void): () => void;
  close(): Promise<void>;
}

/** `($1,$2),($3,$4)` for rows of equal length, and their values in one list; `first` is the number of the first. */
export function tuples(rows: readonly (readonly Value[])[], first = 1): { text: string; values: Value[] } {
  let place = first;
  const text = rows.map((row) => `(${row.map(() => `$${place++}`).join(',')})`).join(',');
  return { text, values: rows.flat() };
}

/** `$1,$2,$3` for so many values. */
export const places = (count: number, first = 1): string =>
  Array.from({ length: count }, (_, index) => `$${index + first}`).join(',');
