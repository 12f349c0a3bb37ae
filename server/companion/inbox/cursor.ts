/** Where a reader is in a tenant's changes; opaque to it. */
export interface Cursor {
  /** Which database this is a revision of. */
  epoch: string;
  rev: number;
}

export const cursorText = ({ epoch, rev }: Cursor): string => `${epoch}.${rev.toString(36)}`;

export function readCursor(text: string): Cursor | undefined {
  const found = /^([\w-]{1,40})\.([\da-z]{1,11})$/.exec(text);
  return found ? { epoch: found[1] ?? '', rev: Number.parseInt(found[2] ?? '', 36) } : undefined;
}
