/** The receiver's matrix (protocol sheet §11.6), asked as a platform asks: over HTTP, on both databases. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../../test/support/facts.ts';
import { createCompanion } from '../companion.ts';
import type { PolicyBook } from '../connectors/connector.ts';
import type { CustomTool } from '../tools/custom.ts';
import { callOf, type Desk, itemsOf, KEY, openDesk, post, tell, tenantWith } from './support/desk.ts';
import { freshDirectory, NEVER_AGAIN, onBothStores } from './support/stores.ts';
import { type SmsApi, smsBy, startSmsApi } from './support/sms-api.ts';

const SMS = { to_phone: '+13055550100', message: 'Your appointment is tomorrow at 10.', purpose: 'reminder' };
const LEAD = {
  first_name: 'Sample',
  last_name: 'Caller',
  phone: '305 555 0101',
  email: 'sample@crm.example',
};
const MESSAGE = {
  caller_name: 'Sample',
  caller_phone: '+13055550102',
  message: 'Call me about the quote',
  urgent: true,
};
const APPOINTMENT = {
  caller_name: 'Sample',
  phone: '+13055550103',
  date: '2099-03-05',
  time: '14:30',
  purpose: 'Review',
};
const POLICY = { policy_number: 'POL-0001', last_name: 'Caller', date_of_birth: '1980-01-02' };

const book: PolicyBook = {
  find: ({ policyNumber }) =>
    Promise.resolve(
      policyNumber === 'POL-0001'
        ? { policyNumber, status: 'active', details: 'The next payment is due on March 1.' }
        : undefined,
    ),
};

let sms: SmsApi;
beforeAll(async () => {
  sms = await startSmsApi();
});
afterAll(() => sms.stop());

onBothStores((freshPlace) => {
  let desk: Desk;
  const broken: CustomTool = () => Promise.reject(new Error('a bug in the handler of +13055550100'));
  const slow: CustomTool = ({ signal }) =>
    new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('given up'))));

  beforeAll(async () => {
    desk = await openDesk(await freshPlace(), {
      tenants: [tenantWith({ connectors: { sms: smsBy(sms.url), policies: book } })],
      tools: { broken_tool: broken, slow_tool: slow },
      budgetMs: 700,
      tryMs: 300,
    });
  });
  afterAll(() => desk.stop());
  afterEach(() => {
    sms.mood = 'good';
    sms.sent.clear();
    sms.asked = [];
  });

  it('1: every tool of the CRM gives its status', async () => {
    expect(await tell(desk.url, 'send_sms', SMS)).toMatchObject({ http: 200, status: 'sent' });
    expect(await tell(desk.url, 'create_lead', LEAD)).toMatchObject({
      http: 200,
      status: 'created',
      lead_id: expect.stringMatching(/^[\da-f-]{36}$/),
    });
    expect(await tell(desk.url, 'leave_message', MESSAGE)).toMatchObject({ http: 200, status: 'saved' });
    expect(await tell(desk.url, 'schedule_appointment', APPOINTMENT)).toMatchObject({
      http: 200,
      status: 'scheduled',
      message: 'I have you down for Thursday, March 5 at 2:30 PM.',
    });
    expect(await tell(desk.url, 'check_policy_status', POLICY)).toMatchObject({ http: 200, status: 'found' });
    expect([...sms.sent.values()]).toEqual([{ to: '+13055550100', text: SMS.message }]);
  });

  it('2: the key is taken from X-API-Key, and bare from Authorization', async () => {
    const body = callOf('leave_message', MESSAGE);
    expect((await post(desk.url, body, { authorization: '', 'x-api-key': KEY })).http).toBe(200);
    expect((await post(desk.url, body, { authorization: KEY })).http).toBe(200);
    const other = { authorization: 'Bearer something-of-the-platform', 'x-api-key': KEY };
    expect((await post(desk.url, body, other)).http).toBe(200);
  });

  it('3: no key, and wrong ones of equal and of other length, are refused', async () => {
    const before = (await itemsOf(desk)).length;
    const same = `${KEY.slice(0, -1)}x`;
    for (const authorization of ['', `Bearer ${same}`, 'Bearer short', `Bearer ${KEY}x`]) {
      const answer = await post(desk.url, callOf('leave_message', MESSAGE), { authorization });
      expect(answer).toMatchObject({ http: 401, status: 'error', message: expect.stringMatching(/\w/) });
    }
    expect(await itemsOf(desk)).toHaveLength(before);
  });

  it('4: neither a session nor an origin is asked for', async () => {
    const headers = { origin: 'https://evil.example', cookie: 'crm_session=guess' };
    const answer = await post(desk.url, callOf('leave_message', MESSAGE), headers);
    expect([answer.http, answer.headers.get('access-control-allow-origin')]).toEqual([200, null]);
  });

  it('5: a request without function or args is none', async () => {
    for (const wrong of [
      { args: {}, call_id: 'a' },
      { function: '', args: {} },
      { function: 'send_sms' },
      { function: 'send_sms', args: 'text' },
      { function: 'send_sms', args: [] },
      { function: 'send_sms', args: null },
      [],
      'not json',
      '',
    ]) {
      expect(await post(desk.url, wrong)).toMatchObject({ http: 400, status: 'error' });
    }
  });

  it('6: what is missing is asked for', async () => {
    expect(await tell(desk.url, 'send_sms', {})).toMatchObject({
      http: 200,
      status: 'error',
      message: 'What mobile number should I send the text to?',
    });
    expect(await tell(desk.url, 'leave_message', { message: 'Hello', caller_name: 'Sample' })).toMatchObject({
      status: 'error',
      message: 'What number can we call you back on?',
    });
    expect((await tell(desk.url, 'send_sms', { ...SMS, to_phone: '12' })).status).toBe('error');
    expect(sms.asked).toEqual([]);
  });

  it('7: other tools are noted', async () => {
    const call = crypto.randomUUID();
    for (const tool of ['order_pizza', 'transfer_call', 'end_call'])
      expect(await tell(desk.url, tool, { summary: 'All is said' }, call)).toMatchObject({
        http: 200,
        status: 'noted',
      });
    const mine = (await itemsOf(desk)).filter(({ callId }) => callId === call);
    expect(mine.map(({ kind }) => kind)).toEqual(['other', 'transfer', 'summary']);
  });

  it.each(['broken', 'busy', 'garbage', 'silent'] as const)(
    '8: while the SMS service is %s nothing is promised, and the message goes out later',
    async (mood) => {
      sms.mood = mood;
      const call = crypto.randomUUID();
      expect(await tell(desk.url, 'send_sms', SMS, call)).toMatchObject({
        http: 200,
        status: 'failed',
        message: expect.stringContaining("couldn't be sent right away"),
      });
      const outcome = async () => (await itemsOf(desk)).find(({ callId }) => callId === call)?.outcome;
      expect(await outcome()).toMatchObject({ state: 'pending', status: 'failed' });
      expect(sms.sent.size).toBe(0);
      sms.mood = 'good';
      await until(async () => (await outcome())?.state === 'done', { message: 'it was not sent later' });
      expect(await outcome()).toMatchObject({
        status: 'sent',
        spoken: expect.stringContaining('right away'),
      });
      expect(sms.sent.size).toBe(1);
      expect(new Set(sms.asked.map(({ key }) => key)).size).toBe(1);
    },
  );

  it('8: what is refused for good is not tried again', async () => {
    sms.mood = 'refusing';
    const call = crypto.randomUUID();
    expect((await tell(desk.url, 'send_sms', SMS, call)).status).toBe('failed');
    expect((await itemsOf(desk)).find(({ callId }) => callId === call)?.outcome).toMatchObject({
      state: 'failed',
      problem: 'The text message was not sent. The SMS service refuses this number.',
    });
  });

  it('8: who hangs is answered in time', async () => {
    const startedAt = performance.now();
    const answer = await tell(desk.url, 'slow_tool', { anything: 1 });
    expect(answer).toMatchObject({
      http: 200,
      status: 'failed',
      message: expect.stringContaining('longer than usual'),
    });
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(690);
  });

  it('9: what throws is answered with 500 and a sentence', async () => {
    const call = crypto.randomUUID();
    expect(await tell(desk.url, 'broken_tool', {}, call)).toMatchObject({
      http: 500,
      status: 'error',
      message: expect.stringMatching(/^I'm sorry/),
    });
    expect((await itemsOf(desk)).find(({ callId }) => callId === call)?.outcome.state).toBe('failed');
    expect(JSON.stringify(desk.log)).toContain('a bug in the handler of …00');
  });

  it('what a function in code is given is kept, also where the built-in tool would ask', async () => {
    const custom = await openDesk(await freshPlace(), {
      tools: { leave_message: () => Promise.resolve({ status: 'saved', message: 'Thank you.' }) },
    });
    const said = { message: 'Call me about the quote', caller_name: 'Sample', extra: 'more' };
    expect((await tell(custom.url, 'leave_message', said)).status).toBe('saved');
    expect((await itemsOf(custom))[0]?.fields).toEqual(said);
    await custom.stop();
  });

  it('10: the same request, later and at once, has one effect and one answer', async () => {
    const call = crypto.randomUUID();
    const { headers: _headers, ...first } = await tell(desk.url, 'send_sms', SMS, call);
    const reordered = { message: SMS.message, purpose: SMS.purpose, to_phone: SMS.to_phone };
    expect(await tell(desk.url, 'send_sms', reordered, call)).toMatchObject(first);
    const another = crypto.randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => tell(desk.url, 'create_lead', LEAD, another)),
    );
    expect(new Set(answers.map((answer) => answer['lead_id'])).size).toBe(1);
    const texts = await Promise.all(
      Array.from({ length: 8 }, () => tell(desk.url, 'send_sms', SMS, another)),
    );
    expect(new Set(texts.map(({ status }) => status))).toEqual(new Set(['sent']));
    expect(sms.sent.size).toBe(2);
    const items = await itemsOf(desk);
    expect(items.filter(({ callId }) => callId === call)).toHaveLength(1);
    expect(items.filter(({ callId }) => callId === another)).toHaveLength(2);
  });

  it('11: other arguments in the same call are another request', async () => {
    const call = crypto.randomUUID();
    await tell(desk.url, 'send_sms', SMS, call);
    await tell(desk.url, 'send_sms', { ...SMS, message: 'Another text' }, call);
    expect(sms.sent.size).toBe(2);
  });

  it('11: but a lead with the same number in one call is completed', async () => {
    const call = crypto.randomUUID();
    const first = await tell(desk.url, 'create_lead', LEAD, call);
    const more = { ...LEAD, phone: '+1 (305) 555-0101', company: 'Example Inc', notes: 'Wants a quote' };
    expect((await tell(desk.url, 'create_lead', more, call))['lead_id']).toBe(first['lead_id']);
    const mine = (await itemsOf(desk)).filter(({ callId }) => callId === call);
    expect(mine).toMatchObject([
      {
        number: '+13055550101',
        text: 'Wants a quote',
        fields: { company: 'Example Inc', email: LEAD.email },
      },
    ]);
  });

  it("12: another tenant's id under this key is refused", async () => {
    const before = (await itemsOf(desk)).length;
    const forged = callOf('leave_message', MESSAGE, 'forged', '00000000-0000-4000-8000-0000000000bb');
    expect(await post(desk.url, forged)).toMatchObject({ http: 403, status: 'error' });
    expect((await post(desk.url, { ...forged, tenant_id: undefined })).http).toBe(403);
    expect((await post(desk.url, { ...forged, tenant_id: '*' })).http).toBe(403);
    expect(await itemsOf(desk)).toHaveLength(before);
  });

  it('13: a policy is found or not', async () => {
    const found = await tell(desk.url, 'check_policy_status', POLICY);
    expect(found.message).toBe(
      'I found your policy, and its status is active. The next payment is due on March 1.',
    );
    const none = await tell(desk.url, 'check_policy_status', { policy_number: 'POL-9999' });
    expect(none).toMatchObject({ http: 200, status: 'not_found' });
  });

  it('14: hostile text is kept as text, and never spoken', async () => {
    const call = crypto.randomUUID();
    const hostile = `<script>alert(1)</script>'; DROP TABLE items; --=HYPERLINK("x")\u0000\u202e<speak>hi</speak> ${'x'.repeat(10_000)}`;
    const args = Object.fromEntries(
      ['caller_name', 'caller_phone', 'message', 'for_person', 'k<b>'].map((name) => [name, hostile]),
    );
    const answer = await tell(desk.url, 'leave_message', JSON.parse(JSON.stringify(args)), call);
    expect(answer).toMatchObject({ http: 200, status: 'saved' });
    expect(answer.message).not.toMatch(/[<>]|script|DROP/);
    const item = (await itemsOf(desk)).find(({ callId }) => callId === call);
    const kept = hostile.replaceAll('\u0000', '').replaceAll('\u202e', '');
    expect(`${item?.text}${item?.fields['text_2']}`).toBe(kept);
    expect(item).toMatchObject({ needsReview: true, name: kept.slice(0, 200) });
  });

  it('15: any call_id will do', async () => {
    for (const callId of ['test-123', 'a b', '1'])
      expect((await tell(desk.url, 'leave_message', MESSAGE, callId)).http).toBe(200);
    expect((await post(desk.url, { ...callOf('leave_message', MESSAGE), call_id: 4711 })).http).toBe(200);
  });
});

it('3: where no key is set, every one is refused', NEVER_AGAIN, async () => {
  const companion = createCompanion({
    allowedOrigins: [],
    sessions: [],
    perOperatorPerMinute: 1,
    perAddressPerMinute: 1,
  });
  for (const key of ['', KEY]) {
    const request = new Request('http://companion.test/api/webhooks/ai-tools', {
      method: 'POST',
      headers: { authorization: `Bearer ${key}` },
      body: JSON.stringify(callOf('leave_message', MESSAGE)),
    });
    const response = await companion.fetch(request);
    expect([response.status, await response.json()]).toMatchObject([401, { status: 'error' }]);
  }
});

describe('a server with one key and nothing else', NEVER_AGAIN, () => {
  it('takes the request of the documentation', async () => {
    const directory = freshDirectory();
    const desk = await openDesk({ directory }, { tenants: [tenantWith({ id: '*' })] });
    const answer = await post(desk.url, {
      function: 'leave_message',
      args: { caller_name: 'Pat Doe', caller_phone: '+13055550100', message: 'Test message', urgent: false },
      call_id: 'test-123',
      tenant_id: 'test-tenant',
    });
    expect(answer).toMatchObject({ http: 200, status: 'saved' });
    expect(await itemsOf(desk, '*')).toMatchObject([{ callId: 'test-123', name: 'Pat Doe' }]);
    await desk.stop();
  });
});
