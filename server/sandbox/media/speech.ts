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

let words: ReadonlyMap<string, string> | undefined;

/** The words of the recorded line called `name`, as lines.txt has them; '' if there is no such line. */
export function wordsOf(name: string): string {
  words ??= new Map(
    readFileSync(fileURLToPath(new URL('../voice/lines.txt', import.meta.url)), 'utf8')
      .trim()
      .split('\n')
      .map((line): [string, string] => {
        const [id = '', , text = ''] = line.split('|');
        return [id, text];
      }),
  );
  return words.get(name) ?? '';
}

const NAMED_KEYS: Readonly<Record<string, string>> = { '*': 'star', '#': 'hash' };

/** The name of the recording that says one DTMF key (0–9, *, #). */
export function spokenKey(key: string): string {
  return NAMED_KEYS[key] ?? key;
}
