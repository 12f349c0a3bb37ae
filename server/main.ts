/** `npm run server`: the companion by itself, told by the environment and a `.env` file (README.md). */
import { accessSync, constants, mkdirSync } from 'node:fs';
import { loadEnvFile } from 'node:process';
import { checkConfig } from './companion/config/check.ts';
import { readTenants } from './companion/config/tenants.ts';
import { serveCompanion } from './companion/serve.ts';
import { readSettings } from './companion/settings.ts';

function giveUp(...lines: readonly string[]): never {
  console.error(lines.join('\n'));
  process.exit(1);
}

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

try {
  loadEnvFile();
} catch (error) {
  // There need not be a file; what is in the environment already wins over it anyway.
  if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) {
    giveUp(`The .env file cannot be read: ${reason(error)}`);
  }
}

if (process.argv[2] === 'check-config') {
  const { ok, lines } = await checkConfig(process.env);
  console.log(lines.join('\n'));
  process.exit(ok ? 0 : 1);
}
const { settings, mistakes: inSettings } = readSettings(process.env);
const { tenants, mistakes: inTenants } = await readTenants(process.env);
const mistakes = [...inSettings, ...inTenants];
// Where something is wrong, what was meant to be done may just not have been understood.
if (settings && mistakes.length === 0 && tenants.length === 0 && settings.SIPPET_SECRET_API_KEY === undefined)
  mistakes.push(
    'There is nothing to do: set VOIP_TOOLS_WEBHOOK_KEY (tool calls of AI agents), SIPPET_SECRET_API_KEY (operator tokens) or both',
  );
if (settings === undefined || mistakes.length > 0) {
  giveUp('The companion cannot start like this:', ...mistakes.map((mistake) => `  - ${mistake}`));
}
try {
  // What callers say is nobody else's on this machine.
  mkdirSync(settings.DATA_DIR, { recursive: true, mode: 0o700 });
  accessSync(settings.DATA_DIR, constants.W_OK);
} catch (error) {
  giveUp(`DATA_DIR "${settings.DATA_DIR}" cannot be written to: ${reason(error)}`);
}
try {
  const running = await serveCompanion(settings, tenants, (entry) => console.log(JSON.stringify(entry)));
  for (const part of running.parts) console.log(part);
  console.log(`listening on ${running.url}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      void running.stop().then(() => process.exit(0));
    });
  }
} catch (error) {
  const listening = error instanceof Error && 'syscall' in error && error.syscall === 'listen';
  const what = listening ? `listen on ${settings.HOST}:${settings.PORT}` : 'open the database';
  giveUp(`Cannot ${what}: ${reason(error)}`);
}
