/** A configuration file of a test's own, with an environment to go with it. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach } from 'vitest';
import { readTenants } from '../../config/tenants.ts';

export const SECRET = `whsec_${Buffer.from('a-secret-of-a-test-not-a-secret').toString('base64')}`;
export const digest = (key: string): string => createHash('sha256').update(key).digest('hex');

export const directory = mkdtempSync(join(tmpdir(), 'config-'));
export const file = join(directory, 'companion.config.json');

export const environment = {
  CONFIG_FILE: file,
  KEY_A: 'csk_test_a-not-a-secret',
  KEY_B: 'csk_test_b-not-a-secret',
  TOKEN: 'token-not-a-secret',
  CRM_SECRET: SECRET,
};

/** Writes the file and reads it. */
export function read(config: unknown, more: Record<string, string | undefined> = {}) {
  writeFileSync(file, typeof config === 'string' ? config : JSON.stringify(config));
  return readTenants({ ...environment, ...more });
}

afterEach(() => rmSync(file, { force: true }));
afterAll(() => rmSync(directory, { recursive: true }));

/** One tenant, with more of its own. */
export const one = (more: object = {}) => ({
  tenants: [{ id: 'north', keys: [{ env: 'KEY_A' }], ...more }],
});

/** A mistake as it is told where the file is not the only thing that is read. */
export const named = (mistake: string): string => `companion.config.json: ${mistake}`;
