import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ConnectorFault, type Sms, type SmsSender } from '../connectors/connector.ts';
import { telnyxSms } from '../connectors/telnyx.ts';
import { twilioSms, type TwilioOptions } from '../connectors/twilio.ts';
import { type Outside, startOutside, type Trouble } from './support/outside.ts';

const ACCOUNT = 'AC00000000000000000000000000000000';
const TOKEN = 'token-of-a-test-not-a-secret';
const FROM = '+13055550199';
const sms: Sms = {
  to: '+13055550100',
  text: 'Tuesday at “9”, is that fine?',
  key: 'call-1:send_sms',
  since: new Date(),
  mayBeSent: false,
};
/** The next try, after one of which nobody knows what it did. */
const again: Sms = { ...sms, mayBeSent: true };

let outside: Outside;

beforeAll(async () => {
  outside = await startOutside();
});
beforeEach(() => {
  outside.seen.length = 0;
  outside.messages.length = 0;
  outside.troubles.length = 0;
  outside.clock = undefined;
});
afterAll(() => outside.stop());

const twilio = (more: Partial<TwilioOptions> = {}) =>
  twilioSms({ accountSid: ACCOUNT, authToken: TOKEN, from: FROM, baseUrl: outside.url, ...more });
const telnyx = (more: object = {}) =>
  telnyxSms({ apiKey: TOKEN, from: FROM, baseUrl: `${outside.url}/`, ...more });

const forever = new AbortController().signal;

async function outcome(sender: SmsSender, message = sms): Promise<ConnectorFault | 'sent'> {
  try {
    await sender.send(message, forever);
    return 'sent';
  } catch (error) {
    expect(error).toBeInstanceOf(ConnectorFault);
    expect(String(error)).not.toContain('not-a-secret');
    expect(String(error)).not.toContain('5550100');
    return error as ConnectorFault;
  }
}

const posts = () => outside.seen.filter(({ method }) => method === 'POST');

const json = (status: number, body: object, headers: Record<string, string> = {}): Trouble => ({
  method: 'POST',
  how: 'answer',
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

/** As long as a busy machine may take, where an answer is to be waited for. */
const patience = ({ how }: Trouble) => (how === 'hang' ? { timeoutMs: 1000 } : {});

/** Answers that leave open whether the message was sent, each as it is and after it was sent. */
const OPEN: readonly [string, Trouble][] = [
  ['a 500', { method: 'POST', how: 'answer', status: 500, body: 'Internal Server Error' }],
  ['a 503', { method: 'POST', how: 'answer', status: 503 }],
  ['a 408', { method: 'POST', how: 'answer', status: 408 }],
  ['a web page', { method: 'POST', how: 'answer', status: 200, body: '<html>Sign in</html>' }],
  ['other JSON', { method: 'POST', how: 'answer', status: 201, body: '[null]' }],
  ['an empty body', { method: 'POST', how: 'answer', status: 200 }],
  ['half a body', { method: 'POST', how: 'half', status: 201 }],
  ['a body without end', { method: 'POST', how: 'endless', status: 201 }],
  ['a reset', { method: 'POST', how: 'reset' }],
  ['nothing', { method: 'POST', how: 'hang' }],
];

describe('Twilio', () => {
  it('is asked as its API has it', async () => {
    expect(await outcome(twilio())).toBe('sent');
    expect(outside.seen).toHaveLength(1);
    outside.messages.length = 0;
    expect(await outcome(twilio(), again)).toBe('sent');
    const [, look, post] = outside.seen;
    expect(look).toMatchObject({
      method: 'GET',
      path: `/2010-04-01/Accounts/${ACCOUNT}/Messages.json?To=%2B13055550100&PageSize=100&From=%2B13055550199`,
    });
    expect(post).toMatchObject({ method: 'POST', path: `/2010-04-01/Accounts/${ACCOUNT}/Messages.json` });
    expect(Object.fromEntries(new URLSearchParams(post?.body))).toEqual({
      To: sms.to,
      From: FROM,
      Body: sms.text,
    });
    const basic = Buffer.from(`${ACCOUNT}:${TOKEN}`).toString('base64');
    expect(post?.headers.get('authorization')).toBe(`Basic ${basic}`);
    expect(post?.headers.get('content-type')).toBe('application/x-www-form-urlencoded');
  });

  it('signs in with an API key and sends by a messaging service', async () => {
    const sender = twilio({ apiKeySid: 'SK0', from: 'MG0', lookBackMinutes: 0 });
    expect(await outcome(sender)).toBe('sent');
    const [post, ...others] = outside.seen;
    expect(others).toEqual([]);
    expect(post?.headers.get('authorization')).toBe(
      `Basic ${Buffer.from(`SK0:${TOKEN}`).toString('base64')}`,
    );
    expect(post?.body).toContain('MessagingServiceSid=MG0');
    expect(post?.body).not.toContain('From');
  });

  it.each([
    [400, 21211, 'Twilio does not send it: that is not a phone number (21211).'],
    [400, 21610, 'Twilio does not send it: the recipient has opted out (STOP) (21610).'],
    [400, 21614, 'Twilio does not send it: the recipient cannot receive SMS (21614).'],
    [401, 20003, 'Twilio does not send it: the account or its token is wrong (20003).'],
    // Whatever the status, this code says that it was not sent.
    [500, 21408, 'Twilio does not send it: the account may not send to that country (21408).'],
    [400, 29999, 'Twilio answered with status 400: No …00 for you (29999)'],
    [404, 20404, 'Twilio answered with status 404: No …00 for you (20404)'],
  ])('%i with code %i is refused', async (status, code, message) => {
    outside.troubles.push(json(status, { code, message: 'No +13055550100 for you', status }));
    expect(await outcome(twilio())).toMatchObject({ kind: 'refused', message });
  });

  it.each([
    [429, 20429],
    [400, 21611],
  ])('%i with code %i passes', async (status, code) => {
    const trouble = json(status, { code, message: 'Too many', status }, { 'retry-after': '3' });
    outside.troubles.push(trouble);
    const fault = await outcome(twilio());
    expect(fault).toMatchObject({ kind: 'again', afterMs: status === 429 ? 3000 : undefined });
    expect(await outcome(twilio())).toBe('sent');
  });

  it.each([
    [400, '<html>', 'refused'],
    [403, '', 'refused'],
    [302, '', 'refused'],
    [425, '', 'again'],
    [429, '<html>', 'again'],
  ])('%i without a code: %s %s', async (status, body, kind) => {
    outside.troubles.push({ method: 'POST', how: 'answer', status, body });
    expect(await outcome(twilio())).toMatchObject({ kind });
    expect(outside.messages).toHaveLength(0);
  });

  it('refuses a message that failed as soon as it was taken', async () => {
    outside.troubles.push(
      json(201, { sid: 'SM1', status: 'failed', error_code: 30006, error_message: 'Landline' }),
    );
    expect(await outcome(twilio())).toMatchObject({ kind: 'refused' });
  });

  describe.each(OPEN)('after %s', (_what, trouble) => {
    it.each([true, false])('sends it once, if it was sent at first: %s', async (done) => {
      const sender = twilio(patience(trouble));
      outside.troubles.push({ ...trouble, done });
      expect(await outcome(sender)).toMatchObject({
        kind: 'again',
        afterMs: 30_000,
        mayBeDone: true,
        message: expect.stringContaining('Before the next try its log is searched'),
      });
      expect(outside.messages).toHaveLength(done ? 1 : 0);
      expect(await outcome(sender, again)).toBe('sent');
      expect(await outcome(sender, again)).toBe('sent');
      expect(outside.messages).toHaveLength(1);
    });

    it('has a person decide where there is no log', async () => {
      outside.troubles.push({ ...trouble, done: true });
      const sender = twilio({ ...patience(trouble), lookBackMinutes: 0 });
      const message = expect.stringContaining('It is not known whether the SMS was sent') as string;
      expect(await outcome(sender)).toMatchObject({ kind: 'refused', message });
      expect(await outcome(sender, again)).toMatchObject({ kind: 'refused', message });
      outside.troubles.push({ method: 'GET', how: 'answer', status: 404 });
      expect(await outcome(twilio(), again)).toMatchObject({ kind: 'refused', message });
      expect(posts()).toHaveLength(1);
    });
  });

  it('finds what a process that was killed has sent', async () => {
    outside.troubles.push({ method: 'POST', how: 'hang', done: true });
    const control = new AbortController();
    const killed = twilio().send(sms, control.signal);
    await expect.poll(() => outside.messages.length).toBe(1);
    control.abort();
    await expect(killed).rejects.toMatchObject({ kind: 'again' });
    expect(await outcome(twilio(), again)).toBe('sent');
    expect(outside.messages).toHaveLength(1);
  });

  it('sends the same words for another call, and again what never went out', async () => {
    const sender = twilio();
    expect(await outcome(sender)).toBe('sent');
    expect(await outcome(sender, { ...sms, key: 'call-2:send_sms' })).toBe('sent');
    expect(await outcome(sender, { ...again, key: 'call-2:send_sms' })).toBe('sent');
    expect(outside.messages).toHaveLength(2);
    for (const message of outside.messages) message.status = 'undelivered';
    expect(await outcome(twilio(), { ...again, key: 'call-3:send_sms' })).toBe('sent');
    expect(outside.messages).toHaveLength(3);
  });

  it("does not take another instance's earlier message with the same words for its own", async () => {
    const [one, other] = [twilio(), twilio()];
    expect(await outcome(one)).toBe('sent');
    Object.assign(outside.messages[0] ?? {}, { date_created: new Date(Date.now() - 60_000).toUTCString() });
    const mine = { ...sms, key: 'call-2:send_sms' };
    expect(await outcome(other, mine)).toBe('sent');
    expect(outside.messages).toHaveLength(2);
    const lost = { ...sms, key: 'call-3:send_sms' };
    Object.assign(outside.messages[0] ?? {}, { date_created: new Date(Date.now() - 50_000).toUTCString() });
    outside.troubles.push({ method: 'POST', how: 'answer', status: 500 });
    expect(await outcome(other, lost)).toMatchObject({ kind: 'again' });
    expect(await outcome(other, { ...lost, mayBeSent: true })).toBe('sent');
    expect(outside.messages).toHaveLength(3);
  });

  it('goes by the clock of the log', async () => {
    // Theirs is an hour behind ours: by ours the message would be from before it was asked for.
    const theirs = new Date(Date.now() - 3_600_000).toUTCString();
    outside.troubles.push({ method: 'POST', how: 'reset', done: true });
    expect(await outcome(twilio())).toMatchObject({ kind: 'again' });
    Object.assign(outside.messages[0] ?? {}, { date_created: theirs });
    outside.clock = theirs;
    expect(await outcome(twilio(), again)).toBe('sent');
    expect(outside.messages).toHaveLength(1);
  });

  it('has a person decide over what may have been sent long ago', async () => {
    const old = { ...again, since: new Date(Date.now() - 25 * 3_600_000) };
    expect(await outcome(twilio(), old)).toMatchObject({ kind: 'refused' });
    expect(posts()).toHaveLength(0);
  });

  it.each([
    ['changed by smart encoding', { body: 'Tuesday at "9", is that fine?' }, 1],
    ['of a trial account', { body: `Sent from your Twilio trial account - ${sms.text}` }, 1],
    ['without a date yet', { date_created: null }, 1],
    ['of long ago', { date_created: 'Thu, 01 Jan 2026 00:00:00 +0000' }, 2],
    ['with more words in front', { body: `No. ${sms.text}` }, 2],
    ['that came in', { direction: 'inbound' }, 2],
  ])('knows its message in the log: one %s', async (_which, change, count) => {
    outside.troubles.push({ method: 'POST', how: 'reset', done: true });
    const sender = twilio();
    expect(await outcome(sender)).toMatchObject({ kind: 'again' });
    Object.assign(outside.messages[0] ?? {}, change);
    expect(await outcome(sender, again)).toBe('sent');
    expect(outside.messages).toHaveLength(count);
  });

  it.each([
    [{ method: 'GET', how: 'answer', status: 500 }, 'again'],
    [{ method: 'GET', how: 'answer', status: 200, body: '<html>' }, 'again'],
    [{ method: 'GET', how: 'hang' }, 'again'],
    [{ method: 'GET', how: 'reset' }, 'again'],
    [{ method: 'GET', how: 'answer', status: 429, headers: { 'retry-after': '9' } }, 'again'],
    [{ method: 'GET', how: 'answer', status: 401, body: '{"code":20003}' }, 'refused'],
  ] as const)('sends nothing while its log cannot be read: %j', async (trouble, kind) => {
    outside.troubles.push(trouble);
    expect(await outcome(twilio({ timeoutMs: 300 }), again)).toMatchObject({ kind });
    expect(posts()).toHaveLength(0);
  });

  it('sends nothing that was given up before', async () => {
    await expect(twilio().send(sms, AbortSignal.abort())).rejects.toMatchObject({
      kind: 'again',
      mayBeDone: false,
    });
    const gone = await startOutside();
    await gone.stop();
    expect(await outcome(twilio({ baseUrl: gone.url, lookBackMinutes: 0 }))).toMatchObject({
      kind: 'again',
      message: 'Twilio refuses connections (ECONNREFUSED).',
    });
    expect(outside.seen).toHaveLength(0);
  });
});

describe('Telnyx', () => {
  it('is asked as its API has it', async () => {
    expect(await outcome(telnyx({ messagingProfileId: 'profile-1' }), { ...sms, key: 'a.b/c:d' })).toBe(
      'sent',
    );
    const [post, ...others] = outside.seen;
    expect(others).toEqual([]);
    expect(post).toMatchObject({ method: 'POST', path: '/v2/messages' });
    expect(JSON.parse(post?.body ?? '')).toEqual({
      from: FROM,
      to: sms.to,
      text: sms.text,
      messaging_profile_id: 'profile-1',
    });
    expect(post?.headers.get('authorization')).toBe(`Bearer ${TOKEN}`);
    expect(post?.headers.get('idempotency-key')).toBe('a_b_c:d');
  });

  it.each([
    [403, '40300', 'refused', 'Telnyx does not send it: the recipient has opted out (STOP) (40300).'],
    [400, '40310', 'refused', 'Telnyx does not send it: that is not a phone number (40310).'],
    [401, '10009', 'refused', 'Telnyx does not send it: the API key is wrong (10009).'],
    [422, '10015', 'refused', 'Telnyx answered with status 422: Not …00 (10015)'],
    [429, '10011', 'again', 'Telnyx answered with status 429: Not …00 (10011)'],
    [400, '40318', 'again', 'Telnyx answered with status 400: Not …00 (40318)'],
  ])('%i with code %s: %s', async (status, code, kind, message) => {
    const errors = [{ code, title: 'No', detail: 'Not +13055550100' }];
    outside.troubles.push(json(status, { errors }));
    expect(await outcome(telnyx())).toMatchObject({ kind, message });
  });

  it('names an error by its title where there is no more', async () => {
    outside.troubles.push(json(400, { errors: [{ code: 1, title: 'Odd' }] }));
    expect(await outcome(telnyx())).toMatchObject({ message: 'Telnyx answered with status 400: Odd (1)' });
  });

  describe.each(OPEN)('after %s', (_what, trouble) => {
    it('has a person decide', async () => {
      outside.troubles.push({ ...trouble, done: true });
      expect(await outcome(telnyx(patience(trouble)))).toMatchObject({
        kind: 'refused',
        message: expect.stringContaining('look in its log before sending it again'),
      });
      expect(await outcome(telnyx(), again)).toMatchObject({ kind: 'refused' });
      expect(posts()).toHaveLength(1);
    });

    it('tries again with the same key where that is known to be honoured', async () => {
      outside.troubles.push(trouble);
      const sender = telnyx({ ...patience(trouble), idempotent: true });
      expect(await outcome(sender)).toMatchObject({ kind: 'again', mayBeDone: true });
      expect(await outcome(sender, again)).toBe('sent');
      expect(new Set(posts().map(({ headers }) => headers.get('idempotency-key'))).size).toBe(1);
    });
  });

  it('sends nothing to where nobody is, and says so', async () => {
    const gone = await startOutside();
    await gone.stop();
    expect(await outcome(telnyx({ baseUrl: gone.url }))).toMatchObject({
      kind: 'again',
      message: 'Telnyx refuses connections (ECONNREFUSED).',
    });
  });
});
