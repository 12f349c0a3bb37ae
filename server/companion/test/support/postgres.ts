/** A private PostgreSQL cluster for a test: made in a directory of its own, gone afterwards. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { until } from '../../../../test/support/facts.ts';

/** Debian keeps the programs of each version apart; the newest one is taken. */
function findPrograms(): string | undefined {
  const base = '/usr/lib/postgresql';
  const versions = existsSync(base) ? readdirSync(base).toSorted((a, b) => Number(b) - Number(a)) : [];
  const found = versions.map((version) => join(base, version, 'bin'));
  return found.find((path) => existsSync(join(path, 'initdb')));
}

const programs = findPrograms();
const isRoot = process.getuid?.() === 0;
/** PostgreSQL refuses to run as root; its package brings a user to run as. */
const account = isRoot ? spawnSync('id', ['-u', 'postgres'], { encoding: 'utf8' }) : undefined;

/** Whether PostgreSQL can be run here. */
export const hasPostgres =
  programs !== undefined &&
  (account === undefined || account.status === 0) &&
  spawnSync('setpriv', ['--version']).status === 0;

export interface Cluster {
  /** A database of its own on every call. */
  freshUrl(): Promise<string>;
  /** Asks one of them, as its owner. */
  query(url: string, text: string): Promise<Record<string, unknown>[]>;
  stop(): Promise<void>;
}

/** Starts a cluster on a Unix socket. `durable` keeps what makes a commit cost what it costs. */
export async function startPostgres({ durable = false } = {}): Promise<Cluster> {
  if (programs === undefined) throw new Error('there is no PostgreSQL here');
  const directory = mkdtempSync(join(tmpdir(), 'ringside-pg-'));
  const data = join(directory, 'data');
  const asOwner = (program: string, args: string[]): [string, string[]] => {
    const path = join(programs, program);
    const user = isRoot ? ['--reuid=postgres', '--regid=postgres', '--init-groups'] : [];
    // It ends with us, however we end.
    return ['setpriv', [...user, '--pdeathsig=INT', path, ...args]];
  };
  if (account) chownSync(directory, Number(account.stdout), 0);
  execFileSync(
    ...asOwner('initdb', ['-D', data, '-A', 'trust', '-U', 'ringside', '--no-sync', '-E', 'UTF8']),
    {
      stdio: ['ignore', 'ignore', 'inherit'],
      cwd: directory,
    },
  );
  const settings = ['-c', 'listen_addresses=', '-c', `unix_socket_directories=${directory}`];
  const careless = durable ? [] : ['-c', 'fsync=off'];
  const server = spawn(...asOwner('postgres', ['-D', data, ...settings, ...careless]), {
    stdio: 'ignore',
    cwd: directory,
  });
  const urlOf = (name: string) => `postgresql://ringside@/${name}?host=${encodeURIComponent(directory)}`;
  const query: Cluster['query'] = async (url, text) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(text)).rows;
    } finally {
      await client.end();
    }
  };
  await until(() => query(urlOf('postgres'), 'SELECT 1'), {
    message: 'PostgreSQL did not start',
    timeout: 30_000,
  });
  let made = 0;
  return {
    freshUrl: async () => {
      made += 1;
      await query(urlOf('postgres'), `CREATE DATABASE d${made}`);
      return urlOf(`d${made}`);
    },
    query,
    stop: async () => {
      const gone = once(server, 'exit');
      // setpriv replaces itself by the server, so this reaches it: a fast shutdown.
      server.kill('SIGINT');
      await gone;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
