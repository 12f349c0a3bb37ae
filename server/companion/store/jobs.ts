import type { Job } from './operations.ts';
import type { Sql } from './database.ts';

interface JobRow extends Omit<Job, 'answerKey'> {
  answer_key: string | null;
}

/** Jobs that are due, at most `count`; until when they are leased, and the one kind that takes longer. */
export interface Lease {
  now: number;
  count: number;
  until: number;
  slow: { kind: string; until: number };
}

/**
 * Takes jobs that are due: until the lease ends nobody else gets them. Of several instances that ask at once, the later
 * one finds the due time moved and passes on.
 */
export async function leaseJobs(sql: Sql, { now, count, until, slow }: Lease): Promise<Job[]> {
  const rows = await sql.query<JobRow>(
    `UPDATE jobs SET tries = tries + 1,
       due = CASE WHEN kind = $4 THEN CAST($5 AS BIGINT) ELSE CAST($1 AS BIGINT) END
     WHERE due <= $2 AND id IN (SELECT id FROM jobs WHERE due <= $2 ORDER BY due LIMIT $3) RETURNING *`,
    [until, now, count, slow.kind, slow.until],
  );
  return rows.map(({ answer_key: answerKey, ...job }) => ({ ...job, answerKey }));
}

/** When the next job is due, in milliseconds since 1970; undefined when there is none. */
export async function nextDue(sql: Sql): Promise<number | undefined> {
  return (await sql.query<{ due: number | null }>('SELECT MIN(due) AS due FROM jobs'))[0]?.due ?? undefined;
}

/** How many are still to be done. */
export async function countJobs(sql: Sql): Promise<number> {
  return (await sql.query<{ count: number }>('SELECT COUNT(*) AS count FROM jobs'))[0]?.count ?? 0;
}
