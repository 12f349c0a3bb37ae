import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { type BrowserContext, type CDPSession, chromium, type Page, type Worker } from 'playwright-core';
import { findChromium } from './chromium/executable.ts';
import { Overlay } from './chromium/overlay.ts';
import { askForSites, extensionIdOf, makeProfile } from './chromium/profile.ts';
import { browserSession, HiddenTarget, stopServiceWorker } from './chromium/targets.ts';
import { until } from './facts.ts';

/** How the browser is started; without anything it runs the last build, allowed on every site, microphone and all. */
export interface LaunchOptions {
  /** The unpacked extension; false for a plain browser. */
  extension?: string | false;
  /** What the fake microphone hears, over and over: a 48 kHz mono 16-bit WAV. Without it, Chromium's beeps. */
  micWav?: string;
  grantSites?: boolean;
  /** `fake-ui` grants whatever anybody asks; `granted` and `refused` are the extension's real permission; `ask` leaves it open. */
  grantMic?: 'fake-ui' | 'granted' | 'refused' | 'ask';
  ignoreCertificateErrors?: boolean;
  headless?: boolean;
  extraArgs?: string[];
  /** Another Chromium than the one found, e.g. one inside a network namespace. */
  executable?: string;
}

/** A running browser with the extension in it. */
export interface RunningBrowser {
  readonly context: BrowserContext;
  readonly extensionId: string;
  /** The session with the browser itself, for whatever is not offered here. */
  readonly cdp: CDPSession;
  /** The service worker that runs now, or the next one that starts. */
  worker(): Promise<Worker>;
  /** The offscreen document. */
  readonly engine: HiddenTarget;
  /** Opens a file of the extension in a tab of its own. */
  open(path: string): Promise<Page>;
  popup(): Promise<Page>;
  options(): Promise<Page>;
  overlay(page: Page): Overlay;
  setMicrophone(setting: 'granted' | 'denied' | 'prompt'): Promise<void>;
  /** What the browser says of us reaching this computer and its network. */
  setLocalNetwork(setting: 'granted' | 'denied' | 'prompt'): Promise<void>;
  stopWorker(): Promise<void>;
  /** Closes the offscreen document as a crash would: nobody in it is asked. */
  closeEngine(): Promise<void>;
  close(): Promise<void>;
}

const BUILD = '.output/chrome-mv3';

/** Starts the built extension in a real Chromium with an empty profile. */
export async function launchBrowser(options: LaunchOptions = {}): Promise<RunningBrowser> {
  const { extension = BUILD, grantSites = true, grantMic = 'fake-ui', headless = true } = options;
  const executablePath = options.executable ?? findChromium();
  if (!executablePath) throw new Error('no Chromium found; install one or name it in RINGSIDE_CHROMIUM');
  const dir = extension === false ? undefined : resolve(extension);
  const extensionId = dir === undefined ? '' : extensionIdOf(dir);
  const profile = makeProfile(grantSites ? extensionId : undefined);
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless,
    viewport: { width: 1280, height: 800 },
    args: flags(options, dir),
  });
  const browser = running(context, await browserSession(context), extensionId, profile);
  try {
    if (dir !== undefined) {
      await browser.worker();
      if (grantSites) await askForSites(context, extensionId);
      if (grantMic === 'granted') await browser.setMicrophone('granted');
      if (grantMic === 'refused') await browser.setMicrophone('denied');
    }
  } catch (error) {
    await browser.close();
    throw error;
  }
  return browser;
}

function flags(options: LaunchOptions, dir: string | undefined): string[] {
  const { micWav, grantMic = 'fake-ui', ignoreCertificateErrors = false, extraArgs = [] } = options;
  return [
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
    // Without it a machine that has only loopback gathers no candidate and no call carries sound.
    '--allow-loopback-in-peer-connection',
    '--use-fake-device-for-media-stream',
    ...(dir === undefined ? [] : [`--disable-extensions-except=${dir}`, `--load-extension=${dir}`]),
    ...(grantMic === 'fake-ui' ? ['--use-fake-ui-for-media-stream'] : []),
    ...(micWav === undefined ? [] : [`--use-file-for-fake-audio-capture=${resolve(micWav)}`]),
    ...(ignoreCertificateErrors ? ['--ignore-certificate-errors'] : []),
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ...extraArgs,
  ];
}

function running(
  context: BrowserContext,
  cdp: CDPSession,
  extensionId: string,
  profile: string,
): RunningBrowser {
  const origin = `chrome-extension://${extensionId}/`;
  const ours = () => context.serviceWorkers().find((worker) => worker.url().startsWith(origin));
  const worker = new HiddenTarget(cdp, origin, 'service_worker');
  const engine = new HiddenTarget(cdp, `${origin}offscreen.html`);
  const open = async (path: string) => {
    const page = await context.newPage();
    await page.goto(origin + path);
    return page;
  };
  return {
    context,
    extensionId,
    cdp,
    engine,
    open,
    popup: () => open('popup.html'),
    options: () => open('options.html'),
    overlay: (page) => new Overlay(page, extensionId),
    worker: () =>
      // Playwright shows a stopped worker as if it ran, and its evaluate would wait for ever.
      until(async () => ((await worker.exists()) ? ours() : undefined), {
        message: 'the service worker does not run',
      }),
    closeEngine: () => engine.close(),
    async setMicrophone(setting) {
      await cdp.send('Browser.setPermission', { permission: { name: 'microphone' }, setting, origin });
    },
    async setLocalNetwork(setting) {
      for (const name of ['local-network-access', 'local-network', 'loopback-network'])
        await cdp.send('Browser.setPermission', { permission: { name }, setting, origin });
    },
    stopWorker: () => stopServiceWorker(context, origin),
    async close() {
      await context.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
