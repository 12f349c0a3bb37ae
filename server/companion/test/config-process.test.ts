import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';

const main = fileURLToPath(new URL('../../main.ts', import.meta.url));
const cwd = mkdtempSync(join(tmpdir(), 'check-config-'));
afterAll(() => rmSync(cwd, { recursive: true }));

/** Runs `check-config` as a user would: its exit code and what it says. */
function check(files: Record<string, string>): Promise<{ code: unknown; said: string[] }> {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
  return new Promise((resolve) => {
    execFile(process.execPath, [main, 'check-config'], { cwd, env: {} }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : error.code, said: `${stdout}${stderr}`.trim().split('\n') });
    });
  });
}

it('check-config tells from the .env file and the configuration beside it, and exits by it', async () => {
  expect(await check({ '.env': 'VOIP_TOOLS_WEBHOOK_KEY=one' })).toMatchObject({
    code: 0,
    said: expect.arrayContaining(['The environment is right: one tenant.']),
  });
  const config = { tenants: [{ id: 'north', keys: [{ env: 'NORTH_KEY' }] }] };
  const file = { 'companion.config.json': JSON.stringify(config) };
  expect(await check({ '.env': 'NORTH_KEY=one', ...file })).toMatchObject({
    code: 0,
    said: expect.arrayContaining([`${join(cwd, 'companion.config.json')} is right: one tenant.`]),
  });
  expect(await check({ '.env': '', ...file })).toEqual({
    code: 1,
    said: [
      `${join(cwd, 'companion.config.json')} cannot be used:`,
      '  - tenants[0].keys[0] needs NORTH_KEY, which is not set in the environment',
    ],
  });
});
