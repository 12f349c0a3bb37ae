import type { Job } from './operations.ts';
import type { Sql, Value } from './database.ts';

interface JobRow extends Omit<Job, 'answerKey'> {
  answer_key: string | null;
}

/** How many jobs of one kind of one tenant are under way. */
export interface Lane {
  tenant: string;
  kind: string;
  busy: number;
}

/**
 * Jobs that are due, at most `count`, and of one kind of one tenant at most `each`, from which those under way are taken
 * off (`lanes`); until when they are leased, and the one kind that takes longer.
 */
export interface Lease {
  now: number;
  count: number;
  each: number;
  lanes: readonly Lane[];
  until: number;
  slow: { kind: string; until: number };
}

/**
 * Takes jobs that are due: until the lease ends nobody else gets them. Of several instances that ask at once, the later
 * one finds the due time moved and passes on.
 */
export async function leaseJobs(sql: Sql, lease: Lease): Promise<Job[]> {
  const { now, count, each, lanes, until, slow } = lease;
  const values: Value[] = [until, now, count, slow.kind, slow.until, each];
  const room = lanes.map(({ tenant, kind, busy }) => {
    const first = values.push(tenant, kind, busy) - 2;
    return `- CASE WHEN tenant = $${first} AND kind = $${first + 1} THEN CAST($${first + 2} AS BIGINT) ELSE 0 END`;
  });
  const rows = await sql.query<JobRow>(
    `UPDATE jobs SET tries = tries + 1,
       due = CASE WHEN kind = $4 THEN CAST($5 AS BIGINT) ELSE CAST($1 AS BIGINT) END
     WHERE due <= $2 AND id IN (
       SELECT id FROM (
         SELECT id, tenant, kind, due, ROW_NUMBER() OVER (PARTITION BY tenant, kind ORDER BY due) AS place
         FROM jobs WHERE due <= $2
       ) AS waiting WHERE place <= CAST($6 AS BIGINT) ${room.join(' ')} ORDER BY due LIMIT $3
     ) RETURNING *`,
    values,
  );
  return rows.map(({ answer_key: answerKey, ...job }) => ({ ...job, answerKey }));
}

/** When the next job after that time is due, in milliseconds since 1970; undefined when there is none. */
export async function nextDue(sql: Sql, after = -1): Promise<number | undefined> {
  const text = 'SELECT MIN(due) AS due FROM jobs WHERE due > $1';
  return (await sql.query<{ due: number | null }>(text, [after]))[0]?.due ?? undefined;
}

/** How many are still to be done. */
export async function countJobs(sql: Sql): Promise<number> {
  return (await sql.query<{ count: number }>('SELECT COUNT(*) AS count FROM jobs'))[0]?.count ?? 0;
}
