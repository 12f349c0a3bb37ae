/** Lists that come page by page, from the sandbox over real HTTP; and what is KNOWN of an AI agent. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { mostRows } from '../../../../lib/providers/cemscale/pages.ts';
import { startSandbox, type Sandbox } from '../../../../server/sandbox/sandbox.ts';
import type { Cdr } from '../../../../server/sandbox/cemscale/store.ts';
import { cemscaleAt } from '../../../support/cemscale.ts';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.stop());

const begin = Date.parse('2026-01-01T00:00:00Z');
/** So many calls, a second apart. */
function record(count: number): void {
  const calls = Array.from({ length: count }, (_, at): Cdr => {
    const startedAt = new Date(begin + at * 1000).toISOString();
    return {
      id: `r${at}`,
      callUuid: `c${at}`,
      direction: 'inbound',
      fromNumber: '+17865550101',
      toNumber: '+17865550180',
      extension: '1001',
      didNumber: null,
      queueId: null,
      aiAgentId: null,
      startedAt,
      answeredAt: startedAt,
      endedAt: startedAt,
      durationSec: 0,
      billSec: 0,
      disposition: 'answered',
      hangupCause: 'NORMAL_CLEARING',
      recordingId: null,
      crmUserId: null,
    };
  });
  sandbox.cemscale.tenants[0]?.cdr.push(...calls);
}

const read = async () => {
  const { provider, asked } = cemscaleAt(sandbox);
  const records = await provider.admin?.records({ from: 0 });
  return {
    ids: records?.rows.map(({ id }) => id) ?? [],
    cut: records?.cut ?? false,
    pages: asked.filter((one) => one === 'GET /api/cdr').length,
  };
};

describe('call records', () => {
  test.each([
    ['pages as they are wanted', {}, 3],
    ['smaller pages, with a total', { most: 100 }, 5],
    ['smaller pages, without a word of it', { most: 100, total: false }, 5],
    ['a last page that is full', { most: 90, total: false }, 6],
  ])('are all there, each once: %s', async (_name, pages, asked) => {
    record(450);
    sandbox.setFaults({ cemscale: { pages } });
    const { ids, cut, pages: times } = await read();
    expect(new Set(ids)).toEqual(new Set(Array.from({ length: 450 }, (_, at) => `r${at}`)));
    expect([ids.length, cut, times]).toEqual([450, false, asked]);
  });

  test('of a service that knows no pages are read twice, and no more', async () => {
    record(120);
    sandbox.setFaults({ cemscale: { pages: { ignored: true } } });
    expect(await read()).toMatchObject({ pages: 2, cut: false });
  });

  test('end where there are too many, and say so', async () => {
    record(mostRows + 1);
    const { ids, cut } = await read();
    expect([ids.length, cut]).toEqual([mostRows, true]);
    const { provider } = cemscaleAt(sandbox);
    expect(await provider.history?.list({ from: 0 })).toMatchObject({ cut: true });
  });

  test('that are just as many as can be read are not called cut', async () => {
    record(mostRows);
    sandbox.setFaults({ cemscale: { pages: { total: false } } });
    const { ids, cut } = await read();
    expect([ids.length, cut]).toEqual([mostRows, false]);
  });
});

test('blocked callers beyond the first page are listed', async () => {
  const [tenant] = sandbox.cemscale.tenants;
  for (let at = 0; at < 230; at++)
    tenant?.blocked.push({
      id: `b${at}`,
      number: `+1786555${String(at).padStart(4, '0')}`,
      reason: '',
      direction: 'inbound',
      createdAt: new Date(begin).toISOString(),
    });
  const { provider } = cemscaleAt(sandbox);
  expect(await provider.blocked?.list()).toHaveLength(230);
});

describe('AI agents', () => {
  test('are routed to by agent_id and shown by display_name', async () => {
    const { provider } = cemscaleAt(sandbox);
    const agents = (await provider.admin?.targets())?.filter(({ kind }) => kind === 'ai_agent');
    expect(agents).toContainEqual({ kind: 'ai_agent', target: 'after-hours', name: 'After hours' });
  });

  test('carry the names that are known, in the spelling that is known', async () => {
    const key = sandbox.cemscale.tenants[0]?.apiKey ?? '';
    const answer = await fetch(`${sandbox.cemscaleUrl}/api/ai-agents`, { headers: { 'x-api-key': key } });
    const { agents } = (await answer.json()) as { agents: object[] };
    expect(agents[0]).toMatchObject({ agent_id: 'front-desk', display_name: 'Front desk', language: 'en' });
    for (const name of ['slug', 'name', 'agentId']) expect(agents[0]).not.toHaveProperty(name);
  });
});
