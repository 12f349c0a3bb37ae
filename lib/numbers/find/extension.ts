// The extension behind a number: «ext. 12», «Durchwahl 12», «доб. 12», «x12», «;ext=12».
import { EXTENSION_WORDS } from './words/extension.ts';

const words = [...new Set(Object.values(EXTENSION_WORDS).join(' ').split(' '))]
  .toSorted((a, b) => b.length - a.length)
  .map((word) => word.replaceAll('_', ' '))
  .join('|');

const SPACE = '[ \\u200b\\t]';
const EXTENSION = new RegExp(
  `${SPACE}{0,3}(?:;ext=|[,;(/-]?${SPACE}{0,2}(?:(?:${words})\\.?${SPACE}{0,2}[-:#.]?${SPACE}{0,2}#?|x{1,2}[.:]?${SPACE}{0,2}|[#~]${SPACE}?|,,${SPACE}?))(\\d{1,7})(?:\\)|#)?(?![\\p{L}\\d]|[-./:]\\d)`,
  'iuy',
);

/** Reads an extension that starts at `at` in a folded text. */
export function extensionAt(folded: string, at: number): { ext: string; end: number } | undefined {
  EXTENSION.lastIndex = at;
  const match = EXTENSION.exec(folded);
  const ext = match?.[1];
  if (!match || ext === undefined) return undefined;
  // A closing bracket that it did not open, and the hash that ends dialling, are not the number's own.
  const written = match[0].trimStart();
  const tail = written.endsWith('#') || (written.endsWith(')') && !written.startsWith('(')) ? 1 : 0;
  return { ext, end: at + match[0].length - tail };
}
