/** What the desk's commands do. */
import type { deskCommands } from '../../mirror/desk-commands.ts';
import type { Handlers } from '../../mirror/server.ts';
import type { Desk } from './desk.ts';

export function deskHandlers(desk: Desk): Pick<Handlers, keyof typeof deskCommands> {
  return {
    refreshQueue: () => desk.mustHave('queue').refresh(),
    acceptEntry: ({ entry }) => desk.mustHave('queue').accept(entry),

    searchContacts: ({ query, limit, offset }) => desk.mustHave('contacts').search(query, offset, limit),
    refreshContacts: () => desk.mustHave('contacts').refresh(),
    createContact: (fields) => desk.mustHave('contacts').create(fields),
    updateContact: ({ id, ...fields }) => desk.mustHave('contacts').update(id, fields),

    searchHistory: (filter) => desk.searchHistory(filter),
    callDetails: ({ callUuid }) => desk.callDetails(callUuid),
    exportHistory: ({ format, ...filter }) => desk.exportHistory(filter, format),

    refreshPresence: () => desk.mustHave('presence').refresh(),
    setPresence: ({ status }) => desk.mustHave('presence').set(status),
    chooseCallerId: ({ id }) => desk.mustHave('callerIds').choose(id),

    listenIn: async ({ callUuid, on }, view) => {
      desk.mustHave('ai');
      await desk.mustHave('talks').listen(callUuid, on, view);
    },
    bargeIn: ({ callUuid }) => desk.mustHave('visits').bargeIn(callUuid),
    handBack: ({ callUuid }) => desk.mustHave('visits').handBack(callUuid),

    saveWrapUp: ({ call, note, disposition }) => desk.wrapUps.save(call, note, disposition),
    finishWrapUp: ({ call }) => desk.wrapUps.finish(call),

    dropPerson: () => desk.mustHave('threeWay').drop(),
    holdPerson: ({ who, on }) => desk.mustHave('threeWay').hold(who, on),

    listBlocked: () => desk.mustHave('blocked').list(),
    blockNumber: ({ number, reason }) => desk.mustHave('blocked').add(number, reason),
    unblockNumber: ({ id }) => desk.mustHave('blocked').remove(id),
    readAdmin: () => desk.mustHave('admin').read(),
    signInAsAdmin: ({ email, password }) => desk.mustHave('admin').signIn(email, password),
    assignNumber: ({ id, target }) => desk.mustHave('admin').assign(id, target),
    exportRecords: ({ format, ...range }) => desk.mustHave('admin').records(range, format),

    dismissDeskFault: ({ at }) => desk.dismissFault(at),
    signInAgain: () => desk.signInAgain(),
  };
}
