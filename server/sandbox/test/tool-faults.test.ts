/** The platform's own mistakes with a tool call, against the real companion over HTTP. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../../test/support/facts.ts';
import type { ToolCall } from '../sippet/call-tool.ts';
import { type Sandbox, startSandbox } from '../sandbox.ts';

let sandbox: Sandbox;
let token: string;
beforeAll(async () => {
  sandbox = await startSandbox();
  const signedIn = await fetch(`${sandbox.companionUrl}/sign-in?as=one`);
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
  const made = await fetch(`${sandbox.companionUrl}/inbox-token`, { method: 'POST', headers: { cookie } });
  ({ token } = (await made.json()) as { token: string });
});
afterAll(() => sandbox.stop());

let named = 0;
const call = (more: Partial<ToolCall> = {}) => {
  named += 1;
  const name = `Faulty Caller ${named}x`;
  const args = { caller_name: name, caller_phone: '+17865550101', message: 'Please call.' };
  return { name, made: { tool: 'leave_message', args, callId: `call-${named}`, ...more } };
};
const kept = async (name: string): Promise<number> => {
  const answer = await fetch(`${sandbox.companionUrl}/inbox/search?q=${encodeURIComponent(name)}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return ((await answer.json()) as { items: unknown[] }).items.length;
};

describe('a tool call', () => {
  it('that is sent twice at once is done once', async () => {
    const { name, made } = call({ fault: { duplicate: true } });
    expect(await sandbox.company.callTool(made)).toMatchObject({ http: 200, status: 'saved' });
    expect(await kept(name)).toBe(1);
  });

  it('whose answer nobody hears is kept, and its repeat is told the same', async () => {
    const { name, made } = call({ fault: { drop: true } });
    expect(await sandbox.company.callTool(made)).toMatchObject({ http: 0, status: 'timeout' });
    await until(async () => (await kept(name)) === 1, { message: 'it is not kept' });
    expect(await sandbox.company.callTool({ ...made, fault: {} })).toMatchObject({ status: 'saved' });
    expect(await kept(name)).toBe(1);
  });

  it('with a key of somebody else is refused, and with a slow body is taken', async () => {
    const refused = call({ fault: { wrongKey: true } });
    expect(await sandbox.company.callTool(refused.made)).toMatchObject({ http: 401, status: 'error' });
    expect(await kept(refused.name)).toBe(0);
    const slow = call({ fault: { slowBodyMs: 100 } });
    expect(await sandbox.company.callTool(slow.made)).toMatchObject({ http: 200, status: 'saved' });
  });

  it('that is sent too late is not waited for', async () => {
    const { name, made } = call({ fault: { delayMs: 60_000 }, patienceMs: 50 });
    expect(await sandbox.company.callTool(made)).toMatchObject({
      http: 0,
      message: expect.stringMatching(/sorry/),
    });
    expect(await kept(name)).toBe(0);
  });
});
