/** Hands a text to the browser's own downloads. */
import type { ExportedFile } from '../../lib/mirror/desk.ts';

/** The browser has read the link by then, in ms; until it has, the link must stand. */
const linkStands = 60_000;

/** Saves a file where the browser saves downloads. */
export function saveFile({ name, type, text }: ExportedFile): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), linkStands);
}
