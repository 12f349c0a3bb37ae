import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const LINES = new Map<string, Uint8Array>();

/** The recorded line called `name` (see voice/lines.txt), raw µ-law at 8 kHz. Throws if there is no such recording. */
export function speech(name: string): Uint8Array {
  const known = LINES.get(name);
  if (known !== undefined) return known;
  const bytes = readFileSync(fileURLToPath(new URL(`../voice/${name}.ulaw`, import.meta.url)));
  LINES.set(name, bytes);
  return bytes;
}

const NAMED_KEYS: Readonly<Record<string, string>> = { '*': 'star', '#': 'hash' };

/** The name of the recording that says one DTMF key (0–9, *, #). */
export function spokenKey(key: string): string {
  return NAMED_KEYS[key] ?? key;
}
