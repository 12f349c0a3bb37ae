/** What every provider promises, whichever ports it has (DESIGN §5). */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { deskHandlers } from '../../../lib/engine/desk/handlers.ts';
import type { PortName } from '../../../lib/mirror/desk.ts';
import { emptyDesk } from '../../../lib/mirror/desk.ts';
import { FaultError } from '../../../lib/mirror/fault.ts';
import { portNames, portsOf, type Provider, type ProviderEvent } from '../../../lib/providers/provider.ts';
import { until } from '../../support/facts.ts';
import { testDesk } from '../../support/test-desk.ts';

export interface Subject {
  ports: readonly PortName[];
  /** A provider that may sign in; called before each test. */
  open(): Promise<Provider>;
  /** Signs in as whoever may change who answers a number, where the operator may not. */
  administer?(provider: Provider): Promise<void>;
  /** Makes the service unreachable. */
  cut(): Promise<void>;
  close(): Promise<void>;
}

/** A command for each port but `lines`, which has none of its own. */
const commands = {
  queue: (run: ReturnType<typeof deskHandlers>) => run.refreshQueue({}, own),
  contacts: (run: ReturnType<typeof deskHandlers>) =>
    run.searchContacts({ query: '', limit: 5, offset: 0 }, own),
  presence: (run: ReturnType<typeof deskHandlers>) => run.setPresence({ status: 'available' }, own),
  numbers: (run: ReturnType<typeof deskHandlers>) => run.chooseCallerId({ id: null }, own),
  blocked: (run: ReturnType<typeof deskHandlers>) => run.listBlocked({}, own),
  admin: (run: ReturnType<typeof deskHandlers>) => run.readAdmin({}, own),
  control: (run: ReturnType<typeof deskHandlers>) => run.dropPerson({}, own),
  ai: (run: ReturnType<typeof deskHandlers>) => run.listenIn({ callUuid: 'none', on: false }, own),
} as const;
const own = { role: 'own' } as const;

const codeOf = async (work: () => unknown): Promise<string | undefined> => {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error instanceof FaultError ? error.fault.code : `no fault: ${String(error)}`;
  }
};

export function providerContract(name: string, subject: Subject): void {
  describe(`${name} keeps the provider contract`, () => {
    let provider: Provider;
    let events: ProviderEvent[];
    const has = (port: PortName) => subject.ports.includes(port);

    beforeEach(async () => {
      events = [];
      provider = await subject.open();
      provider.start?.((event) => events.push(event));
    });
    afterEach(async () => {
      provider.stop();
      await subject.close();
    });

    test('has exactly its ports', () => {
      expect(portsOf(provider)).toEqual(subject.ports);
      for (const port of portNames) expect(provider[port] !== undefined, port).toBe(has(port));
    });

    test('tells of its sign-in, if there is one', async () => {
      if (!provider.start) return expect('signInAgain' in provider).toBe(false);
      await until(() => events.some((event) => event.type === 'sign-in' && event.state === 'signed-in'), {
        message: 'not signed in',
      });
    });

    test('gives access that a line can use', async () => {
      const access = await provider.lines?.();
      expect(access?.servers[0]).toMatch(/^wss?:\/\//);
      for (const field of ['user', 'domain', 'authUser', 'password'] as const)
        expect(access?.[field], field).not.toBe('');
    });

    test('is silent once it was stopped', async () => {
      provider.stop();
      const before = events.length;
      await provider.lines?.().catch(() => undefined);
      expect(events).toHaveLength(before);
    });

    test('signs out without a word of complaint, twice, and with the service gone', async () => {
      await provider.lines?.();
      await provider.signOut();
      await subject.cut();
      await provider.signOut();
    });

    test('on the desk: ports are told, what is absent is empty and has no command', async () => {
      const { desk, enter } = await testDesk();
      provider.stop();
      provider = await subject.open();
      enter(provider);
      expect(desk.slices.desk.value.ports).toEqual(subject.ports);
      const run = deskHandlers(desk);
      for (const [port, command] of Object.entries(commands)) {
        const code = await codeOf(() => command(run));
        if (has(port as PortName)) expect(code, port).not.toBe('not-offered');
        else expect(code, port).toBe('not-offered');
      }
      for (const slice of ['queue', 'presence', 'callerIds'] as const)
        if (!has(slice === 'callerIds' ? 'numbers' : slice))
          expect(desk.slices[slice].value).toEqual(emptyDesk[slice]);
      // Our own history is there whatever the service has.
      expect(await run.searchHistory({ query: '', limit: 5, offset: 0 }, own)).toMatchObject({
        service: 'ready',
      });
    });

    if (has('queue'))
      test('queue: an entry nobody knows is gone', async () => {
        expect(Array.isArray(await provider.queue?.list())).toBe(true);
        const unknown = crypto.randomUUID();
        expect(await codeOf(() => provider.queue?.accept(unknown))).toBe('entry-gone');
      });

    if (has('contacts'))
      test('contacts: what was written can be read, changed and emptied', async () => {
        const fields = { name: 'Ana Contract', number: '+17865550142', email: 'ana@example.com' };
        const made = await provider.contacts?.create(fields);
        expect(made).toMatchObject(fields);
        const changed = await provider.contacts?.update(made?.id ?? '', { name: 'Ana C.', email: '' });
        expect(changed).toMatchObject({ id: made?.id, name: 'Ana C.', number: fields.number });
        expect(changed?.email).toBeUndefined();
        expect(await provider.contacts?.byNumber(fields.number)).toEqual(changed);
        expect(await provider.contacts?.byNumber('+17865550143')).toBeUndefined();
        const all: string[] = [];
        await provider.contacts?.all((rows) => all.push(...rows.map((row) => row.id)));
        expect(all).toContain(made?.id);
        expect(new Set(all).size).toBe(all.length);
      });

    if (has('history'))
      test('history: newest first, within the range, and one by its id', async () => {
        const rows = (await provider.history?.list({ from: 0 }))?.rows ?? [];
        expect(rows.map((row) => row.startedAt)).toEqual(
          rows.map((row) => row.startedAt).toSorted((a, b) => b - a),
        );
        const [newest] = rows;
        if (newest) expect(await provider.history?.one(newest.callUuid)).toEqual(newest);
        expect(await provider.history?.list({ from: Date.now() + 60_000 })).toMatchObject({ rows: [] });
        expect(await provider.history?.one('nothing')).toBeUndefined();
      });

    if (has('presence'))
      test('presence: a status that was set is the one that is listed as ours', async () => {
        await provider.lines?.();
        const [, other] = provider.presence?.choices ?? [];
        await provider.presence?.set(other?.value ?? '');
        const rows = (await provider.presence?.list()) ?? [];
        expect(rows.filter((row) => row.mine).map((row) => row.status)).toEqual([other?.value]);
      });

    if (has('ai'))
      test('transcripts and AI: a call nobody knows has no words and lets nobody in', async () => {
        expect(await provider.transcripts?.read('nothing')).toEqual([]);
        expect(await codeOf(() => provider.ai?.barge('nothing'))).toMatch(/^service-/);
      });

    if (has('numbers'))
      test('numbers: each has an id and a number', async () => {
        for (const one of (await provider.numbers?.list()) ?? []) expect(one.number).toMatch(/^\+/);
      });

    if (has('control'))
      test('control: a call the switch does not know is found by nobody, and cannot be controlled', async () => {
        expect(await codeOf(() => provider.control?.find('+17865550142'))).toBe('no-such-call');
        const unknown = crypto.randomUUID();
        expect(await codeOf(() => provider.control?.hold(unknown, true))).toMatch(/^service-/);
        expect(await codeOf(() => provider.control?.transfer(unknown, '1002'))).toMatch(/^service-/);
        expect(await codeOf(() => provider.control?.conference.add(unknown, '1002'))).toMatch(/^service-/);
      });

    if (has('blocked'))
      test('blocked: who was blocked is listed, and can be let in again', async () => {
        await provider.blocked?.add('+17865550142', 'Nobody we want');
        const [row] = (await provider.blocked?.list()) ?? [];
        expect(row).toMatchObject({ number: '+17865550142', reason: 'Nobody we want' });
        await provider.blocked?.remove(row?.id ?? '');
        expect(await provider.blocked?.list()).toEqual([]);
      });

    if (has('admin'))
      test('admin: a number is given to whoever is there, and says so', async () => {
        const [first] = (await provider.admin?.numbers()) ?? [];
        const targets = (await provider.admin?.targets()) ?? [];
        const other = targets.find(({ target }) => target !== first?.answeredBy?.target);
        if (!other) throw new Error('nobody to give the number to');
        await subject.administer?.(provider);
        await provider.admin?.assign(first?.id ?? '', other);
        const now = (await provider.admin?.numbers())?.find(({ id }) => id === first?.id);
        expect(now?.answeredBy).toEqual({ kind: other.kind, target: other.target });
        expect(await provider.admin?.records({ from: 0 })).toMatchObject({ rows: [] });
      });

    if (has('notes'))
      test('notes: a call the service does not know has no place for one', async () => {
        const note = { callUuid: 'nothing', number: '+17865550142', note: 'x', endedAt: 0 };
        expect(await provider.notes?.deliver(note)).toBe('no-place');
      });
  });
}
