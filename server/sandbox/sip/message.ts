/** SIP messages as text (RFC 3261 §7): parsing, reading and writing. */

/** Header fields in order of appearance; names are kept as written, compact forms are spelt out. */
export type Headers = readonly (readonly [name: string, value: string])[];

export interface SipRequest {
  kind: 'request';
  method: string;
  uri: string;
  headers: Headers;
  body: string;
}

export interface SipResponse {
  kind: 'response';
  status: number;
  reason: string;
  headers: Headers;
  body: string;
}

export type SipMessage = SipRequest | SipResponse;

/** The text is not a SIP message. */
export class SipSyntaxError extends Error {}

/** RFC 3261 §7.3.3 and later registrations, as far as they are met on a phone line. */
const COMPACT: Readonly<Record<string, string>> = {
  c: 'Content-Type',
  e: 'Content-Encoding',
  f: 'From',
  i: 'Call-ID',
  k: 'Supported',
  l: 'Content-Length',
  m: 'Contact',
  r: 'Refer-To',
  s: 'Subject',
  t: 'To',
  v: 'Via',
};

/** Parses one whole message (a WebSocket frame carries exactly one, RFC 7118 §5). Throws SipSyntaxError. */
export function parseMessage(text: string): SipMessage {
  const split = text.indexOf('\r\n\r\n');
  if (split < 0) throw new SipSyntaxError('no empty line after the headers');
  // A header may be folded over several lines (RFC 3261 §7.3.1).
  const [startLine = '', ...lines] = text
    .slice(0, split)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  const headers = lines.map((line): readonly [string, string] => {
    const match = /^([^\s:]+)[ \t]*:[ \t]*(.*)$/.exec(line);
    const name = match?.[1];
    if (name === undefined) throw new SipSyntaxError(`not a header: ${line}`);
    return [COMPACT[name.toLowerCase()] ?? name, (match?.[2] ?? '').trimEnd()];
  });
  const body = text.slice(split + 4);
  const response = /^SIP\/2\.0 (\d{3}) (.*)$/.exec(startLine);
  if (response) {
    return { kind: 'response', status: Number(response[1]), reason: response[2] ?? '', headers, body };
  }
  const request = /^([A-Z]+) (\S+) SIP\/2\.0$/.exec(startLine);
  if (request?.[1] === undefined || request[2] === undefined) {
    throw new SipSyntaxError(`not a start line: ${startLine}`);
  }
  return { kind: 'request', method: request[1], uri: request[2], headers, body };
}

/** Writes a message, adding Content-Length. */
export function formatMessage(message: SipMessage): string {
  const startLine =
    message.kind === 'request'
      ? `${message.method} ${message.uri} SIP/2.0`
      : `SIP/2.0 ${message.status} ${message.reason}`;
  const lines = message.headers.map(([name, value]) => `${name}: ${value}`);
  const length = `Content-Length: ${Buffer.byteLength(message.body)}`;
  return [startLine, ...lines, length, '', message.body].join('\r\n');
}

/** The first header of this name (any case), or undefined. */
export function header(message: SipMessage, name: string): string | undefined {
  const wanted = name.toLowerCase();
  return message.headers.find(([candidate]) => candidate.toLowerCase() === wanted)?.[1];
}

/** The first header of this name. Throws SipSyntaxError if there is none. */
export function need(message: SipMessage, name: string): string {
  const value = header(message, name);
  if (value === undefined) throw new SipSyntaxError(`${name} is missing`);
  return value;
}

/** All headers of this name, in order, as they will be copied into a response. */
export function headersNamed(message: SipMessage, name: string): Headers {
  const wanted = name.toLowerCase();
  return message.headers.filter(([candidate]) => candidate.toLowerCase() === wanted);
}

/** The number and method of CSeq. Throws SipSyntaxError. */
export function sequence(message: SipMessage): { number: number; method: string } {
  const match = /^(\d+)\s+(\S+)$/.exec(need(message, 'CSeq'));
  if (match?.[2] === undefined) throw new SipSyntaxError('CSeq is malformed');
  return { number: Number(match[1]), method: match[2] };
}

/** The branch of the topmost Via, which names the transaction (RFC 3261 §8.1.1.7). Throws SipSyntaxError. */
export function branch(message: SipMessage): string {
  const value = /;\s*branch=([^;,\s]+)/i.exec(need(message, 'Via'))?.[1];
  if (value === undefined) throw new SipSyntaxError('Via has no branch');
  return value;
}
