import { describe, expect, it } from 'vitest';
import { decodeUlaw, encodeUlaw } from '../media/g711.ts';
import { toneAmplitude } from '../media/goertzel.ts';
import { Meter } from '../media/meter.ts';
import { formatRtp, parseRtp } from '../media/rtp.ts';
import { formatTelephoneEvent, parseInfoDigit, parseTelephoneEvent } from '../media/telephone-event.ts';
import { createIds } from '../ids.ts';
import { parseAddress, userOf } from '../sip/address.ts';
import { digestResponse } from '../sip/digest.ts';
import { formatMessage, header, headersNamed, parseMessage, SipSyntaxError } from '../sip/message.ts';
import { answerDirection, type Direction, readAudio, restate } from '../sip/sdp.ts';

describe('SIP text', () => {
  const text =
    'INVITE sip:601@sandbox.ringside.test SIP/2.0\r\nv: SIP/2.0/WS a.invalid;branch=z9hG4bK1\r\n' +
    'Via: SIP/2.0/WS b.invalid;branch=z9hG4bK2\r\nSubject: folded\r\n  over two lines\r\nl: 4\r\n\r\nbody';

  it('is read with compact and folded headers', () => {
    const message = parseMessage(text);
    expect(message).toMatchObject({ kind: 'request', method: 'INVITE', body: 'body' });
    expect(headersNamed(message, 'via')).toHaveLength(2);
    expect(header(message, 'Subject')).toBe('folded over two lines');
  });

  it('is written with the length in bytes', () => {
    const written = formatMessage({ kind: 'response', status: 200, reason: 'OK', headers: [], body: 'é' });
    expect(written).toBe('SIP/2.0 200 OK\r\nContent-Length: 2\r\n\r\né');
  });

  it.each(['', 'INVITE\r\n\r\n', 'INVITE sip:x SIP/2.0\r\nno colon\r\n\r\n', 'SIP/2.0 2000 OK\r\n\r\n'])(
    'is refused if it is %j',
    (broken) => expect(() => parseMessage(broken)).toThrow(SipSyntaxError),
  );

  it.each([
    ['"A \\"B\\" <C>" <sip:x@y;transport=ws>;tag=1', 'A "B" <C>', 'sip:x@y;transport=ws', '1'],
    ['sip:x@y;tag=2', '', 'sip:x@y', '2'],
    ['Plain Name <sip:x@y>', 'Plain Name', 'sip:x@y', undefined],
  ])('has the address %s', (value, display, uri, tag) => {
    const address = parseAddress(value);
    expect([address.display, address.uri, address.params.get('tag')]).toEqual([display, uri, tag]);
  });

  it.each([
    ['sip:%2B17865550101@x', '+17865550101'],
    ['sip:+17865550101;phone-context=a@x;user=phone', '+17865550101'],
    ['tel:+44-20-7946-0018;ext=1', '+44-20-7946-0018'],
    ['sip:x%zz@y', 'x%zz'],
    ['sip:sandbox.ringside.test', ''],
  ])('has in %s the user %s', (uri, user) => expect(userOf(uri)).toBe(user));
});

it('computes the digest of the example in RFC 2617 §3.5', () => {
  const response = digestResponse({
    user: 'Mufasa',
    realm: 'testrealm@host.com',
    password: 'Circle Of Life',
    method: 'GET',
    uri: '/dir/index.html',
    nonce: 'dcd98b7102dd2f0e8b11d0f600bfb0c093',
    count: '00000001',
    clientNonce: '0a4f113b',
  });
  expect(response).toBe('6629fae49393a05397450978507c4ef1');
});

describe('session descriptions', () => {
  it.each<[Direction, Direction, Direction]>([
    ['sendrecv', 'sendrecv', 'sendrecv'],
    ['sendonly', 'sendrecv', 'recvonly'],
    ['recvonly', 'sendrecv', 'sendonly'],
    ['inactive', 'sendrecv', 'inactive'],
    ['sendonly', 'sendonly', 'inactive'],
    ['sendrecv', 'recvonly', 'recvonly'],
  ])('answer %s with %s wanted by %s', (offered, wanted, answer) => {
    expect(answerDirection(offered, wanted)).toBe(answer);
  });

  it('are read and restated', () => {
    const sdp =
      'v=0\r\no=- 7 1 IN IP4 192.0.2.1\r\na=fingerprint:sha-256 AA\r\nm=video 0 X 96\r\nm=audio 9 X 111 0 101\r\n' +
      'a=mid:a\r\na=sendonly\r\na=setup:actpass\r\na=rtpmap:110 telephone-event/48000\r\na=rtpmap:101 telephone-event/8000\r\n';
    expect(readAudio(sdp)).toMatchObject({
      mid: 'a',
      direction: 'sendonly',
      pcmu: true,
      eventPayloadType: 101,
      fingerprint: 'sha-256 aa',
    });
    const restated = restate(sdp, { direction: 'inactive', setup: 'active', version: 5 });
    expect(restated).toContain('o=- 7 5 IN');
    expect(readAudio(restated)).toMatchObject({ direction: 'inactive', setup: 'active' });
    expect(readAudio(sdp.replace('m=audio 9', 'm=audio 0'))).toBeUndefined();
  });
});

describe('sound', () => {
  it('survives µ-law within its step and keeps its sign', () => {
    for (const sample of [0, 0.001, -0.01, 0.1, -0.5, 0.99, -1, 2]) {
      const [back = 9] = decodeUlaw(Uint8Array.of(encodeUlaw(sample)));
      const clipped = Math.max(-1, Math.min(1, sample));
      expect(Math.abs(back - clipped)).toBeLessThanOrEqual(Math.abs(clipped) / 16 + 0.0005);
    }
    expect(encodeUlaw(0)).toBe(0xff);
  });

  it('is measured by frequency', () => {
    const samples = Float32Array.from(
      { length: 8000 },
      (_, n) => 0.3 * Math.sin((2 * Math.PI * 700 * n) / 8000),
    );
    expect(toneAmplitude(samples, 700, 8000)).toBeCloseTo(0.3, 3);
    expect(toneAmplitude(samples, 1000, 8000)).toBeCloseTo(0, 3);
  });

  it('is counted: losses, late packets, gaps, a new stream, hold', () => {
    const meter = new Meter([]);
    const packet = (sequence: number, ssrc = 1) => ({
      payloadType: 0,
      marker: false,
      sequence,
      timestamp: 0,
      ssrc,
      payload: new Uint8Array(160),
    });
    for (const [sequence, at] of [
      [65_534, 0],
      [65_535, 20],
      [2, 40],
      [1, 100],
    ] as const) {
      meter.packet(packet(sequence), at, undefined);
    }
    expect(meter.report(100)).toMatchObject({ packets: 4, lost: 1, maxGapMs: 60 });
    meter.pause();
    meter.packet(packet(900, 2), 5000, undefined);
    expect(meter.report(5000)).toMatchObject({ packets: 5, lost: 1, maxGapMs: 60 });
  });
});

describe('packets', () => {
  const packet = {
    payloadType: 0,
    marker: true,
    sequence: 65_535,
    timestamp: 0xfffffff0,
    ssrc: 0xdeadbeef,
    payload: Uint8Array.of(1, 2, 3),
  };

  it('are read as they were written', () => {
    expect(parseRtp(formatRtp(packet))).toMatchObject({ ...packet, payload: Buffer.from([1, 2, 3]) });
  });

  it('are read past sources, an extension and padding', () => {
    const plain = formatRtp({ ...packet, payload: Uint8Array.of() });
    plain[0] = 0xb1;
    const rest = Buffer.from([9, 9, 9, 9, 0xbe, 0xde, 0, 1, 7, 7, 7, 7, 42, 0, 2]);
    expect([...(parseRtp(Buffer.concat([plain, rest]))?.payload ?? [])]).toEqual([42]);
  });

  it('are not RTCP, not cut short, not of another version', () => {
    const rtcp = formatRtp(packet);
    rtcp[1] = 200;
    expect(parseRtp(rtcp)).toBeUndefined();
    expect(parseRtp(Buffer.alloc(5))).toBeUndefined();
    expect(parseRtp(Buffer.alloc(12))).toBeUndefined();
  });

  it('carry keys', () => {
    for (const key of '0123456789*#ABCD') {
      expect(parseTelephoneEvent(formatTelephoneEvent({ key, end: true, duration: 800 }))).toEqual({
        key,
        end: true,
        duration: 800,
      });
    }
    expect(() => formatTelephoneEvent({ key: 'x', end: true, duration: 0 })).toThrow(RangeError);
    expect(parseInfoDigit('application/dtmf', '5')).toEqual({ key: '5', ms: 0 });
    expect(parseInfoDigit('application/dtmf-relay', 'Signal= #\r\nDuration= 160')).toEqual({
      key: '#',
      ms: 160,
    });
    expect(parseInfoDigit('text/plain', 'hello')).toBeUndefined();
  });
});

it('draws the same ids from the same seed', () => {
  const draw = (seed: number) => createIds(seed).hex(64);
  expect(draw(1)).toEqual(draw(1));
  expect(draw(1)).not.toEqual(draw(2));
});
