// How texts go to the finder and numbers come back: flat, because every byte is written and read on a page's own thread.

/** Texts to look at, all of one kind. */
export interface Asked {
  texts: string[];
  /** They stand where telephone numbers stand: possible ones count, too. */
  labelled?: boolean | undefined;
  /** The country (ISO 3166-1 alpha-2) whose national numbers are meant; absent for the operator's own. */
  region?: string | undefined;
}

/** A number: which of the texts it is in, from where to where (UTF-16 offsets), E.164 and extension. */
export type Found = [text: number, start: number, end: number, number: string, ext?: string];

/** So many numbers of a page are listed. */
export const mostListed = 200;
