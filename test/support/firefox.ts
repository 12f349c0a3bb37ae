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
  /** A page of the web. */
  visit(url: string): Promise<Page>;
  /** The middle of the button whose name begins so in our closed root on a page; undefined while it is not there or off. */
  button(page: Page, name: string): Promise<{ x: number; y: number } | undefined>;
  /** The folder of its profile. */
  readonly profile: string;
  close(): Promise<void>;
}

/** WebDriver BiDi itself: it hands out closed shadow roots, which puppeteer has no words for. */
interface Bidi {
  send(method: string, params: object): Promise<{ result: unknown }>;
}
interface Located {
  nodes: { value: { shadowRoot?: { sharedId: string } | null } }[];
}
const ask = async <T>(connection: Bidi, method: string, params: object): Promise<T> =>
  (await connection.send(method, params)).result as T;

/** Runs in the page. */
function middleOf(root: ShadowRoot, name: string): string | undefined {
  for (const button of root.querySelectorAll('button')) {
    const { x, y, width, height } = button.getBoundingClientRect();
    const called = button.getAttribute('aria-label') ?? button.textContent;
    if (button.disabled || button.ariaDisabled === 'true') continue;
    if (width > 0 && called.trim().startsWith(name))
      return JSON.stringify({ x: x + width / 2, y: y + height / 2 });
  }
  return undefined;
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
      // What a person's click asks for is granted without the browser's own question, which nobody could answer here.
      'extensions.webextOptionalPermissionPrompts': false,
      'extensions.webextensions.uuids': JSON.stringify({ 'ringside@ringside.example': uuid }),
    },
  });
  await browser.installExtension(resolve('.output/firefox-mv3'));
  const { connection } = browser as unknown as { connection: Bidi };
  return {
    async visit(url) {
      const page = await browser.newPage();
      await page.setViewport({ width: 1100, height: 800 });
      await page.goto(url);
      return page;
    },
    async button(page, name) {
      const context = (page.mainFrame() as unknown as { _id: string })._id;
      const { nodes } = await ask<Located>(connection, 'browsingContext.locateNodes', {
        context,
        locator: { type: 'css', value: 'ringside-overlay' },
        serializationOptions: { maxDomDepth: 0, includeShadowTree: 'all' },
      });
      const root = nodes[0]?.value.shadowRoot;
      if (!root) return undefined;
      const { result } = await ask<{ result: { value?: string } }>(connection, 'script.callFunction', {
        functionDeclaration: String(middleOf),
        arguments: [{ sharedId: root.sharedId }, { type: 'string', value: name }],
        target: { context },
        awaitPromise: false,
      });
      return result.value === undefined ? undefined : (JSON.parse(result.value) as { x: number; y: number });
    },
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
