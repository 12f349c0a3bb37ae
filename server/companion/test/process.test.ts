import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { signSession } from '../companion.ts';

const SECRET = 'a-cookie-secret-of-a-test-not-a-secret';

let sandbox: Sandbox;
let child: ChildProcess | undefined;
let output: string;

beforeAll(async () => {
  sandbox = await startSandbox();
});
afterEach(() => child?.kill('SIGKILL'));
afterAll(() => sandbox.stop());

/** Runs the program as a user would, in a directory of its own with this .env file. */
function run(dotenv: string): Promise<number | null> {
  const cwd = mkdtempSync(join(tmpdir(), 'companion-'));
  writeFileSync(join(cwd, '.env'), `DATA_DIR=${cwd}/data\n${dotenv}`);
  const main = fileURLToPath(new URL('../../main.ts', import.meta.url));
  // Nothing of this test's own environment but the way to programs.
  const started = spawn(process.execPath, [main], { cwd, env: { PATH: process.env['PATH'] } });
  child = started;
  output = '';
  for (const stream of [started.stdout, started.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => void (output += text));
  }
  return once(started, 'close').then(([code]: unknown[]) => code as number | null);
}

const dotenv = (): string =>
  [
    'PORT=0',
    `SIPPET_API_ORIGIN=${sandbox.httpUrl}`,
    `SIPPET_SECRET_API_KEY=${sandbox.sippet.secretKey}`,
    `SESSION_COOKIE_SECRET=${SECRET}`,
    'ALLOWED_ORIGINS=chrome-extension://*',
    'RATE_PER_ADDRESS=3',
  ].join('\n');

const url = (): Promise<string> =>
  sandbox.until('the address', () => /listening on (http:\S+)/.exec(output)?.[1], 20_000);

/** Settles when nobody can connect any more. */
async function closed(base: string): Promise<void> {
  const { hostname, port } = new URL(base);
  for (;;) {
    const socket = connect(Number(port), hostname);
    const refused = await once(socket, 'connect').then(
      () => false,
      () => true,
    );
    socket.destroy();
    if (refused) return;
  }
}

it('is told by .env, serves, and finishes what it has begun when it is stopped', async () => {
  const over = run(dotenv());
  const base = await url();
  expect((await fetch(`${base}/healthz`)).status).toBe(200);
  const session = await signSession(
    { email: 'one@sandbox.ringside.test' },
    { secret: SECRET, expiresAt: new Date(Date.now() + 60_000) },
  );
  const mint = () =>
    fetch(`${base}/operator-token`, { method: 'POST', headers: { cookie: `crm_session=${session}` } });
  expect((await mint()).status).toBe(200);

  sandbox.setFaults({ sippet: { operatorAccess: { hang: true, times: 1 } } });
  const underway = mint();
  await sandbox.until('the request upstream', () => sandbox.sippet.faults.operatorAccess?.times === 0);
  child?.kill('SIGTERM');
  await closed(base);
  sandbox.setFaults({});
  const finished = await underway;
  expect([finished.status, await finished.json()]).toMatchObject([502, { error: 'upstream_failed' }]);
  expect(await over).toBe(0);
  expect(output).not.toContain('not-a-secret');
  expect(output).not.toContain('sandbox-operator-');
}, 40_000);

it.each([
  ['of the connection', '', [401, 401, 401, 429]],
  ['a trusted proxy gives', 'TRUSTED_PROXIES=1', [401, 401, 401, 401]],
])(
  'limits by the address %s',
  async (_which, more, expected) => {
    void run(`${dotenv()}\n${more}`);
    const base = await url();
    const statuses: number[] = [];
    for (let turn = 0; turn < 4; turn += 1) {
      const headers = { 'x-forwarded-for': `192.0.2.1, 192.0.2.${turn}` };
      statuses.push((await fetch(`${base}/realtime-session`, { method: 'POST', headers })).status);
    }
    expect(statuses).toEqual(expected);
  },
  30_000,
);

it('runs with nothing but the key of the platform, and keeps what it took over its end', async () => {
  const over = run(
    'PORT=0\nVOIP_TOOLS_WEBHOOK_KEY=csk_test_not-a-secret-1, csk_test_not-a-secret-2\nMETRICS=1',
  );
  const base = await url();
  expect(output.split('\n').slice(0, 4)).toEqual([
    expect.stringContaining('tool calls: on, kept in SQLite'),
    'inbox: off (no SESSION_COOKIE_SECRET or OIDC_ISSUER)',
    'operator tokens: off (SIPPET_SECRET_API_KEY is not set)',
    'metrics: on',
  ]);
  const call = async (key: string) => {
    const response = await fetch(`${base}/api/webhooks/ai-tools`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        function: 'leave_message',
        args: { caller_name: 'Pat Doe', caller_phone: '+13055550100', message: 'Test message' },
        call_id: 'test-123',
        tenant_id: 'any',
      }),
    });
    return { http: response.status, ...((await response.json()) as object) };
  };
  expect(await call('csk_test_not-a-secret-1')).toMatchObject({ http: 200, status: 'saved' });
  expect((await call('csk_test_not-a-secret-2')).http).toBe(200);
  expect((await call('csk_test_not-a-secret-3')).http).toBe(401);
  expect((await fetch(`${base}/readyz`)).status).toBe(200);
  const metrics = await (await fetch(`${base}/metrics`)).text();
  expect(metrics).toContain(
    'ringside_tool_call_seconds_count{tool="leave_message",status="saved",http="200"} 2',
  );
  expect(metrics).toContain('ringside_outbox_jobs 0');
  const off = await fetch(`${base}/operator-token`, { method: 'POST' });
  expect([off.status, await off.json()]).toMatchObject([503, { error: 'tokens_not_configured' }]);
  child?.kill('SIGTERM');
  expect(await over).toBe(0);
  expect(output).not.toMatch(/not-a-secret|555|Pat/);
}, 40_000);

it('says what to set when nothing is', async () => {
  expect(await run('PORT=0')).toBe(1);
  expect(output).toContain('There is nothing to do: set VOIP_TOOLS_WEBHOOK_KEY');
}, 30_000);

it('explains every mistake and does not start', async () => {
  expect(await run('PORT=abc\nSESSION_COOKIE_SECRET=short')).toBe(1);
  expect(output.trim().split('\n')).toEqual([
    'The companion cannot start like this:',
    '  - PORT "abc" is not a port number from 0 to 65535',
    '  - SESSION_COOKIE_SECRET is shorter than 32 bytes',
    expect.stringContaining('  - ALLOWED_ORIGINS is missing'),
  ]);
}, 30_000);

it('does not say that there is nothing to do where it was only written wrongly', async () => {
  expect(await run('PORT=0\nCONFIG_FILE=missing.json')).toBe(1);
  expect(output).toContain('The companion cannot start like this:');
  expect(output).toContain('missing.json');
  expect(output).not.toContain('There is nothing to do');
}, 30_000);

it('says why when the port is taken or the directory cannot be written', async () => {
  const port = new URL(sandbox.httpUrl).port;
  expect(await run(dotenv().replace('PORT=0', `PORT=${port}`))).toBe(1);
  expect(output).toContain(`Cannot listen on 127.0.0.1:${port}`);
  expect(await run(`${dotenv()}\nDATA_DIR=/dev/null/x`)).toBe(1);
  expect(output).toContain('DATA_DIR "/dev/null/x" cannot be written to');
}, 30_000);
