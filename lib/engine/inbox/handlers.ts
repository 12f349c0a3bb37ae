/** What the Inbox's commands do. */
import type { inboxCommands } from '../../mirror/inbox-commands.ts';
import { FaultError } from '../../mirror/fault.ts';
import type { Handlers } from '../../mirror/server.ts';
import type { Inbox } from './inbox.ts';

export function inboxHandlers(
  inbox: Inbox,
  dial: (number: string, name: string | undefined) => Promise<{ call: string }>,
): Pick<Handlers, keyof typeof inboxCommands> {
  const keeper = () => inbox.mustHave();
  return {
    readInbox: ({ view, query, offset, limit }) => keeper().page(view, query, offset, limit),
    readItem: ({ item }) => keeper().one(item),
    readColleagues: () => [...keeper().people()],

    claimItem: ({ item }) => keeper().change(item, { kind: 'claim' }),
    releaseItem: ({ item }) => keeper().change(item, { kind: 'release' }),
    finishItem: ({ item }) => keeper().change(item, { kind: 'done' }),
    reopenItem: ({ item }) => keeper().change(item, { kind: 'reopen' }),
    snoozeItem: ({ item, until }) =>
      keeper().change(item, {
        kind: 'snooze',
        ...(until !== null && { until: new Date(until).toISOString() }),
      }),
    assignItem: ({ item, to }) => keeper().change(item, { kind: 'assign', ...(to !== null && { to }) }),
    noteItem: ({ item, text }) => keeper().change(item, { kind: 'note', text }),

    async callBack({ item }) {
      const { number, name, state } = keeper().one(item);
      if (number === undefined) throw new FaultError('not-a-number');
      const { call } = await dial(number, name);
      // Whoever calls back has it. Somebody who was faster is told by the item itself; the call goes on.
      if (state === 'open') await keeper().change(item, { kind: 'claim' }).catch(ignoreTaken);
      return { call };
    },

    dismissRefused: ({ change }) => keeper().dismiss(change),
    reconnectInbox: () => keeper().again(),
  };
}

function ignoreTaken(error: unknown): void {
  if (error instanceof FaultError && error.fault.code === 'taken-by') return;
  throw error;
}
