import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext } from 'playwright-core';

/** The id Chromium gives an unpacked extension: a hash of its manifest's key or else of its path. */
export function extensionIdOf(dir: string): string {
  const manifest: { key?: string } = JSON.parse(readFileSync(join(dir, 'manifest.json'), 'utf8'));
  const hash = createHash('sha256').update(manifest.key ? Buffer.from(manifest.key, 'base64') : dir);
  const letter = (hex: string) => String.fromCharCode('a'.charCodeAt(0) + Number.parseInt(hex, 16));
  return hash.digest('hex').slice(0, 32).replaceAll(/./g, letter);
}

/**
 * Makes an empty profile. With `sitesOf`, that extension counts as having been allowed every site before, so that asking
 * for it shows no prompt; it is still installed anew, and has the sites only once it asks (`askForSites`).
 */
export function makeProfile(sitesOf?: string): string {
  const profile = mkdtempSync(join(tmpdir(), 'ringside-profile-'));
  if (sitesOf) {
    const sites = ['<all_urls>'];
    const allowed = {
      api: ['notifications'],
      manifest_permissions: [],
      explicit_host: sites,
      scriptable_host: sites,
    };
    const known = { runtime_granted_permissions: allowed, granted_permissions: allowed };
    mkdirSync(join(profile, 'Default'));
    writeFileSync(
      join(profile, 'Default', 'Preferences'),
      JSON.stringify({ extensions: { settings: { [sitesOf]: known } } }),
    );
  }
  return profile;
}

/** Asks for every site as a person's click in the extension would, and is granted it by the profile's past. */
export const askForSites = (context: BrowserContext, extensionId: string) =>
  askFor(context, extensionId, { origins: ['<all_urls>'] });

/** The same for any optional permission the profile's past allows. */
export async function askFor(
  context: BrowserContext,
  extensionId: string,
  wanted: { origins?: string[]; permissions?: string[] },
): Promise<void> {
  const page = await context.newPage();
  // Any file of the extension will do; this one runs none of its scripts.
  await page.goto(`chrome-extension://${extensionId}/manifest.json`);
  const cdp = await context.newCDPSession(page);
  const { result } = await cdp.send('Runtime.evaluate', {
    expression: `chrome.permissions.request(${JSON.stringify(wanted)})`,
    awaitPromise: true,
    returnByValue: true,
    userGesture: true,
  });
  if (result.value !== true)
    throw new Error(`${JSON.stringify(wanted)} was not granted: ${JSON.stringify(result)}`);
  await page.close();
}
