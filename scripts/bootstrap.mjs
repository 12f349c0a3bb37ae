/**
 * Makes a fresh machine ready and runs `test` or `demo`: node scripts/bootstrap.mjs test|demo [arguments].
 * Runs on any Node from 20 on with nothing installed, hence plain JavaScript and nothing but Node's own modules.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const windows = process.platform === 'win32';

const CHROMIUMS = ['chromium', 'chromium-browser', 'microsoft-edge', 'microsoft-edge-stable'];
const CHROMES = ['google-chrome', 'google-chrome-stable', 'chrome', 'msedge'];
const BROWSERS_ELSEWHERE = [
  '/Applications/Google Chrome.app',
  '/Applications/Microsoft Edge.app',
  '/Applications/Chromium.app',
  ...['ProgramFiles', 'ProgramFiles(x86)', 'LocalAppData'].flatMap((name) =>
    process.env[name]
      ? [
          join(process.env[name], 'Google', 'Chrome', 'Application', 'chrome.exe'),
          join(process.env[name], 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
        ]
      : [],
  ),
];

const SBIN = windows ? [] : ['/usr/sbin', '/usr/local/sbin'];

/** The Debian packages of each suite, by a program that shows they are there. */
const PEERS = {
  kamailio: ['kamailio', 'kamailio-websocket-modules', 'kamailio-tls-modules'],
  rtpengine: ['rtpengine-daemon'],
  baresip: ['baresip'],
  sipp: ['sip-tester'],
  'firefox-esr': ['firefox-esr'],
  openssl: ['openssl'],
};

/** The database of the companion's tests, likewise. Its programs are not on PATH. */
const DATABASE = ['postgresql'];

/** What it takes to give a browser a network of its own and to cut it, likewise. */
const CABLES = {
  ip: ['iproute2'],
  iptables: ['iptables'],
};

// The daemons are started by the tests, each with its own configuration, and must not start at install.
const INSTALL = `
set -e
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  trap 'exit 1' INT TERM
  printf '#!/bin/sh\\nexit 101\\n' > "$policy"
  chmod 755 "$policy"
fi
export DEBIAN_FRONTEND=noninteractive
apt-get -qq -o DPkg::Lock::Timeout=120 update
apt-get -qq -o DPkg::Lock::Timeout=120 install -y --no-install-recommends "$@"
`;

async function main() {
  const [command, ...args] = process.argv.slice(2);
  if (command !== 'test' && command !== 'demo') {
    console.error('usage: node scripts/bootstrap.mjs test|demo [arguments]');
    process.exit(2);
  }
  installNpmPackages();
  installDebianPackages(command);
  // Our own tools come first; daemons live in sbin, which is not on everybody's PATH.
  process.env.PATH = [join(root, 'node_modules', '.bin'), process.env.PATH ?? '', ...SBIN].join(delimiter);
  const node = join(root, 'node_modules', 'node', 'bin', windows ? 'node.exe' : 'node');
  await become(node, [join('scripts', `${command}.ts`), ...args]);
}

/** Installs what the lock file says, unless it is there already. */
function installNpmPackages() {
  if (isInstalled()) return;
  const started = say('installing npm packages …');
  // A registry without some optional package of another platform makes `npm ci` call the lock file incomplete;
  // `npm install` takes the same versions from it and passes over what this machine does not need.
  const errors = [];
  for (const command of [['ci'], ['install', '--no-save']]) {
    const { status, stderr } = npm(command);
    if (status === 0 && isInstalled()) return done(started);
    errors.push(`npm ${command.join(' ')}:\n${stderr}`);
  }
  console.error(errors.join('\n'));
  console.error('ringside: npm could not install the packages, and nothing can run without them');
  process.exit(1);
}

function npm(command) {
  // npm tells its scripts where it is; without it, it is on PATH, on Windows as a script that only a shell runs.
  const itself = process.env.npm_execpath?.endsWith('npm-cli.js') ? process.env.npm_execpath : undefined;
  const [program, before] = itself ? [process.execPath, [itself]] : ['npm', []];
  return spawnSync(program, [...before, ...command, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    shell: windows && !itself,
  });
}

/** Compares the two lock files by content: times tell nothing after a checkout. */
function isInstalled() {
  const installedLock = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedLock)) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(installedLock, 'utf8')).packages;
  return Object.entries(wanted).every(([path, { version, link, optional, devOptional }]) => {
    if (!path.startsWith('node_modules/') || link) return true;
    // A package for another platform is rightly missing.
    if (!installed[path]) return Boolean(optional || devOptional);
    return installed[path].version === version;
  });
}

/** Installs what is missing where apt can; elsewhere says what that costs. */
function installDebianPackages(command) {
  const packages = missingPackages(command);
  if (packages.length === 0) return;
  const asRoot = commandForRoot();
  if (asRoot === undefined) {
    sayWhatIsSkipped(command);
    return;
  }
  const started = say(`installing Debian packages: ${packages.join(' ')} …`);
  const [program, ...args] = [...asRoot, 'sh', '-c', INSTALL, 'sh', ...packages];
  const { status, stderr } = spawnSync(program, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  if (status === 0) done(started);
  else {
    console.error(`ringside: apt-get failed\n${stderr}`);
    sayWhatIsSkipped(command);
  }
}

function missingPackages(command) {
  if (command === 'demo') {
    const found =
      [...CHROMIUMS, ...CHROMES].some(isOnPath) || BROWSERS_ELSEWHERE.some((path) => existsSync(path));
    return found ? [] : ['chromium'];
  }
  const wanted = [
    ...(hasChromium() ? [] : ['chromium']),
    ...Object.values({ ...PEERS, ...CABLES }).flat(),
    ...DATABASE,
  ];
  return wanted.filter((name) => !isDebianPackageThere(name));
}

/** Google's own Chrome does not count: it loads no extension from the command line. */
function hasChromium() {
  return process.env.RINGSIDE_CHROMIUM !== undefined || CHROMIUMS.some(isOnPath);
}

function isDebianPackageThere(name) {
  const { status, stdout } = spawnSync('dpkg-query', ['-W', '-f=${Status}', name], { encoding: 'utf8' });
  return status === 0 && stdout === 'install ok installed';
}

/** What to put before a command so that it runs as root; undefined where there is no apt or no way to be root. */
function commandForRoot() {
  if (!isOnPath('apt-get')) return undefined;
  if (process.getuid?.() === 0) return [];
  const sudo = spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' });
  return sudo.status === 0 ? ['sudo', '-n'] : undefined;
}

function sayWhatIsSkipped(command) {
  if (command === 'demo') {
    say('no Chromium, Edge or Chrome was found and none can be installed here; the demo will say what to do');
    return;
  }
  if (!hasChromium()) say('no Chromium here: the suites e2e and interop will be skipped');
  const missing = Object.keys(PEERS).filter((program) => !isOnPath(program));
  if (missing.length > 0) say(`${missing.join(', ')} not here: the suite interop will be skipped`);
  if (!existsSync('/usr/lib/postgresql'))
    say('PostgreSQL not here: the tests of the companion on it will be skipped');
  const cables = Object.keys(CABLES).filter((program) => !isOnPath(program));
  if (cables.length > 0) say(`${cables.join(', ')} not here: the tests that cut the network will be skipped`);
}

function isOnPath(program) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...SBIN];
  return folders.some((folder) => existsSync(join(folder, windows ? `${program}.exe` : program)));
}

/** Runs the program in our place: its output, its signals, its end. */
async function become(program, args) {
  const child = spawn(program, args, { cwd: root, stdio: 'inherit' });
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, () => child.kill(signal));
  await new Promise((resolve) => {
    child.on('error', (error) => {
      console.error(`ringside: ${error.message}`);
      process.exitCode = 1;
      resolve();
    });
    child.on('exit', (code, signal) => {
      process.exitCode = code ?? 128 + constants.signals[signal];
      resolve();
    });
  });
}

function say(what) {
  console.log(`ringside: ${what}`);
  return Date.now();
}

function done(started) {
  console.log(`ringside: … done in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

await main();
