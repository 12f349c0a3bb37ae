import { expect, test } from 'vitest';
import { directionIn } from '../../../lib/media/peer.ts';

const audio = (...lines: string[]) =>
  ['v=0', 's=-', 'c=IN IP4 192.0.2.1', 'm=audio 9 RTP/AVP 0', ...lines, ''].join('\r\n');

test.each([
  [audio('a=sendonly'), 'sendonly'],
  [audio('a=rtpmap:0 PCMU/8000', 'a=inactive'), 'inactive'],
  [audio(), 'sendrecv'],
  [audio('c=IN IP4 0.0.0.0'), 'sendonly'],
  [`v=0\r\na=inactive\r\nm=audio 9 RTP/AVP 0\r\n`, 'inactive'],
  [`v=0\r\nm=video 9 RTP/AVP 96\r\na=inactive\r\nm=audio 9 RTP/AVP 0\r\na=sendrecv\r\n`, 'sendrecv'],
  ['', 'sendrecv'],
])('the direction of the audio section %#', (sdp, direction) => {
  expect(directionIn(sdp)).toBe(direction);
});
