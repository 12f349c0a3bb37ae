import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FaultError } from '../../../../lib/mirror/fault.ts';
import { interpolated, RpcError } from '../../../../lib/providers/sippet/errors.ts';
import { mapOf, pick, timeOf } from '../../../../lib/providers/row.ts';
import { createReader, pageOf } from '../../../../lib/providers/sippet/read.ts';
import { pauseOf, retryAfterOf } from '../../../../lib/providers/retry.ts';
import { createRpc } from '../../../../lib/providers/sippet/rpc.ts';

/** One answer of a service that is only a list of answers. */
type Answer = Response | Error | (() => Response);

const ok = (data: unknown, more = {}) => Response.json({ success: true, data, ...more });
const no = (...errors: unknown[]) => Response.json({ success: false, errors });
const html = (status: number, headers = {}) =>
  new Response('<html>Bad gateway</html>', { status, statusText: 'Bad', headers });

function service(answers: Answer[], { pasted = false, paths = ['/rpc/public/run', '/rpc/run'] } = {}) {
  const asked: { url: string; body: Record<string, unknown>; token: string }[] = [];
  const told: string[] = [];
  let token = 'token-1';
  const rpc = createRpc({
    origin: 'https://api.example',
    paths,
    tokens: {
      get: () => Promise.resolve(token),
      renew: (bad) => {
        told.push(`renew ${bad}`);
        token = `token-${Number(bad.slice(6)) + 1}`;
        return Promise.resolve(token);
      },
      perhapsNewer: (bad) => {
        told.push(`perhaps newer than ${bad}`);
        if (pasted) return Promise.resolve(undefined);
        token = `token-${Number(bad.slice(6)) + 1}`;
        return Promise.resolve(token);
      },
      proven: () => told.push('proven'),
      refused: (action, how) => told.push(`refused ${action} ${how}`),
    },
    fetch: (url, init) => {
      const headers = new Headers(init?.headers);
      asked.push({
        url: url instanceof Request ? url.url : url.toString(),
        body: JSON.parse(init?.body as string) as Record<string, unknown>,
        token: headers.get('authorization') ?? '',
      });
      const answer = answers.shift() ?? new Error('nobody there');
      if (answer instanceof Error) return Promise.reject(answer);
      return Promise.resolve(answer instanceof Response ? answer : answer());
    },
    log: () => undefined,
  });
  return { rpc, asked, told, read: createReader(rpc) };
}

const faultOf = async (work: Promise<unknown>): Promise<RpcError> => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof RpcError)) throw new Error(`no RpcError: ${String(error)}`);
  return error;
};

/** Pauses take no time: whatever waits for a timer goes on in the next turn. */
beforeEach(() => {
  vi.stubGlobal('setTimeout', (work: () => void) => setImmediate(work));
});
afterEach(() => void vi.unstubAllGlobals());

describe('errors', () => {
  test('placeholders are filled from vars, in either case; what has no var stays', () => {
    const vars = { field: 'full name', maxLength: 5 };
    expect(interpolated('%{field} is longer than %{max_length}, %{else}', vars)).toBe(
      'full name is longer than 5, %{else}',
    );
  });

  test.each([
    [
      { type: 'required', message: 'is required', vars: { field: 'fullName' }, fields: ['fullName'] },
      'service-refused',
      'fullName: is required',
    ],
    [{ type: 'forbidden', message: 'forbidden' }, 'service-forbidden', 'forbidden'],
    [
      { type: 'action_not_found', message: 'RPC action %{actionName} not found', vars: { actionName: 'x' } },
      'not-offered',
      'RPC action x not found',
    ],
    [{ code: 'internal_error', errorId: '1', message: 'boom' }, 'service-refused', 'boom'],
    [{ type: 'something_new', shortMessage: 'New', vars: null, fields: null }, 'service-refused', 'New'],
    [{}, 'service-refused', undefined],
    ['text', 'service-refused', undefined],
  ])('%j', async (error, code, said) => {
    // Twice, because what may be the token's fault is asked again with a newer one.
    const { rpc } = service([no(error), no(error)]);
    const { fault } = await faultOf(rpc.run({ action: 'create_contact' }, v.unknown()));
    expect(fault).toMatchObject({ code, said });
  });

  test('a list of errors that is none is an error all the same', async () => {
    const { rpc } = service([Response.json({ success: false })]);
    expect((await faultOf(rpc.run({ action: 'create_contact' }, v.unknown()))).type).toBe('unknown_error');
  });

  test('any non-2xx is a network error with its status; the body is not looked at', async () => {
    const { rpc } = service([html(418)]);
    expect(await faultOf(rpc.run({ action: 'create_contact' }, v.unknown()))).toMatchObject({
      type: 'network_error',
      status: 418,
    });
  });

  test('a 200 with a web page, or without an envelope, is no answer', async () => {
    for (const answer of [() => new Response('<html>'), () => Response.json([1])]) {
      const { rpc } = service([answer, answer, answer, answer]);
      const { fault } = await faultOf(rpc.run({ action: 'list_calls' }, v.unknown()));
      expect(fault.code).toBe('service-unreachable');
    }
  });
});

describe('asking again', () => {
  test.each([
    [() => html(502)],
    [() => html(429, { 'retry-after': '1' })],
    [new TypeError('Failed to fetch')],
  ])('a list is asked again after %s', async (trouble) => {
    const { rpc, asked } = service([trouble, trouble, ok([])]);
    expect(await rpc.run({ action: 'list_calls' }, v.array(v.unknown()))).toEqual([]);
    expect(asked).toHaveLength(3);
  });

  test('but not for ever', async () => {
    const { rpc, asked } = service([]);
    await faultOf(rpc.run({ action: 'list_calls' }, v.unknown()));
    expect(asked).toHaveLength(4);
  });

  test.each([
    'create_contact',
    'accept_call_queue_entry',
    'start_outbound_call',
    'barge_call',
    'issue_sip_access',
  ])('%s is never asked twice when nobody knows whether it was done', async (action) => {
    const { rpc, asked } = service([() => html(503), ok({})]);
    await faultOf(rpc.run({ action }, v.unknown()));
    expect(asked).toHaveLength(1);
  });

  test('a refusal in words is not asked again', async () => {
    const { rpc, asked } = service([no({ type: 'invalid_query' })]);
    await faultOf(rpc.run({ action: 'list_calls' }, v.unknown()));
    expect(asked).toHaveLength(1);
  });

  test('pauses grow, are never in step, and the server’s own wish wins', () => {
    expect([1, 2, 3].map((attempt) => pauseOf(attempt, undefined, 0.5))).toEqual([500, 1000, 2000]);
    expect(pauseOf(1, undefined, 0)).not.toBe(pauseOf(1, undefined, 1));
    expect(pauseOf(20, undefined, 0.5)).toBe(30_000);
    expect(pauseOf(1, 7000)).toBe(7000);
    expect(retryAfterOf('3')).toBe(3000);
    expect(retryAfterOf('Fri, 20 Nov 2026 00:00:10 GMT', Date.parse('2026-11-20T00:00:00Z'))).toBe(10_000);
    expect([retryAfterOf(null), retryAfterOf('soon'), retryAfterOf('9999')]).toEqual([
      undefined,
      undefined,
      30_000,
    ]);
  });
});

describe('the path', () => {
  test('falls back when the first is not there, and is kept', async () => {
    const { rpc, asked } = service([html(404), ok(1), ok(2)]);
    await rpc.run({ action: 'a' }, v.number());
    await rpc.run({ action: 'b' }, v.number());
    expect(asked.map(({ url }) => new URL(url).pathname)).toEqual([
      '/rpc/public/run',
      '/rpc/run',
      '/rpc/run',
    ]);
  });

  test('a path that does not end in run has no validate: asking there would execute', async () => {
    const { rpc, asked } = service([ok({})], { paths: ['/our/own/rpc'] });
    await expect(rpc.validate({ action: 'create_contact', input: {} })).rejects.toThrow('not-offered');
    expect(asked).toEqual([]);
  });

  test('validate stands beside run and executes nothing', async () => {
    const { rpc, asked } = service([Response.json({ success: true }), no({ type: 'required' })]);
    await rpc.validate({ action: 'create_contact', input: {} });
    expect(asked[0]?.url).toBe('https://api.example/rpc/public/validate');
    expect((await faultOf(rpc.validate({ action: 'create_contact' }))).type).toBe('required');
  });
});

describe('the token', () => {
  test.each([
    [() => html(401), 'renew token-1'],
    [() => no({ type: 'forbidden' }), 'perhaps newer than token-1'],
    [() => no({ type: 'invalid_token' }), 'perhaps newer than token-1'],
  ])('is renewed once and the request asked again', async (refusal, renewed) => {
    const { rpc, asked, told } = service([refusal, ok(1)]);
    await rpc.run({ action: 'accept_call_queue_entry' }, v.number());
    expect(asked.map(({ token }) => token)).toEqual(['Bearer token-1', 'Bearer token-2']);
    expect(told).toEqual([renewed, 'proven']);
  });

  test('a fresh one that is refused too is the end: no loop, and no renewing for the same action again', async () => {
    const refusal = () => no({ type: 'forbidden', message: 'forbidden' });
    const { rpc, asked, told } = service([refusal, refusal, refusal]);
    for (const _ of [1, 2])
      expect((await faultOf(rpc.run({ action: 'list_queues' }, v.unknown()))).fault.code).toBe(
        'service-forbidden',
      );
    expect(asked).toHaveLength(3);
    expect(told).toEqual([
      'perhaps newer than token-1',
      'refused list_queues perhaps',
      'refused list_queues perhaps',
    ]);
  });

  test.each([[() => html(403)], [() => no({ type: 'forbidden' })]])(
    'where there is no newer one, the refusal comes back as it is, and nothing is asked twice',
    async (refusal) => {
      const { rpc, asked, told } = service([refusal, refusal], { pasted: true });
      for (const action of ['list_call_participants', 'list_calls'])
        expect((await faultOf(rpc.run({ action }, v.unknown()))).fault.code).toBe('service-forbidden');
      expect(asked).toHaveLength(2);
      expect(told.filter((one) => one.startsWith('refused'))).toEqual([
        'refused list_call_participants perhaps',
        'refused list_calls oddly',
      ]);
    },
  );

  test('a 401 for a fresh one says plainly that it is the token', async () => {
    const { rpc, told } = service([html(401), html(401)]);
    await faultOf(rpc.run({ action: 'list_queues' }, v.unknown()));
    expect(told).toEqual(['renew token-1', 'refused list_queues plainly']);
  });
});

describe('what is read', () => {
  const rows = [{ id: 'a' }, { id: 'b' }];
  test.each([
    ['a plain array', rows, undefined],
    [
      'an offset page',
      { results: rows, hasMore: true, limit: 2, offset: 0, count: null, type: 'offset' },
      { offset: 2 },
    ],
    ['the last offset page', { results: rows, hasMore: false, type: 'offset' }, undefined],
    [
      'a keyset page',
      { results: rows, hasMore: true, type: 'keyset', after: 'x', nextPage: 'y' },
      { after: 'y' },
    ],
    [
      'a keyset page without a next',
      { results: rows, hasMore: true, type: 'keyset', after: 'x', nextPage: null },
      { after: 'x' },
    ],
    ['a page of no known type', { results: rows, hasMore: true }, { offset: 2 }],
    ['an empty page that promises more', { results: [], hasMore: true }, undefined],
  ])('%s', (_name, data, next) => {
    expect(pageOf(data).next).toEqual(next);
  });

  test('what is no record is left out', () => {
    expect(pageOf([1, null, { id: 'a' }, 'x', ['y']]).rows).toEqual([{ id: 'a' }]);
  });

  test('pages are followed to the end, and a service that always promises more is not believed for ever', async () => {
    const page = (from: number) => () =>
      ok({ results: [{ id: String(from) }], hasMore: true, type: 'offset' });
    const { read, asked } = service(Array.from({ length: 600 }, (_, from) => page(from)));
    expect(await read.all({ action: 'list_contacts', fields: ['id'] }, 1)).toHaveLength(500);
    // What begins at the beginning is not said to: an action may know cursors only.
    expect(asked[0]?.body['page']).toEqual({ limit: 1 });
    expect(asked[3]?.body['page']).toEqual({ limit: 1, offset: 3 });
  });

  test('a list that was asked for whole and comes in pages is read to its end', async () => {
    const { read, asked } = service([
      ok({ results: [{ id: 'a' }], hasMore: true, type: 'keyset', nextPage: 'x' }),
      ok({ results: [{ id: 'b' }], hasMore: false, type: 'keyset' }),
    ]);
    expect(await read.all({ action: 'list_phone_numbers', fields: ['id'] }, 0)).toHaveLength(2);
    expect(asked.map(({ body }) => body['page'])).toEqual([undefined, { limit: 100, after: 'x' }]);
  });

  test('a field the service does not have is asked for once, whatever way it is named', async () => {
    const unknown = (more: object) =>
      no({ type: 'unknown_field', message: 'Unknown field %{field}', ...more });
    const { read, asked } = service([
      unknown({ vars: { field: 'position' } }),
      unknown({ fields: ['callQueueEntry.queueName'] }),
      ok([]),
      ok([]),
    ]);
    const request = { action: 'list_call_queue_entries', fields: ['id', 'position', 'queueName'] };
    await read.all(request);
    await read.all(request);
    expect(asked.at(-1)?.body['fields']).toEqual(['id']);
    expect(asked).toHaveLength(4);
  });

  test('what was written is what came back; nothing asked for is an empty record; absent is a refusal', async () => {
    const { read } = service([ok({ id: 1 }), ok({}), ok(null), no({ type: 'not_found' })]);
    const request = { action: 'update_contact', fields: ['id'] };
    expect(await read.written(request)).toEqual({ id: 1 });
    expect([await read.written(request), await read.written(request)]).toEqual([{}, {}]);
    await expect(read.written(request)).rejects.toThrow(FaultError);
  });

  test('an input under another name is tried only where the name is to blame', async () => {
    const inputs = [{ callUuid: 'u', sipUsername: '1' }, { callUuid: 'u' }, { callId: 'u' }];
    const blamed = service([
      no({ type: 'invalid_argument', vars: { field: 'sipUsername' } }),
      no({ type: 'required', vars: { field: 'callId' } }),
      ok({ done: true }),
    ]);
    await blamed.read.mapWith('barge_call', inputs);
    expect(blamed.asked.map(({ body }) => body['input'])).toEqual(inputs);
    const refused = service([no({ type: 'invalid_argument', vars: { field: 'callUuid' } })]);
    await expect(refused.read.mapWith('barge_call', inputs)).rejects.toThrow(FaultError);
    expect(refused.asked).toHaveLength(1);
  });

  test('both key cases, wrapped or not', () => {
    for (const map of [{ ttl_seconds: 5 }, { ttlSeconds: 5 }, { data: { ttl_seconds: 5 } }])
      expect(pick(mapOf(map), 'ttlSeconds')).toBe(5);
    expect(pick({ phone_e164: '+1' }, 'phoneE164')).toBe('+1');
    expect([mapOf(null), mapOf('x')]).toEqual([{}, {}]);
    expect([
      timeOf({ at: '2026-01-01T00:00:00Z' }, 'at'),
      timeOf({ at: 1e9 }, 'at'),
      timeOf({ at: 'soon' }, 'at'),
    ]).toEqual([Date.parse('2026-01-01T00:00:00Z'), 1e12, undefined]);
  });
});
