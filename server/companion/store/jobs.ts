import type { Job } from './batch.ts';
import type { Sql } from './database.ts';

interface JobRow extends Omit<Job, 'answerKey'> {
  answer_key: string | null;
}

/**
 * Takes up to `count` jobs that are due, for `leaseMs`: until then nobody else gets them. Of several instances that ask
 * at once, the later one finds the due time moved and passes on.
 */
export async function leaseJobs(
  sql: Sql,
  { now, leaseMs, count }: { now: number; leaseMs: number; count: number },
): Promise<Job[]> {
  const rows = await sql.query<JobRow>(
    `UPDATE jobs SET due = $1, tries = tries + 1
     WHERE due <= $2 AND id IN (SELECT id FROM jobs WHERE due <= $2 ORDER BY due LIMIT $3) RETURNING *`,
    [now + leaseMs, now, count],
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
