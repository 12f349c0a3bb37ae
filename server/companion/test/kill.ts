/**
 * Kills a companion under load and counts what was lost or done twice:
 * node server/companion/test/kill.ts [--kills 200] [--seed 1] [--callers 20] [--postgres]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { killAndReckon } from './support/kill.ts';
import { startPostgres } from './support/postgres.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    callers: { type: 'string', default: '20' },
    postgres: { type: 'boolean', default: false },
  },
});
const directory = mkdtempSync(join(tmpdir(), 'ringside-kill-'));
const cluster = values.postgres ? await startPostgres() : undefined;
const databaseUrl = await cluster?.freshUrl();
const [kills, seed, callers] = [values.kills, values.seed, values.callers].map(Number);
const result = await killAndReckon({
  place: { directory, databaseUrl },
  kills: kills ?? 0,
  seed: seed ?? 1,
  callers: callers ?? 1,
  note: console.log,
});
await cluster?.stop();
rmSync(directory, { recursive: true, force: true });
console.log(JSON.stringify(result, null, 2));
process.exit(Object.values(result).some((value) => Array.isArray(value) && value.length > 0) ? 1 : 0);
