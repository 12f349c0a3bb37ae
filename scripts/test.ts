/** Runs everything that can fail: the check, then every suite that can run here. Its last line is the count. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import { findChromium } from '../test/support/chromium/executable.ts';

interface Tally {
  passed: number;
  failed: string[];
  skipped: number;
}

/** What vitest's JSON reporter writes, as far as it is read here. */
interface Report {
  testResults: {
    name: string;
    status: string;
    message?: string;
    assertionResults: { fullName: string; status: string }[];
  }[];
}

interface Suite {
  name: string;
  needsChromium: boolean;
  needs: string[];
}

const ROOT = join(import.meta.dirname, '..');
const WXT = join('node_modules', 'wxt', 'bin', 'wxt.mjs');
const REPORTS = join('.output', 'test');
const SUITES: Suite[] = [
  { name: 'unit', needsChromium: false, needs: [] },
  { name: 'e2e', needsChromium: true, needs: [] },
  { name: 'slow', needsChromium: true, needs: [] },
  {
    name: 'interop',
    needsChromium: true,
    needs: ['kamailio', 'rtpengine', 'baresip', 'sipp', 'openssl', 'setpriv'],
  },
];

process.chdir(ROOT);
await main(process.argv.slice(2));

/** With names of suites (or `check`) only those are run. */
async function main(wanted: string[]): Promise<void> {
  const known = ['check', ...SUITES.map(({ name }) => name)];
  const strangers = wanted.filter((name) => !known.includes(name));
  if (strangers.length > 0)
    throw new Error(`no suite ${strangers.join(', ')}; there are ${known.join(', ')}`);
  const isWanted = (name: string) => wanted.length === 0 || wanted.includes(name);
  mkdirSync(REPORTS, { recursive: true });
  const tallies: Tally[] = [];
  // The check makes the types that everything is compiled with; without it they may be missing.
  if (!existsSync(join('.wxt', 'tsconfig.json')))
    await run(process.execPath, [WXT, 'prepare'], { quiet: true });
  if (isWanted('check')) tallies.push(await check());
  const suites = SUITES.filter(({ name }) => isWanted(name)).filter((suite) => {
    const missing = missingFor(suite);
    if (missing.length === 0) return true;
    console.log(`\nringside: SKIPPED ${suite.name}: ${missing.join(', ')} not here`);
    tallies.push({ passed: 0, failed: [], skipped: 1 });
    return false;
  });
  for (const suite of suites.filter(({ needsChromium }) => !needsChromium))
    tallies.push(await runSuite(suite.name));
  const inBrowser = suites.filter(({ needsChromium }) => needsChromium);
  if (inBrowser.length > 0 && !(await build())) {
    conclude([...tallies, { passed: 0, failed: ['build'], skipped: 0 }]);
    return;
  }
  // They wait for networks and phones most of the time: the first is watched, the others run beside it, one after another.
  const [watched, ...others] = inBrowser;
  const beside = async () => {
    for (const { name } of others) tallies.push(await runSuite(name, { quiet: true, built: true }));
  };
  const watching = async () => {
    if (watched) tallies.push(await runSuite(watched.name, { built: true }));
  };
  await Promise.all([watching(), beside()]);
  conclude(tallies);
}

/** Formats, types, lint and dead code: one test among the others. */
async function check(): Promise<Tally> {
  const { code, output } = await run('npm', ['run', '--silent', 'check'], { quiet: true });
  if (code === 0) {
    console.log('ringside: check passed');
    return { passed: 1, failed: [], skipped: 0 };
  }
  console.log(`ringside: check FAILED\n${output}`);
  return { passed: 0, failed: ['check'], skipped: 0 };
}

/** The extension as it is shipped, for every browser and all suites that load it. */
async function build(): Promise<boolean> {
  const { code, output } = await run('npm', ['run', '--silent', 'build'], { quiet: true });
  if (code !== 0) console.log(`\nringside: the build FAILED\n${output}`);
  return code === 0;
}

async function runSuite(name: string, { quiet = false, built = false } = {}): Promise<Tally> {
  if (!quiet) console.log(`\nringside: suite ${name}`);
  const file = join(REPORTS, `${name}.json`);
  // A report of an earlier run must not speak for a run that died.
  rmSync(file, { force: true });
  const vitest = join('node_modules', 'vitest', 'vitest.mjs');
  const args = [
    vitest,
    'run',
    '--project',
    name,
    '--passWithNoTests',
    '--reporter=default',
    '--reporter=json',
  ];
  const { code, output } = await run(process.execPath, [...args, `--outputFile.json=${file}`], {
    quiet,
    env: built ? { RINGSIDE_NO_BUILD: '1' } : {},
  });
  if (quiet) console.log(`\nringside: suite ${name}\n${output}`);
  if (!existsSync(file))
    return { passed: 0, failed: [`${name}: ended with ${code} and no report`], skipped: 0 };
  const tally = count(name, JSON.parse(readFileSync(file, 'utf8')));
  if (code !== 0 && tally.failed.length === 0) tally.failed.push(`${name}: ended with ${code}`);
  return tally;
}

function count(suite: string, { testResults }: Report): Tally {
  const tally: Tally = { passed: 0, failed: [], skipped: 0 };
  for (const { name, status, assertionResults } of testResults) {
    const failedBefore = tally.failed.length;
    for (const test of assertionResults) {
      if (test.status === 'passed') tally.passed++;
      else if (test.status === 'failed') tally.failed.push(`${suite}: ${test.fullName}`);
      else tally.skipped++;
    }
    // A file that cannot be loaded, or whose hooks fail, has no failed test to show for it.
    if (status === 'failed' && tally.failed.length === failedBefore)
      tally.failed.push(`${suite}: ${name.replace(`${ROOT}/`, '')}`);
  }
  return tally;
}

function conclude(tallies: Tally[]): void {
  const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0);
  const skipped = tallies.reduce((sum, tally) => sum + tally.skipped, 0);
  const failed = tallies.flatMap((tally) => tally.failed);
  console.log('');
  for (const name of failed) console.log(`FAILED ${name}`);
  const counts = [
    `${passed} passed`,
    `${failed.length} failed`,
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
  ];
  process.exitCode = failed.length > 0 || passed === 0 ? 1 : 0;
  console.log(counts.join(', '));
}

function missingFor({ needsChromium, needs }: Suite): string[] {
  const missing = needs.filter((program) => !isOnPath(program));
  return needsChromium && findChromium() === undefined ? ['chromium', ...missing] : missing;
}

function isOnPath(program: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));
}

/** Runs a program to its end, passing on the signals we get. Quiet ones are told of only by what they printed. */
function run(
  program: string,
  args: string[],
  { quiet = false, env = {} }: { quiet?: boolean; env?: Record<string, string> },
): Promise<{ code: number; output: string }> {
  const child = spawn(program, args, {
    stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
    shell: program === 'npm' && process.platform === 'win32',
  });
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => printed.push(chunk.toString()));
  const passOn = (signal: NodeJS.Signals) => {
    child.kill(signal);
    // What was asked to stop goes on to no further suite.
    child.once('close', () => process.exit(128 + constants.signals[signal]));
  };
  process.once('SIGINT', passOn).once('SIGTERM', passOn);
  return new Promise((resolve) => {
    child.on('error', (error) => printed.push(error.message));
    child.on('close', (code) => {
      process.off('SIGINT', passOn).off('SIGTERM', passOn);
      resolve({ code: code ?? 1, output: printed.join('') });
    });
  });
}
