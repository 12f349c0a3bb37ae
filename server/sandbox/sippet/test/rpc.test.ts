import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox.ts';
import { Client, ONE, post } from './client.ts';

let sandbox: Sandbox;
let client: Client;

beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => {
  sandbox.reset();
  client = Client.operator(sandbox);
});
afterAll(() => sandbox.stop());

const run = (body: unknown, headers: Record<string, string>) =>
  post(`${sandbox.httpUrl}/rpc/public/run`, body, headers);
const list = { action: 'list_queues', fields: ['id'] };

describe('credentials (protocol sheet §1.4, §2.1)', () => {
  it('takes the secret key and operator tokens', async () => {
    expect(await Client.secret(sandbox).data('list_queues', { fields: ['id'] })).toHaveLength(3);
    expect(await client.data('list_queues', { fields: ['id'] })).toHaveLength(3);
  });

  it.each([
    ['nothing', {}],
    ['a wrong key', { 'x-api-key': 'guess' }],
    ['a made-up token', { authorization: 'Bearer guess' }],
    ['the publishable key', { 'x-api-key': 'sandbox-publishable-key-not-a-secret' }],
  ])('refuses %s with 401, or by switch with 200 and forbidden', async (_what, headers) => {
    const refused = await run(list, headers);
    expect([refused.status, refused.body]).toEqual([401, { error: 'Unauthorized' }]);
    sandbox.sippet.setVariants({ unauthorized: 'forbidden' });
    const said = await run(list, headers);
    expect([said.status, said.body]).toMatchObject([
      200,
      { success: false, errors: [{ type: 'forbidden', message: 'forbidden' }] },
    ]);
  });

  it('refuses expired, revoked and session tokens', async () => {
    const old = sandbox.sippet.mint('operator', ONE, 0).token;
    const session = sandbox.sippet.mint('session', ONE).token;
    for (const token of [old, session]) {
      expect((await run(list, { authorization: `Bearer ${token}` })).status).toBe(401);
    }
    expect(sandbox.sippet.endTokens({ email: ONE })).toBeGreaterThan(0);
    expect((await client.post('/rpc/public/run', list)).status).toBe(401);
  });

  it('keeps gateways and minting from operators', async () => {
    expect(await client.error('list_gateways', { fields: ['id'] })).toMatchObject({ type: 'forbidden' });
    expect(
      await client.error('issue_operator_access_token', { input: { operatorEmail: ONE } }),
    ).toMatchObject({
      type: 'forbidden',
    });
  });

  it('allows every origin the three headers', async () => {
    const response = await fetch(`${sandbox.httpUrl}/rpc/public/run`, {
      method: 'OPTIONS',
      headers: { origin: 'https://crm.example', 'access-control-request-method': 'POST' },
    });
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('access-control-allow-headers')).toBe('authorization,content-type,x-api-key');
  });

  it('lives at the other path by switch', async () => {
    sandbox.sippet.setVariants({ rpcPath: '/rpc' });
    expect((await client.post('/rpc/public/run', list)).status).toBe(404);
    expect((await client.post('/rpc/run', list)).status).toBe(200);
  });
});

describe('the request (protocol sheet §2.2, §2.4)', () => {
  it.each([
    ['no action', {}, { type: 'missing_required_parameter', vars: { parameter: 'action' } }],
    [
      'an unknown action',
      { action: 'list_ghosts' },
      { type: 'action_not_found', vars: { actionName: 'list_ghosts' } },
    ],
    [
      'no fields',
      { action: 'list_calls' },
      { type: 'missing_required_parameter', vars: { parameter: 'fields' } },
    ],
    ['fields that are no list', { action: 'list_calls', fields: 'id' }, { type: 'invalid_fields_type' }],
    ['no field at all', { action: 'list_calls', fields: [] }, { type: 'empty_fields_array' }],
    [
      'an unknown field',
      { action: 'list_calls', fields: ['colour'] },
      { type: 'unknown_field', vars: { field: 'colour', resource: 'Call' }, fields: ['colour'] },
    ],
    [
      'an unknown field of a relation',
      { action: 'list_call_participants', fields: [{ call: ['colour'] }] },
      { type: 'unknown_field', fields: ['call.colour'] },
    ],
    ['a field twice', { action: 'list_calls', fields: ['id', 'id'] }, { type: 'duplicate_field' }],
    [
      'a relation without fields',
      { action: 'list_call_participants', fields: ['call'] },
      { type: 'requires_field_selection' },
    ],
    [
      'fields of a plain field',
      { action: 'list_calls', fields: [{ id: ['x'] }] },
      { type: 'field_does_not_support_nesting' },
    ],
    ['a number as a field', { action: 'list_calls', fields: [7] }, { type: 'invalid_field_format' }],
    ['input that is no map', { action: 'create_contact', input: [] }, { type: 'invalid_input_format' }],
    [
      'a page that is no map',
      { action: 'list_contacts', fields: ['id'], page: 3 },
      { type: 'invalid_pagination' },
    ],
    [
      'a bad limit',
      { action: 'list_contacts', fields: ['id'], page: { limit: 0 } },
      { type: 'invalid_page' },
    ],
    [
      'a bad cursor',
      { action: 'list_contacts', fields: ['id'], page: { after: '?' } },
      { type: 'invalid_keyset' },
    ],
    [
      'an unknown field to filter by',
      { action: 'list_calls', fields: ['id'], filter: { colour: { eq: 1 } } },
      { type: 'invalid_query' },
    ],
    [
      'an unknown operator',
      { action: 'list_calls', fields: ['id'], filter: { status: { like: 'a' } } },
      { type: 'invalid_query', vars: { operator: 'like', field: 'status' } },
    ],
    [
      'an operator that is not published',
      { action: 'list_contacts', fields: ['id'], filter: { fullName: { contains: 'a' } } },
      { type: 'invalid_query' },
    ],
    [
      'an unknown field to sort by',
      { action: 'list_calls', fields: ['id'], sort: '-colour' },
      { type: 'invalid_query' },
    ],
    [
      'a missing identity',
      { action: 'update_contact', input: {} },
      { type: 'missing_identity', path: ['identity'] },
    ],
    [
      'an identity that is a map',
      { action: 'update_contact', identity: { id: 'x' }, input: {} },
      { type: 'invalid_identity', path: ['identity'] },
    ],
    ['an identity of nobody', { action: 'update_contact', identity: 'x', input: {} }, { type: 'not_found' }],
    [
      'a missing input key',
      { action: 'create_contact', input: { phoneE164: '+12125550100' } },
      {
        type: 'required',
        message: 'is required',
        shortMessage: 'Required field',
        vars: { field: 'fullName' },
        fields: ['fullName'],
        path: [],
      },
    ],
    [
      'a wrong input value',
      { action: 'create_contact', input: { fullName: 'A', phoneE164: '555' } },
      { type: 'invalid_argument', fields: ['phoneE164'] },
    ],
    [
      'an unknown input key',
      { action: 'create_contact', input: { fullName: 'A', colour: 'red' } },
      { type: 'invalid_argument', fields: ['colour'] },
    ],
    [
      'a row that is not there',
      { action: 'get_call_queue_entry', input: { id: 'x' }, fields: ['id'] },
      { type: 'not_found' },
    ],
    ['a call that is not there', { action: 'end_call', input: { callUuid: 'x' } }, { type: 'not_found' }],
    ['no call at all', { action: 'call_codec', input: {} }, { type: 'required', fields: ['callUuid'] }],
  ])('with %s fails', async (_what, body, error) => {
    expect(await client.run(body)).toMatchObject({ success: false, errors: [error] });
  });

  it('names every mistake in the input', async () => {
    const envelope = await client.run({ action: 'create_call', input: { direction: 'up', toNumber: '+1' } });
    expect(envelope).toMatchObject({
      errors: [
        { type: 'required', fields: ['callUuid'] },
        { type: 'invalid_argument', fields: ['direction'] },
        { type: 'required', fields: ['fromNumber'] },
        { type: 'required', fields: ['callSource'] },
      ],
    });
  });

  it('ignores keys it does not know', async () => {
    expect(await client.run({ ...list, tenant: 'x', colour: 'red' })).toMatchObject({ success: true });
  });

  it('answers what is not JSON with 400', async () => {
    const response = await fetch(`${sandbox.httpUrl}/rpc/public/run`, { method: 'POST', body: '{' });
    expect(response.status).toBe(400);
  });
});

describe('lists (protocol sheet §2.2, §2.3)', () => {
  const names = async (rest: object): Promise<unknown> =>
    (await client.rows('list_contacts', { fields: ['fullName'], ...rest })).map(({ fullName }) => fullName);

  it.each([
    [{ fullName: { eq: 'Eve Reed' } }, ['Eve Reed']],
    [{ fullName: { in: ['Gus Fenwick', 'Eve Reed'] } }, ['Eve Reed', 'Gus Fenwick']],
    [{ fullName: { greaterThanOrEqual: 'Wendell Ames' } }, ['Wendell Ames', 'Ximena Cruz']],
    [{ fullName: { lessThan: 'Abel Stroud' } }, []],
    [{ and: [{ fullName: { greaterThan: 'U' } }, { fullName: { lessThanOrEqual: 'V' } }] }, ['Una Tierney']],
    [
      { or: [{ fullName: { eq: 'Eve Reed' } }, { notes: { eq: 'Tierney Books' } }] },
      ['Eve Reed', 'Una Tierney'],
    ],
    [{ not: [{ fullName: { notEq: 'Eve Reed' } }] }, ['Eve Reed']],
    [{ fullName: { eq: 'Eve Reed' }, email: { isNil: true } }, []],
  ])('are filtered by %j', async (filter, found) => {
    expect(await names({ filter })).toEqual(found);
  });

  it('are filtered by their relations', async () => {
    const { entryId } = sandbox.sippet.bringCaller({ queue: 'Sales' });
    const filter = (queueName: string) => ({
      fields: ['id'],
      filter: { queue: { queueName: { eq: queueName } } },
    });
    expect(await client.data('list_call_queue_entries', filter('Sales'))).toEqual([{ id: entryId }]);
    expect(await client.data('list_call_queue_entries', filter('Billing'))).toEqual([]);
  });

  it('take contains where the switch allows it', async () => {
    sandbox.sippet.setVariants({ containsFilter: true });
    expect(await names({ filter: { fullName: { contains: 'eve' } } })).toEqual(['Eve Reed']);
  });

  it('are sorted, nulls where the prefix puts them', async () => {
    await client.data('create_contact', { input: { fullName: 'Zed', email: 'zed@example.com' } });
    await client.data('create_contact', { input: { fullName: 'Zoe' } });
    const filter = { fullName: { in: ['Zed', 'Zoe'] } };
    const sorted = (sort: unknown) => names({ filter, sort });
    expect(await sorted('email')).toEqual(['Zed', 'Zoe']);
    expect(await sorted('++email')).toEqual(['Zoe', 'Zed']);
    expect(await sorted('-email')).toEqual(['Zoe', 'Zed']);
    expect(await sorted('--email')).toEqual(['Zed', 'Zoe']);
    expect(await sorted(['notes', '-fullName'])).toEqual(['Zoe', 'Zed']);
    expect(await sorted('notes,+fullName')).toEqual(['Zed', 'Zoe']);
  });

  it('come as an array, an offset page or a keyset page', async () => {
    sandbox.sippet.fillContacts(5000);
    const page = (page?: object) =>
      client.data('list_contacts', { fields: ['fullName'], sort: 'fullName', page });
    expect(await page()).toHaveLength(5000);
    expect(await page({ limit: 2 })).toMatchObject({
      type: 'offset',
      limit: 2,
      offset: 0,
      hasMore: true,
      count: null,
    });
    expect(await page({ limit: 500, offset: 4990, count: true })).toMatchObject({
      type: 'offset',
      limit: 100,
      offset: 4990,
      hasMore: false,
      count: 5000,
      results: { length: 10 },
    });
    expect(await page({})).toMatchObject({ limit: 25, results: { length: 25 } });
  });

  it('can be walked by cursor, forwards and backwards', async () => {
    interface Page {
      results: object[];
      hasMore: boolean;
      nextPage: string;
      previousPage: string;
      type: string;
    }
    sandbox.sippet.setVariants({ defaultPage: 'keyset' });
    const turn = async (page: object) =>
      (await client.data('list_contacts', { fields: ['id'], sort: 'fullName', page })) as Page;
    const all = await client.rows('list_contacts', { fields: ['id'], sort: 'fullName' });
    const seen: object[] = [];
    let page = await turn({ limit: 20 });
    for (;;) {
      expect(page.type).toBe('keyset');
      seen.push(...page.results);
      if (!page.hasMore) break;
      page = await turn({ limit: 20, after: page.nextPage });
    }
    expect(seen).toEqual(all);
    const before = await turn({ limit: 5, before: page.previousPage });
    expect(before.results).toEqual(all.slice(35, 40));
  });

  it.each(['array', 'offset', 'keyset'] as const)(
    'come as %s by switch, whatever is asked',
    async (lists) => {
      sandbox.sippet.setVariants({ lists });
      for (const page of [undefined, { limit: 3 }, { limit: 3, offset: 1 }]) {
        const data = await client.data('list_contacts', { fields: ['id'], page });
        if (lists === 'array') expect(data).toBeInstanceOf(Array);
        else expect(data).toMatchObject({ type: lists });
      }
      expect(await client.data('list_calls', { fields: ['id'] })).toBeInstanceOf(Array);
    },
  );

  it('select through relations, to one and to many', async () => {
    const aiAgentId = sandbox.sippet.store.aiAgents[0]?.id;
    const created = (await client.data('create_conversation', {
      input: { aiAgentId },
      fields: ['publicId', { aiAgent: ['name'] }, { conversationItems: ['content'] }, { call: ['id'] }],
    })) as { publicId: string };
    expect(created).toMatchObject({ aiAgent: { name: 'Robin' }, conversationItems: [], call: null });
    const { publicId } = created;
    expect(
      await client.data('list_conversation_items_by_public_id', { input: { publicId }, fields: ['content'] }),
    ).toEqual([]);
  });
});

describe('validate (protocol sheet §2.5)', () => {
  it('executes nothing and needs no fields', async () => {
    const before = sandbox.sippet.store.contacts.length;
    expect(await client.run({ action: 'create_contact', input: { fullName: 'A' } }, 'validate')).toEqual({
      success: true,
    });
    expect(await client.run({ action: 'list_calls' }, 'validate')).toEqual({ success: true });
    expect(sandbox.sippet.store.contacts).toHaveLength(before);
  });

  it('says what run would say of the input and the identity', async () => {
    expect(await client.run({ action: 'create_contact', input: {} }, 'validate')).toMatchObject({
      success: false,
      errors: [{ type: 'required' }],
    });
    expect(await client.run({ action: 'update_contact', identity: 'x' }, 'validate')).toMatchObject({
      errors: [{ type: 'not_found' }],
    });
    expect(await client.run({ action: 'accept_call_queue_entry' }, 'validate')).toMatchObject({
      errors: [{ type: 'missing_identity' }],
    });
  });
});
