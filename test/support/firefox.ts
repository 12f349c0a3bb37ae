import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import puppeteer, { type Page } from 'puppeteer-core';

/** Debian's name for it; another may be named. */
const executablePath = process.env['RINGSIDE_FIREFOX'] ?? '/usr/bin/firefox-esr';

export const hasFirefox = existsSync(executablePath);

/** The extension's own address is a random one in Firefox, unless it is given. */
const uuid = '6f9ad3c2-5d0f-4c7e-9a51-0d6f0a52e7b1';

export interface RunningFirefox {
  /** A page of the extension, ready to be evaluated in. */
  open(path: string): Promise<Page>;
  /** The folder of its profile. */
  readonly profile: string;
  close(): Promise<void>;
}

/** Starts Firefox with its build of the extension, a fake microphone (a pure 1 kHz tone) and media over loopback. */
export async function launchFirefox(): Promise<RunningFirefox> {
  const profile = mkdtempSync(join(tmpdir(), 'ringside-firefox-'));
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    userDataDir: profile,
    headless: true,
    // Without it WebDriver BiDi opens no page of an extension.
    args: ['--remote-allow-system-access'],
    extraPrefsFirefox: {
      'media.navigator.streams.fake': true,
      'media.navigator.permission.disabled': true,
      'media.autoplay.default': 0,
      'media.peerconnection.ice.obfuscate_host_addresses': false,
      'media.peerconnection.ice.loopback': true,
      'extensions.webextensions.uuids': JSON.stringify({ 'ringside@ringside.example': uuid }),
    },
  });
  await browser.installExtension(resolve('.output/firefox-mv3'));
  return {
    async open(path) {
      const page = await browser.newPage();
      const arrived = page.waitForFunction(
        (wanted) => location.href.endsWith(wanted) && document.readyState === 'complete',
        {},
        path,
      );
      // The navigation happens, but puppeteer is never told of its end.
      page.goto(`moz-extension://${uuid}/${path}`).catch(() => undefined);
      await arrived;
      return page;
    },
    profile,
    async close() {
      await browser.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
