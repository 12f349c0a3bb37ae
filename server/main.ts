/** `npm run server`: the companion by itself, told by the environment and a `.env` file (README.md). */
import { accessSync, constants, mkdirSync } from 'node:fs';
import { loadEnvFile } from 'node:process';
import { checkConfig } from './companion/config/check.ts';
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
const { settings, mistakes } = readSettings(process.env);
if (settings === undefined) {
  giveUp('The companion cannot start like this:', ...mistakes.map((mistake) => `  - ${mistake}`));
}
try {
  mkdirSync(settings.DATA_DIR, { recursive: true });
  accessSync(settings.DATA_DIR, constants.W_OK);
} catch (error) {
  giveUp(`DATA_DIR "${settings.DATA_DIR}" cannot be written to: ${reason(error)}`);
}
try {
  const running = await serveCompanion(settings, (entry) => console.log(JSON.stringify(entry)));
  console.log(`listening on ${running.url}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      void running.stop().then(() => process.exit(0));
    });
  }
} catch (error) {
  giveUp(`Cannot listen on ${settings.HOST}:${settings.PORT}: ${reason(error)}`);
}
