/** Links that name a number to call. */

const scheme = /^(tel|callto):/i;

export const isNumberLink = (url: string): boolean => scheme.test(url);

/** The dialled part of a link, with its extension if it names one (RFC 3966). */
export function numberIn(url: string): string {
  const [number = '', ...parameters] = url.replace(scheme, '').replace(/^\/\//, '').split(';');
  const ext = parameters.find((one) => /^ext=/i.test(one));
  const whole = ext ? `${number};${ext}` : number;
  try {
    return decodeURIComponent(whole);
  } catch {
    return whole; // Stray percent signs are kept as written.
  }
}
