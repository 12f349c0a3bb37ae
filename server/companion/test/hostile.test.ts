/** What a stranger may send: each is refused clearly, does nothing, and is nowhere repeated. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { callOf, type Desk, itemsOf, KEY, openDesk, post, tell } from './support/desk.ts';
import { freshDirectory } from './support/stores.ts';

const MESSAGE = { caller_name: 'Sample', caller_phone: '+1 (305) 555-0102', message: 'Call me' };

let desk: Desk;
let before: number;
beforeAll(async () => {
  desk = await openDesk({ directory: freshDirectory() });
});
beforeEach(async () => {
  before = (await itemsOf(desk)).length;
});
afterAll(() => desk.stop());

const kept = async (): Promise<number> => (await itemsOf(desk)).length - before;

it('bytes that are no text are refused', async () => {
  const response = await fetch(`${desk.url}/api/webhooks/ai-tools`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEY}` },
    body: new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]),
  });
  expect(response.status).toBe(400);
});

it('a body without a length is limited as well', async () => {
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new Uint8Array(10_000).fill(32)),
  });
  const options = {
    method: 'POST',
    body: endless,
    duplex: 'half',
    headers: { authorization: `Bearer ${KEY}` },
  };
  const status = await fetch(`${desk.url}/api/webhooks/ai-tools`, options as RequestInit).then(
    (response) => response.status,
    // Or the connection is closed on it.
    () => 413,
  );
  expect(status).toBe(413);
});

it('values of every kind are kept as text', async () => {
  const odd = {
    list: [1, { a: '<b>' }],
    nothing: null,
    yes: true,
    number: 1.5,
    '': 'no name',
    constructor: 'x',
  };
  expect((await tell(desk.url, 'whatever', odd)).status).toBe('noted');
  expect((await itemsOf(desk)).at(-1)?.fields).toEqual({
    list: '[1,{"a":"<b>"}]',
    yes: 'true',
    number: '1.5',
    '': 'no name',
    constructor: 'x',
  });
  const numbers = { caller_name: 7, caller_phone: 13055550102, message: true, urgent: 'yes' };
  expect((await tell(desk.url, 'leave_message', numbers)).status).toBe('saved');
  expect((await itemsOf(desk)).at(-1)).toMatchObject({
    name: '7',
    number: '+13055550102',
    text: 'true',
    urgent: true,
  });
});

it('who sends byte by byte is hung up on', async () => {
  const { hostname, port } = new URL(desk.url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  socket.write(
    `POST /api/webhooks/ai-tools HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${KEY}\r\nContent-Length: 100\r\n\r\n{`,
  );
  let answer = '';
  socket.on('data', (data: Buffer) => (answer += data.toString()));
  const trickle = setInterval(() => socket.write(' '), 200);
  await once(socket, 'close');
  clearInterval(trickle);
  expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  expect(await kept()).toBe(0);
}, 30_000);

it('five hundred who send byte by byte hold up nobody', async () => {
  const { hostname, port } = new URL(desk.url);
  const head = `POST /api/webhooks/ai-tools HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${KEY}\r\n`;
  const slow = await Promise.all(
    Array.from({ length: 500 }, async (_, index) => {
      const socket = connect(Number(port), hostname);
      socket.on('error', () => socket.destroy());
      await once(socket, 'connect');
      // Some have not ended their head, some their body.
      socket.write(index % 2 === 0 ? head : `${head}Content-Length: 100\r\n\r\n{`);
      socket.resume();
      return socket;
    }),
  );
  const trickle = setInterval(() => {
    for (const socket of slow) if (socket.writable) socket.write('x');
  }, 500);
  const answers = [];
  // For as long as they are there, one call after the other.
  while (slow.some((socket) => !socket.destroyed) && answers.length < 1000)
    answers.push(await tell(desk.url, 'leave_message', { ...MESSAGE, message: `Call ${answers.length}` }));
  clearInterval(trickle);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set(['saved']));
  expect(await kept()).toBe(answers.length);
  await Promise.all(slow.filter((socket) => !socket.closed).map((socket) => once(socket, 'close')));
}, 60_000);

it('who sends no head is hung up on', async () => {
  const { hostname, port } = new URL(desk.url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  socket.write('POST /api/webhooks/ai-tools HTTP/1.1\r\nHost:');
  socket.resume();
  await once(socket, 'close');
}, 30_000);

it('too many calls with one key are put off', async () => {
  const busy = await openDesk({ directory: freshDirectory() }, { perKeyPerMinute: 2 });
  const answers = [];
  for (let turn = 0; turn < 3; turn += 1) answers.push(await tell(busy.url, 'leave_message', MESSAGE));
  expect(answers.map(({ http }) => http)).toEqual([200, 200, 429]);
  expect(Number(answers[2]?.headers.get('retry-after'))).toBeGreaterThan(0);
  // Strangers use nothing of it up, and are told apart from it.
  expect((await post(busy.url, {}, { authorization: 'Bearer guess' })).http).toBe(401);
  await busy.stop();
});

it('the log has no number, name, key or argument in it', async () => {
  await tell(desk.url, 'leave_message', { ...MESSAGE, date_of_birth: '1980-01-02' });
  await post(desk.url, callOf('leave_message', MESSAGE), { authorization: 'Bearer guess-not-a-secret' });
  await tell(desk.url, 'call +1 (305) 555-0102 for Sample', {});
  await post(desk.url, callOf('3055550102', MESSAGE, 'forged', 'none'));
  await fetch(`${desk.url}/call/+13055550102?name=Sample`);
  const log = JSON.stringify(desk.log);
  expect(log).toContain('leave_message');
  expect(log).toContain('"path":"other"');
  expect(log).not.toMatch(/555|Sample|Call me|1980|not-a-secret/);
});
