/** A whole desk for end-to-end tests: the sandbox, a browser with the extension, a view and ears in the engine. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../server/sandbox/sandbox.ts';
import { account, plainVoice } from './accounts.ts';
import { writeTone } from './audio.ts';
import { launchBrowser, type LaunchOptions, type RunningBrowser } from './chromium.ts';
import { listenIn } from './ears.ts';
import { openPhone, type TestPhone } from './phone.ts';

/** Our own voice in every test, Hz; the callers' tones are others. */
export const ourTone = 1000;
/** What the caller `tone` says, Hz. */
export const farTone = 700;

export interface Desk {
  /** The one that runs now. */
  readonly sandbox: Sandbox;
  browser: RunningBrowser;
  phone: TestPhone;
  ears: Awaited<ReturnType<typeof listenIn>>;
  /** Saves the sandbox's operator as the active account and waits until the line is ready. */
  signIn(password?: string): Promise<void>;
  /** Ends the server with all it knows, and starts it anew on its port after so many ms. */
  restartSandbox(awayMs: number): Promise<void>;
  /** A fresh view, e.g. after every page was closed. */
  reopenPhone(): Promise<TestPhone>;
  close(): Promise<void>;
}

export interface DeskOptions {
  sandbox?: SandboxOptions;
  browser?: LaunchOptions;
}

export async function openDesk(options: DeskOptions = {}): Promise<Desk> {
  const dir = mkdtempSync(join(tmpdir(), 'ringside-'));
  let sandbox = await startSandbox(options.sandbox);
  const micWav = writeTone(join(dir, 'voice.wav'), { hz: ourTone, seconds: 10 });
  const browser = await launchBrowser({ micWav, ...options.browser });
  const phone = await openPhone(browser);
  const ears = await listenIn(browser);
  await phone.do('setSettings', plainVoice);
  const [operator] = sandbox.operators;
  if (!operator) throw new Error('the sandbox has no operators');
  return {
    get sandbox() {
      return sandbox;
    },
    browser,
    phone,
    ears,
    async signIn(password = operator.password) {
      const { id } = await phone.do(
        'saveAccount',
        account({
          servers: [sandbox.wsUrl],
          user: operator.user,
          domain: sandbox.domain,
          password,
          testNumber: '601',
        }),
      );
      await phone.do('useAccount', { id });
      await phone.until('line', (line) => line.state === 'ready', 'the line does not become ready');
    },
    async restartSandbox(awayMs) {
      const port = Number(new URL(sandbox.httpUrl).port);
      await sandbox.stop();
      await new Promise((resolve) => setTimeout(resolve, awayMs));
      sandbox = await startSandbox({ ...options.sandbox, port });
    },
    reopenPhone: () => openPhone(browser),
    async close() {
      await browser.close();
      await sandbox.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
