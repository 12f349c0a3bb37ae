/** SIP that is hard to read, after the ideas of RFC 4475 but in words of our own. Each is one message to `user` at the phone. */
import { sdp } from './sip-server.ts';

export interface Torment {
  /** What is hard about it, with the section that asks for it. */
  name: string;
  text: string;
}

interface Parts {
  method?: string;
  line?: string;
  via?: string;
  to?: string;
  from?: string;
  cseq?: string;
  contact?: string;
  headers?: string[];
  length?: string;
  body?: string;
}

/** All of them, each a transaction and a call of its own. */
export function torments(user: string): Torment[] {
  let count = 0;
  const message = (parts: Parts = {}): string => {
    const id = `torment-${++count}`;
    const { method = 'OPTIONS', body = '' } = parts;
    return [
      parts.line ?? `${method} sip:${user}@phone.invalid SIP/2.0`,
      parts.via ?? `Via: SIP/2.0/WSS unruly.example;branch=z9hG4bK-${id}`,
      'Max-Forwards: 70',
      parts.to ?? `To: <sip:${user}@phone.invalid>`,
      parts.from ?? `From: <sip:unruly@unruly.example>;tag=${id}`,
      `Call-ID: ${id}`,
      parts.cseq ?? `CSeq: 1 ${method}`,
      parts.contact ?? 'Contact: <sip:unruly@unruly.example>',
      ...(parts.headers ?? []),
      ...(body ? ['Content-Type: application/sdp'] : []),
      `Content-Length: ${parts.length ?? body.length}`,
      '',
      body,
    ].join('\r\n');
  };
  const invite = (parts: Parts = {}) => message({ method: 'INVITE', body: sdp(), ...parts });
  const all: Record<string, string> = {
    'folded and crooked white space (3.1.1.1)': message({
      to: `TO :\r\n sip:${user}@phone.invalid ;   tag    = 1a2b\r\n   ;odd = " \\" quoted"`,
      from: 'fROM : "Unruly \\\\\\" Caller"  <sip:unruly@unruly.example>\r\n  ;\r\n  tag = 9z',
    }),
    'a method of every allowed sign (3.1.1.2)': message({ method: "!ntr.g-ing%*_+`'~0DD" }),
    'percent-escapes in the target (3.1.1.3)': message({
      line: `OPTIONS sip:${user}%20%00%2F@phone.invalid SIP/2.0`,
    }),
    'an escaped null in the user (3.1.1.4)': message({
      method: 'REGISTER',
      from: 'From: sip:null-%00-null@unruly.example;tag=n',
      contact: 'Contact: <sip:%00@unruly.example>, <sip:%00%00@unruly.example>',
    }),
    'no space before the angle bracket (3.1.1.6)': message({
      from: 'From: Unruly<sip:unruly@unruly.example>;tag=q',
    }),
    'very long values (3.1.1.7)': message({
      from: `From: "${'long '.repeat(800)}" <sip:unruly@${'x'.repeat(2000)}.example>;tag=${'t'.repeat(500)}`,
      headers: [`X-Long: ${'y'.repeat(20_000)}`, `Via: SIP/2.0/TCP ${'z'.repeat(900)}.example`],
    }),
    'more after the end of the body (3.1.1.8)': `${message()}OPTIONS sip:second@phone.invalid SIP/2.0\r\n\r\n`,
    'semicolons in the user part (3.1.1.9)': message({
      line: `OPTIONS sip:${user};park=7;x@phone.invalid SIP/2.0`,
    }),
    'every transport there is (3.1.1.10)': message({
      headers: ['UDP', 'TCP', 'TLS', 'SCTP', 'UNHEARD-OF'].map(
        (name) => `Via: SIP/2.0/${name} hop.example;branch=z9hG4bK${name}`,
      ),
    }),
    'a body of several parts (3.1.1.11)': message({
      method: 'MESSAGE',
      headers: ['Content-Type: multipart/mixed;boundary=--x'],
      length: '26',
    }).concat('----x\r\n\r\nhello\r\n----x--\r\n'),
    'an answer nobody waits for (3.1.1.12)': message({ line: 'SIP/2.0 200 = 2**3 * 25' }),
    'an answer without a reason (3.1.1.13)': message({ line: 'SIP/2.0 100 ' }),
    'commas and semicolons where none belong (3.1.2.1)': invite({
      to: `To: <sip:${user}@phone.invalid>;=;;,;tag=`,
      headers: [';;,;,,', 'Contact: "broken" <sip:x@unruly.example>>;;;;,'],
    }),
    'a length longer than the message (3.1.2.2)': invite({ length: '9999' }),
    'a negative length (3.1.2.3)': invite({ length: '-999' }),
    'numbers far too big (3.1.2.4)': message({
      cseq: 'CSeq: 36893488147419103232 OPTIONS',
      headers: ['Expires: 100000000000000000000', 'Max-Forwards: 300'],
    }),
    'numbers far too big in an answer (3.1.2.5)': message({
      line: 'SIP/2.0 503 Unavailable',
      cseq: 'CSeq: 9292394834772304023312 OPTIONS',
      headers: ['Retry-After: 949302838503028349304023988'],
    }),
    'a quote that is never closed (3.1.2.6)': message({
      to: `To: "Nobody closes <sip:${user}@phone.invalid>`,
    }),
    'a target in angle brackets (3.1.2.7)': invite({ line: `INVITE <sip:${user}@phone.invalid> SIP/2.0` }),
    'spaces within the target (3.1.2.8)': invite({ line: `INVITE sip:${user}@phone.invalid; lr SIP/2.0` }),
    'several spaces between the parts (3.1.2.9)': invite({
      line: `INVITE  sip:${user}@phone.invalid  SIP/2.0`,
    }),
    'spaces after the version (3.1.2.10)': message({ line: `OPTIONS sip:${user}@phone.invalid SIP/2.0  ` }),
    'headers escaped into the target (3.1.2.11)': invite({
      line: `INVITE sip:${user}@phone.invalid?Route=%3Csip:unruly.example%3E SIP/2.0`,
    }),
    'a date of no known zone (3.1.2.12)': invite({
      headers: ['Date: Fri, 01 Jan 2010 16:00:00 EST'],
      contact: 'X: y',
    }),
    'a contact that needs brackets (3.1.2.13)': message({
      method: 'REGISTER',
      contact: 'Contact: sip:unruly@unruly.example?Route=%3Csip:unruly.example%3E',
    }),
    'a name with an @ and no quotes (3.1.2.14)': message({
      to: `To: "a@b" ${user}@c <sip:${user}@phone.invalid>`,
    }),
    'a name with signs unquoted (3.1.2.15)': message({
      from: 'From: Bell, A; B. (C) <sip:b@unruly.example>;tag=43',
    }),
    'a version from the future (3.1.2.16)': message({ line: `OPTIONS sip:${user}@phone.invalid SIP/7.0` }),
    'a method that differs from its number’s (3.1.2.17)': message({ cseq: 'CSeq: 8 INVITE' }),
    'an unknown method that differs too (3.1.2.18)': message({ method: 'NEWMETHOD', cseq: 'CSeq: 8 INVITE' }),
    'a status of four thousand (3.1.2.19)': message({ line: 'SIP/2.0 4294967301 better not' }),
    'an empty branch (3.2.1)': message({ via: 'Via: SIP/2.0/WSS unruly.example;branch=z9hG4bK' }),
    'almost every header missing (3.3.1)': 'INVITE sip:phone.invalid SIP/2.0\r\nCSeq: 1 INVITE\r\n\r\n',
    'a scheme nobody knows (3.3.2)': message({ line: 'OPTIONS nobodyKnows:totallyopaque SIP/2.0' }),
    'a known scheme that is no SIP (3.3.3)': message({ line: 'OPTIONS soap.beep://192.0.2.1:3002 SIP/2.0' }),
    'unknown schemes in From and To (3.3.4)': message({
      method: 'REGISTER',
      to: 'To: isbn:2983792873',
      from: 'From: <http://unruly.example>;tag=3234',
      contact: 'Contact: <name:unruly>',
    }),
    'extensions nobody has (3.3.5)': message({
      headers: ['Require: nothingSupportsThis', 'Proxy-Require: norThis'],
    }),
    'an unknown type of content (3.3.6)': invite({
      body: '',
      headers: ['Content-Type: application/unknown'],
      length: '8',
    }).concat('<audio/>'),
    'credentials of an unknown kind (3.3.7)': message({
      headers: ['Authorization: NoOneKnowsThis opaque="x"'],
    }),
    'two of what must be one (3.3.8)': invite({
      headers: [
        'CSeq: 77 OPTIONS',
        'Call-ID: another',
        'From: <sip:other@unruly.example>;tag=2',
        'Max-Forwards: 5',
      ],
    }),
    'two lengths that differ (3.3.9)': message({ headers: ['Content-Length: 13'] }),
    'an answer by way of a broadcast address (3.3.10)': message({
      line: 'SIP/2.0 200 OK',
      via: 'Via: SIP/2.0/UDP 255.255.255.255;branch=z9hG4bK-b',
    }),
    'no forwards left (3.3.11)': message({ headers: ['Max-Forwards: 0'] }),
    'a contact that is a star and more (3.3.13)': message({
      method: 'REGISTER',
      contact: 'Contact: *, <sip:x@y>',
    }),
    'an INVITE of 1999, without magic and tags (3.4.1)': invite({
      via: 'Via: SIP/2.0/UDP unruly.example',
      from: 'From: <sip:unruly@unruly.example>',
    }),
    'nothing but noise': '\u0000\u0001\u0002 \uFFFD {"json": true}\r\n\r\n',
    'an INVITE whose SDP is prose': invite({ body: 'v=0\r\nthis is not a description of anything\r\n' }),
    'an INVITE for pictures only': invite({ body: sdp().replace('m=audio', 'm=image') }),
    'an INVITE with an asserted identity that is none': invite({
      headers: ['P-Asserted-Identity: <<<>>>,,;'],
    }),
  };
  return Object.entries(all).map(([name, text]) => ({ name, text }));
}
