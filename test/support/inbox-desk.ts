/** Operators at the sandbox's company, whose Inbox an AI agent fills. */
import { expect } from 'vitest';
import type { InboxEntry, InboxSlice } from '../../lib/mirror/inbox.ts';
import { account } from './accounts.ts';
import type { Desk } from './desk.ts';
import { until } from './facts.ts';

/** Signs in at the company's page in a tab, and uses a plain SIP account that names the company's server. */
export async function signIn(at: Desk, as: 'one' | 'two', origin = at.sandbox.httpUrl): Promise<void> {
  const tab = await at.browser.context.newPage();
  await tab.goto(`${origin}/companion/sign-in?as=${as}`);
  await tab.close();
  const operator = at.sandbox.operators[as === 'one' ? 0 : 1];
  const { id } = await at.phone.do('saveAccount', {
    ...account({
      servers: [at.sandbox.wsUrl],
      user: operator?.user ?? '',
      domain: at.sandbox.domain,
      password: operator?.password ?? '',
    }),
    companionUrl: `${origin}/companion`,
  });
  await at.phone.do('useAccount', { id });
  await at.phone.until('line', ({ state }) => state === 'ready', 'the line does not become ready');
  await live(at);
}

export const live = (at: Desk, timeout?: number) =>
  at.phone.until('inbox', ({ state }) => state === 'live', 'the Inbox is not live', timeout);
export const slice = (at: Desk, wanted: (inbox: InboxSlice) => boolean, message: string, timeout?: number) =>
  at.phone.until('inbox', wanted, message, timeout);

let named = 0;
/** An AI agent takes a message; the caller's name is its own. */
export async function leaveMessage(desk: Desk, args: Record<string, unknown> = {}): Promise<string> {
  named += 1;
  const name = `Caller ${named}`;
  const answer = await desk.sandbox.company.callTool({
    tool: 'leave_message',
    args: { caller_name: name, caller_phone: '+17865550101', message: 'Please call me back.', ...args },
  });
  expect(answer).toMatchObject({ http: 200, status: 'saved' });
  return typeof args['caller_name'] === 'string' ? args['caller_name'] : name;
}

/** The item of whoever called by that name, once it is there. */
export const itemOf = (at: Desk, name: string, wanted: (entry: InboxEntry) => boolean = () => true) =>
  until(
    async () => {
      const { rows } = await at.phone.do('readInbox', { view: 'open', limit: 200 });
      const done = await at.phone.do('readInbox', { view: 'done', limit: 200 });
      return [...rows, ...done.rows].find((one) => one.name === name && wanted(one));
    },
    { message: `no such item of ${name}` },
  );
