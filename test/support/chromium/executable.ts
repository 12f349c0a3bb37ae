import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

// Google's own Chrome is missing on purpose: it no longer takes --load-extension.
const NAMES = ['chromium', 'chromium-browser', 'microsoft-edge', 'microsoft-edge-stable', 'msedge.exe'];

/** The Chromium that tests use: RINGSIDE_CHROMIUM, or the first found on PATH. */
export function findChromium(): string | undefined {
  const named = process.env['RINGSIDE_CHROMIUM'];
  if (named) return named;
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // Not there, or not for us: the next one may be.
    return false;
  }
}
