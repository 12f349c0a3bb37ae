import { execFileSync } from 'node:child_process';

/** Builds the shipped extension once before the suites that load it in a browser; RINGSIDE_NO_BUILD=1 reuses the last build. */
export function setup(): void {
  if (process.env['RINGSIDE_NO_BUILD'] === '1') return;
  execFileSync(process.execPath, ['node_modules/wxt/bin/wxt.mjs', 'build'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
