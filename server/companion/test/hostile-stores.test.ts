/** Hostile bodies, and hostile texts in every argument of every tool, on both databases. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { MAX_BODY } from '../receiver/body.ts';
import { callOf, type Desk, itemsOf, openDesk, post, tell } from './support/desk.ts';
import { onBothStores } from './support/stores.ts';

const MESSAGE = { caller_name: 'Sample', caller_phone: '+1 (305) 555-0102', message: 'Call me' };

const HOSTILE: Record<string, string> = {
  HTML: '<img src=x onerror=alert(1)><script>alert(2)</script>',
  SSML: '<speak><audio src="https://evil.example/a.mp3"/><break time="60s"/></speak>',
  'control characters': 'a\u0000b\u0007c\u001b[31md\u009be\u202ef\u2066g\ufeff\u0085',
  'half characters': 'a\ud800b\udc00c',
  SQL: "'; DROP TABLE items; --",
  'a template': '{{constructor.constructor("return 1")()}} ${7*7} {when} {status} $& $1 %s',
  'line ends': 'one\r\ndata: two\n\nevent: reset\n',
};
const ARGUMENTS: Record<string, readonly string[]> = {
  send_sms: ['to_phone', 'message', 'purpose', 'caller_name'],
  create_lead: ['first_name', 'last_name', 'phone', 'email', 'company', 'interest', 'notes', 'source'],
  leave_message: [
    'caller_name',
    'caller_phone',
    'message',
    'for_person',
    'urgent',
    'callback_preferred_time',
  ],
  schedule_appointment: ['caller_name', 'phone', 'date', 'time', 'purpose', 'duration', 'notes'],
  check_policy_status: ['policy_number', 'phone', 'last_name', 'date_of_birth', 'lookup_type'],
  transfer_call: ['target', 'reason', 'summary'],
  end_call: ['reason', 'summary'],
  anything_else: ['caller_name', 'more'],
};
/** What nobody may say, keep or be sent: controls, marks that turn the writing, halves of characters. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]|\p{Cs}/u;

onBothStores((freshPlace) => {
  let desk: Desk;
  let before: number;
  beforeAll(async () => {
    desk = await openDesk(await freshPlace());
  });
  beforeEach(async () => {
    before = (await itemsOf(desk)).length;
  });
  afterAll(() => desk.stop());

  const kept = async (): Promise<number> => (await itemsOf(desk)).length - before;

  it.each([
    [
      'a megabyte',
      JSON.stringify(callOf('leave_message', { ...MESSAGE, message: 'x'.repeat(1_000_000) })),
      413,
    ],
    ['one byte too many', ' '.repeat(MAX_BODY + 1), 413],
    ['deep objects', `{"function":"x","args":${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}}`, 400],
    ['deep lists', `{"function":"x","args":{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}}`, 400],
    ['half of it', JSON.stringify(callOf('leave_message', MESSAGE)).slice(0, -5), 400],
    ['a function that is none', JSON.stringify({ ...callOf('x', MESSAGE), function: { name: 'x' } }), 400],
    ['a very long function', JSON.stringify(callOf('x'.repeat(5000), MESSAGE)), 400],
    ['a very long id', JSON.stringify(callOf('leave_message', MESSAGE, 'x'.repeat(5000))), 400],
  ])('%s is refused', async (_what, body, http) => {
    expect(await post(desk.url, body)).toMatchObject({
      http,
      status: 'error',
      message: expect.stringMatching(/\w/),
    });
    expect(await kept()).toBe(0);
  });

  it.each(Object.entries(HOSTILE))(
    '%s in every argument, its name and the ids is inert',
    async (_what, text) => {
      for (const [tool, names] of Object.entries(ARGUMENTS)) {
        // All of it, and each by itself beside what is in order.
        const whole = Object.fromEntries([...names, text].map((name) => [name, text]));
        const fine = {
          ...Object.fromEntries(names.map((name) => [name, 'Sample'])),
          ...Object.fromEntries(
            names.filter((name) => name.includes('phone')).map((name) => [name, '+13055550100']),
          ),
        };
        const calls = [whole, ...names.map((name) => ({ ...fine, [name]: text }))];
        for (const args of calls) {
          const answer = await tell(desk.url, tool, args, `${crypto.randomUUID()}${text}`);
          expect(answer.http).toBe(200);
          expect(answer.message).toMatch(/\w/);
          expect(answer.message).not.toMatch(/[<>{}]|https?:|script|DROP/);
          expect(answer.message).not.toMatch(CONTROLS);
        }
      }
      expect((await tell(desk.url, text, { caller_name: text })).http).toBe(200);
      const items = (await itemsOf(desk)).slice(before);
      expect(items.length).toBeGreaterThan(Object.keys(ARGUMENTS).length);
      const strings = (value: unknown): string[] =>
        typeof value === 'string'
          ? [value]
          : typeof value === 'object' && value
            ? Object.entries(value).flat().flatMap(strings)
            : [];
      for (const one of items.flatMap(strings)) expect(one).not.toMatch(CONTROLS);
    },
    60_000,
  );
});
