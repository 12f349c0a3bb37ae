import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { createLog } from '../../../lib/host/log.ts';
import { redact } from '../../../lib/host/redact.ts';
import { memory } from '../../support/memory-host.ts';

test.each([
  ['Authorization: Digest username="1001", response="abcdef0123456789"', ['1001"', 'abcdef']],
  ['REGISTER sip:x SIP/2.0\r\nProxy-Authorization: Digest nonce="s3cr3t-n"\r\nExpires: 600', ['s3cr3t-n']],
  ['{"password":"hunter2","user":"a"}', ['hunter2']],
  ["password='hunter two'", ['hunter']],
  ['access_token=abc.def&x=1', ['abc.def']],
  ['sent Bearer abcdefghijk', ['abcdefghijk']],
  ['jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln', ['eyJ', 'c2ln']],
  ['wss://user:pass@pbx.example/ws?token=abc123', ['pass@', 'abc123']],
  ['a=ice-pwd:aaaabbbbccccdddd', ['aaaabbbb']],
  ['a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj', ['d0Rm']],
  ['call to +1 (786) 555-0101 refused', ['786', '555', '0101']],
  ['sip:+17865550101@pbx.example', ['7865550']],
  ['0049 30 901820 / 030-901820', ['901820']],
  ['+1.786.555.0101', ['786', '555']],
])('%s', (text, secrets) => {
  for (const secret of secrets) expect(redact(text)).not.toContain(secret);
});

test('a number keeps its last three digits', () => {
  expect(redact('call to +1 (786) 555-0101 refused')).toBe('call to …101 refused');
});

test.each([
  'line 192.168.100.200:5060 closed with 1006',
  '2026-11-20T22:21:20.123Z ready',
  'extension 1001 rang for 12345 ms',
  'call 3f2504e0-4f89-11d3-9a0c-0305e82c3301 ended',
  'SIP/2.0 486 Busy Here',
])('leaves alone: %s', (text) => {
  expect(redact(text)).toBe(text);
});

test('a known secret goes wherever it stands', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 4, maxLength: 30 }).filter((one) => one.trim() !== '' && !'***…'.includes(one)),
      fc.lorem(),
      (secret, text) => {
        expect(redact(`${text} ${secret} ${text}`, [secret])).not.toContain(` ${secret} `);
      },
    ),
  );
});

test('no seven digits of a number are ever left together', () => {
  const digits = fc.stringMatching(/^[2-9]\d{6,14}$/);
  fc.assert(
    fc.property(digits, fc.constantFrom('', ' ', '-', '.', ' (', ') '), (number, gap) => {
      const written = number.replace(/(\d{3})(?=\d)/g, `$1${gap}`);
      expect(redact(`dialled ${written} now`).replace(/\D/g, '').length).toBeLessThanOrEqual(3);
    }),
  );
});

test('the log keeps the last lines, redacted when they are written', () => {
  const log = createLog(memory(), () => 5);
  for (let at = 0; at < 450; at++) log.write(`line ${at}`);
  log.write('password=hunter2', 'error');
  expect(log.lines()).toHaveLength(400);
  expect(log.lines()[0]?.text).toBe('line 51');
  expect(log.lines().at(-1)).toEqual({ at: 5, level: 'error', text: 'password=***' });
});

test('an engine that follows a crash has the lines of the one before, and says where it began', async () => {
  const shelf = memory();
  const texts = (log: ReturnType<typeof createLog>) => log.lines().map(({ text }) => text);
  const first = createLog(shelf);
  first.write('something strange');
  await vi.waitFor(() => expect(JSON.stringify(shelf.all.get('log'))).toContain('something strange'));
  first.write('token=abcdef');
  await vi.waitFor(() => expect(JSON.stringify(shelf.all.get('log'))).toContain('token=***'));
  const next = createLog(shelf);
  next.write('said before the old lines were read');
  await vi.waitFor(() => expect(texts(next)).toContain('something strange'));
  expect(texts(next)).toEqual([
    'the engine starts',
    'something strange',
    'token=***',
    'the engine starts',
    'said before the old lines were read',
  ]);
});

test('what is no log is no reason to have none', async () => {
  const shelf = memory();
  await shelf.set('log', [{ at: 'yesterday' }]);
  const log = createLog(shelf);
  await vi.waitFor(() => expect(JSON.stringify(shelf.all.get('log'))).toContain('the engine starts'));
  expect(log.lines()).toHaveLength(1);
});
