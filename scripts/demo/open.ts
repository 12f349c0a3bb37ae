/** The demo for a person: a browser with the extension, its welcome page and the demo CRM, until it is closed. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium } from 'playwright-core';
import type { Sandbox } from '../../server/sandbox/sandbox.ts';
import { findChromium } from '../../test/support/chromium/executable.ts';

const build = resolve('.output/chrome-mv3');

/** Where Chrome and Edge live on systems that do not put them on PATH. Chrome takes extensions only over its debugging pipe. */
const elsewhere = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ...['ProgramFiles', 'ProgramFiles(x86)', 'LocalAppData'].flatMap((name) => {
    const base = process.env[name];
    if (!base) return [];
    return [
      join(base, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
      join(base, 'Google', 'Chrome', 'Application', 'chrome.exe'),
    ];
  }),
  '/usr/bin/google-chrome',
];

/** True when the person closed the browser; false when there was none to open. */
export async function openForPeople(sandbox: Sandbox): Promise<boolean> {
  const executablePath = findChromium() ?? elsewhere.find((path) => existsSync(path));
  const [operator] = sandbox.operators;
  if (!executablePath || !operator) {
    sayTheClicks(sandbox);
    return false;
  }
  const profile = mkdtempSync(join(tmpdir(), 'ringside-demo-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: false,
    viewport: null,
    ignoreDefaultArgs: ['--disable-extensions'],
    args: [
      '--no-first-run',
      '--enable-unsafe-extension-debugging',
      `--disable-extensions-except=${build}`,
      `--load-extension=${build}`,
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  });
  const [worker] = context.serviceWorkers();
  if (!worker) await loadByPipe(context);
  const crm = await context.newPage();
  await crm.goto(sandbox.crmUrl);
  console.log(`\nThe demo CRM is at ${sandbox.crmUrl}; sign in there, at the left, as Operator One.`);
  console.log(`In the welcome page choose "Sandbox on this computer" with the address ${sandbox.httpUrl}`);
  console.log(
    'Have somebody call you from the CRM page "Sandbox callers". Close the browser to end the demo.\n',
  );
  await new Promise<void>((closed) => context.once('close', () => closed()));
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  return true;
}

/** Google-branded Chrome ignores --load-extension; its debugging protocol still loads one. */
async function loadByPipe(
  context: Awaited<ReturnType<typeof chromium.launchPersistentContext>>,
): Promise<void> {
  const session = await context.browser()?.newBrowserCDPSession();
  const load = session?.send.bind(session) as
    ((method: string, params: object) => Promise<unknown>) | undefined;
  try {
    await load?.('Extensions.loadUnpacked', { path: build });
  } catch {
    // This browser loads nothing for us; a person can.
    console.log(
      `Open chrome://extensions, switch on "Developer mode", choose "Load unpacked" and take ${build}`,
    );
  }
}

function sayTheClicks(sandbox: Sandbox): void {
  console.log('No Chromium, Edge or Chrome was found. Install one, or in any Chromium browser:');
  console.log('  1. open chrome://extensions');
  console.log('  2. switch on "Developer mode"');
  console.log(`  3. choose "Load unpacked" and take ${build}`);
  console.log(`The sandbox would be at ${sandbox.httpUrl}; start it with: npm run sandbox`);
}
