/** SIP messages as text, read just far enough for a test's questions. */

/** One request or response as text, with the parts tests ask for. */
export interface SipText {
  text: string;
  first: string;
  header(name: string): string | undefined;
  body: string;
}

export function parseSip(text: string): SipText {
  const [head = '', ...rest] = text.split('\r\n\r\n');
  const [first = '', ...headers] = head.split('\r\n');
  return {
    text,
    first,
    body: rest.join('\r\n\r\n'),
    header: (name) =>
      headers
        .find((one) => one.toLowerCase().startsWith(`${name.toLowerCase()}:`))
        ?.slice(name.length + 1)
        .trim(),
  };
}
