import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { type Database, type Sql, type Transaction, Unreachable, type Value } from './database.ts';

const CHANNEL = 'ringside';
/**
 * How long a connection may take to be made, and any question on it to be answered: together less than a caller waits.
 * A connection can swallow everything without a word (a firewall that forgot it); who waits for TCP waits for minutes.
 */
const CONNECT_MS = 3000;
const ANSWER_MS = 3000;
/** The server gives up earlier: what is slow, and a transaction of somebody who is gone, whose locks hold up the others. */
const STATEMENT_MS = 2500;
const IDLE_MS = 2000;
/** What changes the schema or tidies up may take its time. */
const PATIENT_MS = 10 * 60_000;
/** How often it is asked whether the connection that listens is still there. */
const PULSE_MS = 15_000;
/** serialization_failure, deadlock_detected: another instance was in the way, and nothing was done. */
const IN_THE_WAY: ReadonlySet<string | undefined> = new Set(['40001', '40P01']);
const MAX_TURNS = 5;
/** query_canceled: it took too long, most likely for somebody's lock. */
const TOO_LONG = '57014';
/** The server ends the connection: it stops, or the transaction was idle for too long. */
const ENDED: ReadonlySet<string | undefined> = new Set(['57P01', '57P02', '57P03', '57P05', '25P03']);
/** Statements with more values than this come in too many lengths to be kept prepared on every connection. */
const MAX_PREPARED_VALUES = 16;
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
  const openPool = (): pg.Pool => {
    const made = new pg.Pool({
      ...options,
      max: 10,
      query_timeout: ANSWER_MS,
      statement_timeout: STATEMENT_MS,
      idle_in_transaction_session_timeout: IDLE_MS,
    });
    // An idle connection that is cut is replaced at the next question.
    made.on('error', (error) => log(`A database connection was lost: ${error.message}`));
    return made;
  };
  let pool = openPool();
  const ears = new Set<() => void>();

  /** Does it on a connection, and once more on a new one when that is lost: the idle ones may be lost, too. */
  async function onConnection<T>(answerMs: number, work: (sql: Sql) => Promise<T>): Promise<T> {
    for (let turn = 1; ; turn += 1) {
      const used = pool;
      try {
        return await lend(used, answerMs, work);
      } catch (error) {
        if (codeOf(error) === TOO_LONG) throw new Unreachable(error);
        if (!isLost(error)) throw error;
        if (pool === used && !used.ending) {
          log(`A database connection was given up: ${messageOf(error)}`);
          pool = openPool();
          void used.end();
        }
        if (turn === 2) throw new Unreachable(error);
      }
    }
  }

  /** What a transaction is made of. Whatever goes wrong in it is taken back. */
  const transactionOf =
    <T>(work: (sql: Transaction) => Promise<T>, patient: boolean) =>
    async (sql: Sql): Promise<T> => {
      const announce = async (topic: string) => {
        await sql.query('SELECT pg_notify($1, $2)', [CHANNEL, topic]);
      };
      await sql.query('BEGIN');
      try {
        if (patient) await sql.query(`SET LOCAL statement_timeout = ${PATIENT_MS}`);
        const result = await work({ ...sql, announce });
        await sql.query('COMMIT');
        return result;
      } catch (error) {
        // On a lost connection there is nothing to say it with; the server takes it back by itself.
        if (!isLost(error)) await sql.query('ROLLBACK');
        throw error;
      }
    };

  return {
    kind: 'postgres',
    query: (text, values) => onConnection(ANSWER_MS, (sql) => sql.query(text, values)),
    transaction: async (work, { patient = false } = {}) => {
      for (let turn = 1; ; turn += 1) {
        try {
          return await onConnection(patient ? PATIENT_MS : ANSWER_MS, transactionOf(work, patient));
        } catch (error) {
          if (!IN_THE_WAY.has(codeOf(error)) || turn === MAX_TURNS) throw error;
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
      // A connection that answers no more does not end by itself.
      await Promise.race([pool.end(), wait(CONNECT_MS, undefined, { ref: false })]);
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

/** Lends out a connection of this pool; a lost one is thrown away. */
async function lend<T>(pool: pg.Pool, answerMs: number, work: (sql: Sql) => Promise<T>): Promise<T> {
  const client = await pool.connect().catch((error: unknown) => {
    throw new Unreachable(error);
  });
  let broken = false;
  // Without a listener an error that comes between questions would end the process.
  const onError = () => {
    broken = true;
  };
  client.on('error', onError);
  try {
    return await work(asker(client, answerMs));
  } catch (error) {
    broken ||= isLost(error);
    throw error;
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const codeOf = (error: unknown): string | undefined =>
  error instanceof pg.DatabaseError ? error.code : undefined;

/** A question was not answered on this connection, and nobody knows whether it was heard. */
class Lost extends Error {}

const isLost = (error: unknown): boolean => error instanceof Lost || ENDED.has(codeOf(error));

/** Statements are prepared once for each connection, under a short name. */
const names = new Map<string, string>();

function nameOf(text: string): string {
  let name = names.get(text);
  if (name === undefined) names.set(text, (name = `ringside-${names.size}`));
  return name;
}

function asker(client: pg.PoolClient, answerMs: number): Sql {
  return {
    query: async <Row extends object>(text: string, values: readonly Value[] = []) => {
      const prepared = values.length > 0 && values.length <= MAX_PREPARED_VALUES;
      const question = {
        text,
        values: [...values],
        query_timeout: answerMs,
        ...(prepared && { name: nameOf(text) }),
      };
      try {
        return (await client.query<Row>(question)).rows;
      } catch (error) {
        // What the server has not said is about the connection: pg's own errors have no class.
        if (error instanceof pg.DatabaseError) throw error;
        throw new Lost(messageOf(error), { cause: error });
      }
    },
  };
}
