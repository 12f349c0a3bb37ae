import type { Person } from '../inbox/item.ts';
import type { Database, Sql } from './database.ts';

/** Everybody who has had a token of this tenant. */
export async function readPeople(sql: Sql, tenant: string): Promise<Person[]> {
  const rows = await sql.query<{ id: string; name: string | null }>(
    'SELECT id, name FROM people WHERE tenant = $1 ORDER BY id',
    [tenant],
  );
  return rows.map(({ id, name }) => ({ id, ...(name !== null && { name }) }));
}

/** Remembers an operator, with the name last given. */
export async function rememberPerson(
  database: Database,
  tenant: string,
  { id, name }: Person,
): Promise<void> {
  const known = await database.query<{ name: string | null }>(
    'SELECT name FROM people WHERE tenant = $1 AND id = $2',
    [tenant, id],
  );
  if (known[0] && (name === undefined || known[0].name === name)) return;
  await database.transaction((sql) =>
    sql.query(
      `INSERT INTO people (tenant, id, name) VALUES ($1, $2, $3)
       ON CONFLICT (tenant, id) DO UPDATE SET name = COALESCE(excluded.name, people.name)`,
      [tenant, id, name ?? null],
    ),
  );
}
