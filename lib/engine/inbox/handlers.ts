/** What the Inbox's commands do. */
import type { inboxCommands } from '../../mirror/inbox-commands.ts';
import { FaultError } from '../../mirror/fault.ts';
import type { Handlers } from '../../mirror/server.ts';
import type { Inbox } from './inbox.ts';

/** How long a call waits for the item to be its operator's, in ms; a server that is slower than this is not waited for. */
const callPatience = 1000;

export function inboxHandlers(
  inbox: Inbox,
  dial: (number: string, name: string | undefined) => Promise<{ call: string }>,
): Pick<Handlers, keyof typeof inboxCommands> {
  const keeper = () => inbox.mustHave();
  return {
    readInbox: ({ view, query, offset, limit }) => keeper().page(view, query, offset, limit),
    readItem: ({ item }) => keeper().one(item),
    readColleagues: async () => [...(await keeper().people())],

    claimItem: ({ item, from }) =>
      keeper().change(item, { kind: 'claim', ...(from !== undefined && { from }) }),
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

    async callBack({ item, anyway }) {
      const { number, name, state, by } = keeper().one(item);
      if (number === undefined) throw new FaultError('not-a-number');
      const claims = state === 'open';
      if (!anyway) {
        if (state === 'claimed' && by && by.id !== keeper().slice().me?.id)
          throw new FaultError('taken-by', { about: by.name ?? by.id });
        // Two who press at once must not ring the same person: who does not get the item does not call.
        if (claims) await keeper().change(item, { kind: 'claim' }, callPatience);
      }
      try {
        const { call } = await dial(number, name);
        if (claims && anyway) await keeper().change(item, { kind: 'claim' }).catch(ignoreTaken);
        return { call };
      } catch (error) {
        // No call came of it: it waits for the next one, as it did.
        if (claims && !anyway) await keeper().change(item, { kind: 'release' }).catch(ignoreTaken);
        throw error;
      }
    },

    dismissRefused: ({ change }) => keeper().dismiss(change),
    reconnectInbox: () => keeper().again(),
  };
}

function ignoreTaken(error: unknown): void {
  if (error instanceof FaultError && error.fault.code === 'taken-by') return;
  throw error;
}
