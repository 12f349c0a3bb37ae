/** Keeps the caret at the same digit when a number is formatted anew around it. */

const counts = /[\p{L}\p{N}+*#]/gu;

/** How many characters that matter stand before the caret. */
export const significantBefore = (text: string, caret: number): number =>
  text.slice(0, caret).match(counts)?.length ?? 0;

/** Where the caret belongs so that as many characters that matter stand before it. */
export function caretAfter(text: string, significant: number): number {
  if (significant === 0) return 0;
  const last = [...text.matchAll(counts)][significant - 1];
  return last ? last.index + last[0].length : text.length;
}
