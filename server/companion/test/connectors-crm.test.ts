import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ConnectorFault } from '../connectors/connector.ts';
import { crmWebhook } from '../connectors/crm-webhook.ts';
import { retryAfterMs } from '../connectors/http.ts';
import { quoted } from '../receiver/clean.ts';
import { keyOfSecret, signWebhook, verifyWebhook } from '../connectors/webhook-signature.ts';
import { type Outside, startOutside, type Trouble } from './support/outside.ts';

const SECRET = `whsec_${Buffer.from('a-secret-of-a-test-not-a-secret').toString('base64')}`;
const OLD_SECRET = `whsec_${Buffer.from('an-older-one-of-a-test-not-secret').toString('base64')}`;

const event = {
  id: 'evt_1',
  type: 'ai_tool.create_lead',
  tenant: 'north',
  at: '2026-01-02T03:04:05.000Z',
  data: { first_name: 'Zoë', note: '<b>"quoted"</b>\u2028' },
};

let outside: Outside;

beforeAll(async () => {
  outside = await startOutside();
});
beforeEach(() => {
  outside.seen.length = 0;
  outside.troubles.length = 0;
  outside.reply = { status: 200, body: '{}' };
});
afterAll(() => outside.stop());

const hook = (more: object = {}) =>
  crmWebhook({ url: `${outside.url}/hooks/not-for-logs?token=not-for-logs`, secrets: [SECRET], ...more });

const forever = new AbortController().signal;

/** What came of it: nothing, or the fault. */
async function outcome(trouble: Trouble, more: object = {}): Promise<ConnectorFault | 'delivered'> {
  outside.troubles.push(trouble);
  try {
    await hook(more).deliver(event, forever);
    return 'delivered';
  } catch (error) {
    expect(error).toBeInstanceOf(ConnectorFault);
    expect(String(error)).not.toContain('not-for-logs');
    return error as ConnectorFault;
  }
}

describe('a webhook to the CRM', () => {
  it('is signed as Standard Webhooks has it, by every secret', async () => {
    await hook({ secrets: [SECRET, OLD_SECRET], headers: { 'x-gateway': 'open' } }).deliver(event, forever);
    const [seen] = outside.seen;
    expect(seen).toMatchObject({ method: 'POST', path: '/hooks/not-for-logs?token=not-for-logs' });
    expect(JSON.parse(seen?.body ?? '')).toEqual({
      id: event.id,
      type: event.type,
      timestamp: event.at,
      tenant: event.tenant,
      data: event.data,
    });
    const headers = seen?.headers ?? new Headers();
    expect(headers.get('x-gateway')).toBe('open');
    expect(headers.get('webhook-id')).toBe('evt_1');
    expect(headers.get('webhook-signature')).toMatch(/^v1,\S+ v1,\S+$/);
    const body = seen?.body ?? '';
    for (const secret of [SECRET, OLD_SECRET]) {
      expect(verifyWebhook({ headers, body, secrets: [secret] })).toBe(true);
    }
    const stranger = `whsec_${randomBytes(32).toString('base64')}`;
    expect(verifyWebhook({ headers, body, secrets: [stranger] })).toBe(false);
    expect(verifyWebhook({ headers, body: `${body} `, secrets: [SECRET] })).toBe(false);
    const later = Date.now() + 301_000;
    expect(verifyWebhook({ headers, body, secrets: [SECRET], now: later })).toBe(false);
    expect(verifyWebhook({ headers, body, secrets: [SECRET], now: later, toleranceSeconds: 400 })).toBe(true);
  });

  it.each([200, 201, 202, 204])('is acknowledged by %i, whatever else is answered', async (status) => {
    expect(await outcome({ how: 'answer', status })).toBe('delivered');
  });

  it('is acknowledged by a status with a body that never ends, or ends too soon', async () => {
    expect(await outcome({ how: 'endless' })).toBe('delivered');
    expect(await outcome({ how: 'half' })).toBe('delivered');
  });

  it.each([
    [408, 'again'],
    [425, 'again'],
    [429, 'again'],
    [500, 'again'],
    [502, 'again'],
    [503, 'again'],
    [504, 'again'],
    [400, 'refused'],
    [401, 'refused'],
    [403, 'refused'],
    [404, 'refused'],
    [409, 'refused'],
    [410, 'refused'],
    [413, 'refused'],
    [422, 'refused'],
    [304, 'refused'],
  ])('that is answered with %i is tried again or not: %s', async (status, kind) => {
    const fault = await outcome({ how: 'answer', status });
    expect(fault).toMatchObject({
      kind,
      message: expect.stringContaining(String(status)),
      afterMs: undefined,
    });
  });

  it('does not follow to another host', async () => {
    const location = `${outside.url}/elsewhere`;
    const fault = await outcome({ how: 'answer', status: 307, headers: { location } });
    expect(fault).toMatchObject({ kind: 'refused', message: expect.stringContaining('redirects (307)') });
    expect(outside.seen).toHaveLength(1);
  });

  it('waits as long as it is asked to', async () => {
    const busy = (value: string) =>
      outcome({ how: 'answer', status: 503, headers: { 'retry-after': value } });
    expect(await busy('7')).toMatchObject({ kind: 'again', afterMs: 7000 });
    const date = await busy(new Date(Date.now() + 3_600_000).toUTCString());
    expect(date).toMatchObject({ kind: 'again', afterMs: expect.any(Number) });
    expect((date as ConnectorFault).afterMs).toBeGreaterThan(3_500_000);
    expect(await busy('soon')).toMatchObject({ afterMs: undefined });
    const refused = await outcome({ how: 'answer', status: 404, headers: { 'retry-after': '7' } });
    expect(refused).toMatchObject({ kind: 'refused', afterMs: undefined });
  });

  it('is tried again when nothing is answered', async () => {
    expect(await outcome({ how: 'reset' })).toMatchObject({
      kind: 'again',
      message: expect.stringMatching(/^The CRM broke the connection off \(\w+\)\.$/),
    });
    expect(await outcome({ how: 'hang' }, { timeoutMs: 100 })).toMatchObject({
      kind: 'again',
      message: 'The CRM did not answer within 0.1 s.',
    });
    const nobody = await startOutside();
    await nobody.stop();
    expect(await outcome({ how: 'hang' }, { url: nobody.url })).toMatchObject({
      kind: 'again',
      message: 'The CRM refuses connections (ECONNREFUSED).',
    });
    expect(await outcome({ how: 'hang' }, { url: 'https://nowhere.invalid/x' })).toMatchObject({
      kind: 'again',
      message: expect.stringContaining('cannot be found by its name'),
    });
    expect(await outcome({ how: 'hang' }, { url: outside.url.replace('http:', 'https:') })).toMatchObject({
      kind: 'again',
      message: expect.stringContaining('cannot be spoken to securely'),
    });
  });

  it('is given up when it is told to be, before and while it is sent', async () => {
    const over = AbortSignal.abort();
    await expect(hook().deliver(event, over)).rejects.toMatchObject({ kind: 'again' });
    expect(outside.seen).toHaveLength(0);
    outside.troubles.push({ how: 'hang' });
    const control = new AbortController();
    const sending = hook().deliver(event, control.signal);
    await expect.poll(() => outside.seen.length).toBe(1);
    control.abort();
    await expect(sending).rejects.toMatchObject({
      kind: 'again',
      message: 'The CRM had not answered when it was given up.',
    });
  });

  it('refuses what is too large, and ids and secrets that cannot be signed with', async () => {
    const data = 'x'.repeat(300_000);
    await expect(hook().deliver({ ...event, data }, forever)).rejects.toMatchObject({ kind: 'refused' });
    await expect(hook().deliver({ ...event, id: 'a.b' }, forever)).rejects.toBeInstanceOf(TypeError);
    for (const secret of [
      '',
      'whsec_',
      'not-a-secret',
      `whsec_${'A'.repeat(20)}`,
      `whsec_${'A'.repeat(200)}`,
    ]) {
      expect(() => hook({ secrets: [secret] })).toThrow(TypeError);
      expect(() => verifyWebhook({ headers: new Headers(), body: '', secrets: [secret] })).toThrow(TypeError);
    }
  });
});

describe('a signature', () => {
  it('is that of the specification', () => {
    // The test vector of the specification's own libraries.
    const key = keyOfSecret('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');
    expect(key).toBeDefined();
    const message = {
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      timestamp: 1_614_265_330,
      body: '{"test": 2432232314}',
    };
    const signature = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';
    expect(signWebhook(message, key === undefined ? [] : [key])).toBe(signature);
  });

  it.each([
    ['webhook-id', ''],
    ['webhook-id', 'another'],
    ['webhook-timestamp', ''],
    ['webhook-timestamp', 'hello'],
    ['webhook-timestamp', '1e9'],
    ['webhook-timestamp', '-1'],
    ['webhook-signature', ''],
    ['webhook-signature', 'v1,'],
    ['webhook-signature', 'v1,AAAA'],
    ['webhook-signature', 'v2,<right>'],
    ['webhook-signature', '<right> '],
  ])('is refused with %s: "%s"', async (name, value) => {
    await hook().deliver(event, forever);
    const [seen] = outside.seen;
    const headers = new Headers(seen?.headers);
    const right = headers.get('webhook-signature')?.slice(3) ?? '';
    headers.set(name, value.replace('<right>', right));
    expect(verifyWebhook({ headers, body: seen?.body ?? '', secrets: [SECRET] })).toBe(false);
  });

  it('fits one body, id and time only', () => {
    const key = keyOfSecret(SECRET);
    if (key === undefined) throw new Error('no key');
    const part = fc.string({ unit: 'binary', maxLength: 20 });
    const id = fc.stringMatching(/^[\w-]{1,10}$/);
    fc.assert(
      fc.property(id, id, fc.nat(), part, part, (one, two, timestamp, body, other) => {
        const headers = (id: string) =>
          new Headers({
            'webhook-id': id,
            'webhook-timestamp': String(timestamp),
            'webhook-signature': signWebhook({ id: one, timestamp, body }, [key]),
          });
        const verify = (id: string, body: string) =>
          verifyWebhook({ headers: headers(id), body, secrets: [SECRET], now: timestamp * 1000 });
        // Lone surrogates cannot be sent, and are all the same once they are bytes.
        const same = Buffer.from(body).equals(Buffer.from(other));
        return verify(one, body) && verify(two, body) === (one === two) && verify(one, other) === same;
      }),
    );
  });
});

it.each([
  ['0', 0],
  ['120', 120_000],
  ['Wed, 01 Jan 2020 00:00:10 GMT', 10_000],
  ['Tue, 31 Dec 2019 00:00:00 GMT', 0],
  ['99999999999', 86_400_000],
  ['-5', undefined],
  ['1.5', undefined],
  ['', undefined],
  ['tomorrow', undefined],
])('Retry-After %j is %s ms', (value, expected) => {
  expect(retryAfterMs(new Headers({ 'retry-after': value }), Date.UTC(2020, 0, 1))).toBe(expected);
});

it("another's words are one short line without secrets and numbers", () => {
  expect(
    quoted("The 'To' number +1 (305) 555-0100\nis\u0000 not\u009b valid: 21211, tok-en", ['tok-en', '']),
  ).toBe("The 'To' number …00 is not valid: 21211, …");
  expect(quoted('x'.repeat(500))).toHaveLength(200);
});
