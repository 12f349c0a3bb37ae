import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { type Database, type Sql, type Transaction, Unreachable, type Value } from './database.ts';

const CHANNEL = 'ringside';
const CONNECT_MS = 5000;
/** How often it is asked whether the connection that listens is still there. */
const PULSE_MS = 15_000;
/** Nothing we ask takes longer than moments; what does is stuck. */
const STATEMENT_MS = 10_000;
/** serialization_failure, deadlock_detected: another instance was in the way, and nothing was done. */
const IN_THE_WAY: ReadonlySet<string | undefined> = new Set(['40001', '40P01']);
const MAX_TURNS = 5;
const INT8 = 20;

/** A PostgreSQL database, for any number of instances. Our tables are in a schema of their own, `ringside`. */
export function openPostgres(url: string, log: (message: string) => void): Database {
  const options: pg.ClientConfig = {
    connectionString: url,
    application_name: 'ringside',
    options: '-c search_path=ringside',
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    types: {
      // What we count stays below 2^53.
      getTypeParser: ((oid: number, format?: 'text') =>
        oid === INT8 ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
    },
  };
  const pool = new pg.Pool({ ...options, max: 10, statement_timeout: STATEMENT_MS });
  // An idle connection that is cut is replaced at the next question.
  pool.on('error', (error) => log(`A database connection was lost: ${error.message}`));
  const ears = new Set<() => void>();

  async function run<T>(work: (sql: Transaction) => Promise<T>): Promise<T> {
    const client = await pool.connect().catch((error: unknown) => {
      throw new Unreachable(error);
    });
    let broken: Error | undefined;
    try {
      await client.query('BEGIN');
      const sql = asker(client);
      const announce = async (topic: string) => {
        await sql.query('SELECT pg_notify($1, $2)', [CHANNEL, topic]);
      };
      const result = await work({ ...sql, announce });
      await client.query('COMMIT');
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch((reason: unknown) => {
        broken = reason instanceof Error ? reason : new Error(String(reason));
      });
      throw error;
    } finally {
      client.release(broken);
    }
  }

  return {
    kind: 'postgres',
    ...asker(pool),
    transaction: async (work) => {
      for (let turn = 1; ; turn += 1) {
        try {
          return await run(work);
        } catch (error) {
          const code = error instanceof pg.DatabaseError ? error.code : undefined;
          if (!IN_THE_WAY.has(code) || turn === MAX_TURNS) throw error;
        }
      }
    },
    listen: (hear) => {
      const stop = listen(options, hear, log);
      ears.add(stop);
      return () => {
        ears.delete(stop);
        stop();
      };
    },
    close: async () => {
      for (const stop of ears) stop();
      await pool.end();
    },
  };
}

/** Listens on a connection of its own, and after a loss on another one. */
function listen(
  options: pg.ClientConfig,
  hear: (topic: string | undefined) => void,
  log: (message: string) => void,
): () => void {
  const stopped = new AbortController();
  const once = async () => {
    const client = new pg.Client({ ...options, query_timeout: PULSE_MS / 2 });
    let pulse: NodeJS.Timeout | undefined;
    // Without a listener an error that comes between questions would end the process.
    const lost = new Promise<void>((resolve) => {
      client.on('error', () => resolve());
      client.on('end', () => resolve());
      stopped.signal.addEventListener('abort', () => resolve(), { once: true });
      // A connection can be cut without a word; who only listens would never know.
      pulse = setInterval(() => void client.query('SELECT 1').catch(() => resolve()), PULSE_MS);
    });
    client.on('notification', ({ payload }) => hear(payload));
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
      hear(undefined);
      await lost;
    } finally {
      clearInterval(pulse);
      // It may never be told of its end.
      await Promise.race([client.end(), wait(CONNECT_MS, undefined, { ref: false })]);
    }
  };
  void (async () => {
    for (let failures = 0; !stopped.signal.aborted;) {
      const startedAt = Date.now();
      await once().catch((error: unknown) => log(`The database cannot be listened to: ${String(error)}`));
      failures = Date.now() - startedAt > CONNECT_MS ? 0 : failures + 1;
      await wait(Math.min(5000, 100 * 2 ** failures), undefined, { signal: stopped.signal }).catch(() => {
        // Stopped; the loop sees it.
      });
    }
  })();
  return () => stopped.abort();
}

/** Statements are prepared once for each connection, under a short name. */
const names = new Map<string, string>();

function asker(client: pg.Pool | pg.PoolClient): Sql {
  return {
    query: async <Row extends object>(text: string, values: readonly Value[] = []) => {
      let name = names.get(text);
      if (name === undefined) names.set(text, (name = `ringside-${names.size}`));
      const { rows } = await client.query<Row>({ name, text, values: [...values] });
      return rows;
    },
  };
}
