import type { Job } from './operations.ts';
import type { Sql } from './database.ts';

interface JobRow extends Omit<Job, 'answerKey'> {
  answer_key: string | null;
}

/** The jobs of one kind of one tenant, and when the first of them is due, in milliseconds since 1970. */
export interface Lane {
  tenant: string;
  kind: string;
  due: number;
}

/** Jobs of one lane that are due, at most `count`, and until when they are leased. */
export interface Lease extends Pick<Lane, 'tenant' | 'kind'> {
  count: number;
  until: number;
}

/** All lanes in which there is something. However many jobs wait, only one of each lane is looked at. */
export function readLanes(sql: Sql): Promise<Lane[]> {
  const next = (column: string) =>
    `(SELECT ${column} FROM jobs WHERE (jobs.tenant, jobs.kind) > (lanes.tenant, lanes.kind)
      ORDER BY jobs.tenant, jobs.kind LIMIT 1)`;
  return sql.query<Lane>(
    `WITH RECURSIVE lanes (tenant, kind) AS (
       SELECT tenant, kind FROM (SELECT tenant, kind FROM jobs ORDER BY tenant, kind LIMIT 1) AS first
       UNION ALL
       SELECT ${next('jobs.tenant')}, ${next('jobs.kind')} FROM lanes WHERE lanes.tenant IS NOT NULL
     )
     SELECT tenant, kind,
       (SELECT MIN(due) FROM jobs WHERE jobs.tenant = lanes.tenant AND jobs.kind = lanes.kind) AS due
     FROM lanes WHERE tenant IS NOT NULL`,
  );
}

/**
 * Takes jobs that are due: until the lease ends nobody else gets them. Of several instances that ask at once, the later
 * one finds the due time moved and passes on.
 */
export async function leaseJobs(sql: Sql, now: number, leases: readonly Lease[]): Promise<Job[]> {
  const jobs: Job[] = [];
  for (const { tenant, kind, count, until } of leases) {
    const rows = await sql.query<JobRow>(
      `UPDATE jobs SET tries = tries + 1, due = $1 WHERE due <= $2 AND id IN (
         SELECT id FROM jobs WHERE tenant = $3 AND kind = $4 AND due <= $2 ORDER BY due LIMIT $5
       ) RETURNING *`,
      [until, now, tenant, kind, count],
    );
    jobs.push(...rows.map(({ answer_key: answerKey, ...job }) => ({ ...job, answerKey })));
  }
  return jobs;
}

/** How many are still to be done. */
export async function countJobs(sql: Sql): Promise<number> {
  return (await sql.query<{ count: number }>('SELECT COUNT(*) AS count FROM jobs'))[0]?.count ?? 0;
}
