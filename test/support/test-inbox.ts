/** The Inbox without an engine around it, over real HTTP. */
import 'fake-indexeddb/auto';
import { signal } from '@preact/signals-core';
import { IDBFactory } from 'fake-indexeddb';
import { openDatabase } from '../../lib/engine/database.ts';
import { inboxHandlers } from '../../lib/engine/inbox/handlers.ts';
import { createInbox } from '../../lib/engine/inbox/inbox.ts';
import type { CommandInput, CommandName, CommandResult } from '../../lib/mirror/commands.ts';
import type { inboxCommands } from '../../lib/mirror/inbox-commands.ts';
import { commandInputs } from '../../lib/mirror/commands.ts';
import type { FaultError } from '../../lib/mirror/fault.ts';
import type { InboxSlice } from '../../lib/mirror/inbox.ts';
import * as v from 'valibot';
import { until } from './facts.ts';
import { memoryHost } from './memory-host.ts';

type InboxCommand = keyof typeof inboxCommands & CommandName;

/** Every one with a new database unless told otherwise: then it is the next start of the same engine. */
export async function testInbox({ fresh = true, account = 'a', url = '', quiet: startsQuiet = false } = {}) {
  if (fresh) globalThis.indexedDB = new IDBFactory();
  const db = await openDatabase();
  const { host, notices, logged } = memoryHost();
  const dialled: string[] = [];
  let sites = { everywhere: true, chosen: [] as string[] };
  const quiet = signal(startsQuiet);
  const inbox = createInbox({
    db,
    host,
    fetch: (input, init) => fetch(input, init),
    sites: () => sites,
    quiet,
  });
  let unable: FaultError | undefined;
  const handlers = inboxHandlers(inbox, (number) => {
    if (unable) return Promise.reject(unable);
    dialled.push(number);
    return Promise.resolve({ call: 'c1' });
  });
  await inbox.enter(account, url || undefined);
  const state = (wanted: (slice: InboxSlice) => boolean, message: string) =>
    until(() => (wanted(inbox.slice.value) ? inbox.slice.value : undefined), {
      message: () => `${message}: ${JSON.stringify(inbox.slice.value)}\n${logged.join('\n')}`,
    });
  return {
    db,
    inbox,
    notices,
    logged,
    dialled,
    state,
    failDialling: (fault: FaultError) => (unable = fault),
    setSites: (next: typeof sites) => (sites = next),
    setQuiet: (on: boolean) => (quiet.value = on),
    live: () => state((slice) => slice.state === 'live', 'not live'),
    /** As a view sends it. */
    async run<N extends InboxCommand>(name: N, input: CommandInput<N>): Promise<CommandResult<N>> {
      const parsed: unknown = v.parse(commandInputs[name], input);
      const handler = handlers[name] as (input: unknown, sender: unknown) => unknown;
      return (await handler(parsed, { role: 'page', origin: 'https://crm.example' })) as CommandResult<N>;
    },
    /** The engine ends: nothing is said to anybody. */
    kill: async () => {
      await inbox.enter('', undefined);
      db.close();
    },
  };
}

export type TestInbox = Awaited<ReturnType<typeof testInbox>>;

/** Engines of one test at the company server of `url`. */
export function testInboxes(url: () => string) {
  const all: TestInbox[] = [];
  const open = async (options: Parameters<typeof testInbox>[0] = {}): Promise<TestInbox> => {
    const made = await testInbox({ url: url(), ...options });
    all.push(made);
    return made;
  };
  /** The engine is killed and starts again on the same database. */
  const again = async (options: Parameters<typeof testInbox>[0] = {}): Promise<TestInbox> => {
    await all.pop()?.kill();
    return open({ fresh: false, ...options });
  };
  const end = async (): Promise<void> => {
    for (const one of all.splice(0)) await one.kill();
  };
  return { open, again, end };
}
