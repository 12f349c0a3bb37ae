import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import type { Place } from './desk.ts';
import { type Cluster, hasPostgres, startPostgres } from './postgres.ts';

/** For what must not pass at the second try. */
export const NEVER_AGAIN = { retry: 0 };

/** A directory that is gone after the tests of this file. */
export function freshDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'ringside-data-'));
  directories.push(directory);
  return directory;
}

const directories: string[] = [];
afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
});

/**
 * The same tests on SQLite and, where it is installed, on PostgreSQL. They are never tried again, on no machine: what is
 * lost or done twice must not pass because it went well the next time.
 */
export function onBothStores(
  tests: (freshPlace: () => Promise<Place>, kind: 'sqlite' | 'postgres') => void,
): void {
  describe('on SQLite', NEVER_AGAIN, () =>
    tests(() => Promise.resolve({ directory: freshDirectory() }), 'sqlite'),
  );
  describe.skipIf(!hasPostgres)('on PostgreSQL', NEVER_AGAIN, () => {
    let cluster: Cluster;
    beforeAll(async () => {
      cluster = await startPostgres();
    });
    afterAll(() => cluster.stop());
    tests(async () => ({ databaseUrl: await cluster.freshUrl(), directory: freshDirectory() }), 'postgres');
  });
}
