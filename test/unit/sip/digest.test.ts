import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { answerable } from '../../../lib/sip/digest.ts';
import { access, openLine, type TestLine } from '../../support/sip-line.ts';
import { type FakeSocket, socket, stubBrowser } from '../../support/sip-server.ts';

const sum = (algorithm: string, text: string) => createHash(algorithm).update(text, 'utf8').digest('hex');

describe('a registrar', () => {
  let line: TestLine;
  let server: FakeSocket;
  beforeEach(async () => {
    stubBrowser();
    line = openLine();
    server = await socket();
    server.opens();
  });
  afterEach(() => vi.unstubAllGlobals());

  const challenge = (algorithm: string, more = 'qop="auth,auth-int"') =>
    `WWW-Authenticate: Digest realm="pbx.example", nonce="n0nce", algorithm=${algorithm}, ${more}`;
  async function challenged(...headers: string[]) {
    server.answers(await server.hears('REGISTER'), '401 Unauthorized', { headers });
    const second = await server.hears('REGISTER', 2);
    const header = second.header('Authorization') ?? '';
    const given = Object.fromEntries(
      [...header.matchAll(/(\w+)=(?:"([^"]*)"|([^\s,]+))/g)].map(([, name, quoted, bare]) => [
        name,
        quoted ?? bare,
      ]),
    );
    return { second, given };
  }
  /** What RFC 7616 §3.4.1 wants, worked out by Node. */
  function expected(algorithm: string, given: Record<string, string | undefined>) {
    const who = sum(algorithm, `${access.authUser}:pbx.example:${access.password}`);
    const what = sum(algorithm, 'REGISTER:sip:pbx.example');
    const middle = given['qop'] ? [given['nc'], given['cnonce'], given['qop']] : [];
    return sum(algorithm, [who, 'n0nce', ...middle, what].join(':'));
  }

  test.each([
    ['SHA-256', 'qop="auth"'],
    ['sha-256', 'opaque="o"'],
  ])('that knows %s only, with %s, is answered', async (algorithm, more) => {
    const { second, given } = await challenged(challenge(algorithm, more));
    expect(given['algorithm']).toBe('SHA-256');
    expect(given['response']).toBe(expected('sha256', given));
    server.answers(second, '200 OK', { headers: [`Contact: ${second.header('Contact')}`] });
    await line.state('ready');
  });

  test('that offers several ways gets the first one we know', async () => {
    const { given } = await challenged(challenge('SHA-512-256'), challenge('SHA-256'), challenge('MD5'));
    expect(given['algorithm']).toBe('SHA-256');
    expect(given['response']).toBe(expected('sha256', given));
  });

  test('that prefers MD5 gets MD5', async () => {
    const { given } = await challenged(challenge('MD5'), challenge('SHA-256'));
    expect(given['response']).toBe(expected('md5', given));
  });

  test('that refuses the answer means the password', async () => {
    await challenged(challenge('SHA-256'));
    server.answers(await server.hears('REGISTER', 2), '401 Unauthorized', {
      headers: [challenge('SHA-256')],
    });
    await line.state('refused');
    expect(line.last()?.fault?.code).toBe('wrong-password');
  });

  test('that knows no way of ours is not taken for one that refused the password', async () => {
    const headers = [challenge('SHA-512-256')];
    server.answers(await server.hears('REGISTER'), '401 Unauthorized', { headers });
    await line.state('refused');
    expect(line.last()?.fault).toMatchObject({
      code: 'sign-in-method-unknown',
      about: 'SHA-512-256',
    });
  });
});

test('other messages are left as they are', () => {
  const text = 'SIP/2.0 200 OK\r\nWWW-Authenticate: Digest algorithm=SHA-512-256\r\n\r\n';
  expect(answerable(text)).toBe(text);
});
