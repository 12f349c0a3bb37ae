/** The page opened for a call: what its address may hold, and what it comes to for an example. */

/** What may stand in the address, in braces. */
export const popFields = ['number', 'name', 'contact', 'direction', 'call'] as const;
type PopField = (typeof popFields)[number];

const example: Readonly<Record<PopField, string>> = {
  number: '+17865550198',
  name: 'Ana Martínez',
  contact: '4711',
  direction: 'incoming',
  call: '8c0f2a',
};

/** Whether the engine would open it. */
export function isPopUrl(text: string): boolean {
  const url = text.trim();
  return /^https:\/\/[^\s/]+/i.test(url) && url.length <= 2000 && URL.canParse(examplePop(url));
}

/** Words in braces that stand for nothing. */
export const unknownFields = (text: string): string[] =>
  [...text.matchAll(/\{([^{}]*)\}/g)]
    .map(([, word = '']) => word)
    .filter((word) => !popFields.some((field) => field === word));

/** The address for a caller of the example. */
export const examplePop = (text: string): string =>
  text.trim().replace(/\{(\w+)\}/g, (whole, word: string) => {
    const field = popFields.find((one) => one === word);
    return field ? encodeURIComponent(example[field]) : whole;
  });
