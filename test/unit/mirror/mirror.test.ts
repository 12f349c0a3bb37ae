import { effect, signal } from '@preact/signals-core';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { connectMirror, type MirrorClient } from '../../../lib/mirror/client.ts';
import { commandInputs, ownPagesOnly, type CommandName } from '../../../lib/mirror/commands.ts';
import { FaultError } from '../../../lib/mirror/fault.ts';
import { serveMirror, type Handlers, type MirrorServer } from '../../../lib/mirror/server.ts';
import type { Sender } from '../../../lib/mirror/sender.ts';
import { emptySlices, privateSlices, sliceNames, type Slices } from '../../../lib/mirror/slices.ts';
import type { FromEngine } from '../../../lib/mirror/wire.ts';
import { portPair } from '../../support/ports.ts';

const page: Sender = { role: 'page', origin: 'https://crm.example' };
const own: Sender = { role: 'own' };

let slices: { [S in keyof Slices]: ReturnType<typeof signal<Slices[S]>> };
let ran: { name: string; input: unknown; sender: Sender }[];
let watched: [string, boolean][];
let server: MirrorServer;
let refuse: unknown;

beforeEach(() => {
  slices = Object.fromEntries(
    sliceNames.map((name) => [name, signal(structuredClone(emptySlices[name]))]),
  ) as never;
  ran = [];
  watched = [];
  refuse = undefined;
  const handlers = Object.fromEntries(
    Object.keys(commandInputs).map((name) => [
      name,
      (input: unknown, sender: Sender) => {
        ran.push({ name, input, sender });
        if (refuse) throw refuse;
        return name === 'dial' ? { call: 'c1' } : undefined;
      },
    ]),
  ) as unknown as Handlers;
  server = serveMirror({
    slices: slices as never,
    handlers,
    onWatched: (name, on) => watched.push([name, on]),
    log: () => undefined,
  });
});

/** A client whose ports lead to the server as this sender. */
function client(sender: Sender, wake = () => Promise.resolve(true)): MirrorClient & { cuts: (() => void)[] } {
  const cuts: (() => void)[] = [];
  const made = connectMirror({
    wake,
    open() {
      const [here, there, cut] = portPair();
      cuts.push(cut);
      queueMicrotask(() => server.accept(there, sender));
      return here;
    },
  });
  made.start();
  return { ...made, cuts };
}

/** A port spoken by hand, as a forger would. */
function byHand(sender: Sender): { say(message: unknown): void; heard: FromEngine[]; closed(): boolean } {
  const [here, there] = portPair();
  const heard: FromEngine[] = [];
  let closed = false;
  here.onMessage.addListener((message) => heard.push(message as FromEngine));
  here.onDisconnect.addListener(() => (closed = true));
  server.accept(there, sender);
  return { say: (message) => here.postMessage(message), heard, closed: () => closed };
}

const line: Slices['line'] = { state: 'ready', since: 1 };

describe('a view', () => {
  test('gets the whole picture, then only what changed, one message a turn', async () => {
    const view = byHand(own);
    await vi.waitFor(() => expect(view.heard).toHaveLength(1));
    expect(view.heard[0]).toMatchObject({ say: 'all', slices: { line: emptySlices.line, accounts: [] } });
    slices.line.value = line;
    slices.calls.value = [];
    await vi.waitFor(() => expect(view.heard).toHaveLength(2));
    expect(view.heard[1]).toEqual({ say: 'some', slices: { line, calls: [] } });
  });

  test('reads signals and runs commands', async () => {
    const { phone } = client(own);
    await vi.waitFor(() => expect(phone.link.value).toBe('live'));
    slices.line.value = line;
    await vi.waitFor(() => expect(phone.line.value).toEqual(line));
    await expect(phone.dial({ number: ' +1 786 555 0101 ' })).resolves.toEqual({ call: 'c1' });
    expect(ran).toMatchObject([{ name: 'dial', input: { number: '+1 786 555 0101' }, sender: own }]);
  });

  test('a command sent before the engine listens waits for it', async () => {
    const { phone } = client(own);
    await expect(phone.dial({ number: '1001' })).resolves.toEqual({ call: 'c1' });
  });

  test('comes back by itself when the engine restarts, and says so meanwhile', async () => {
    const view = client(own);
    const links: string[] = [];
    effect(() => void links.push(view.phone.link.value));
    await vi.waitFor(() => expect(view.phone.link.value).toBe('live'));
    view.cuts[0]?.();
    await vi.waitFor(() => expect(view.cuts).toHaveLength(2));
    await vi.waitFor(() => expect(links).toEqual(['away', 'live', 'away', 'live']));
  });

  test('a command whose engine goes away fails, and is not sent again', async () => {
    const view = client(own);
    await vi.waitFor(() => expect(view.phone.link.value).toBe('live'));
    const dialled = view.phone.dial({ number: '1001' });
    view.cuts[0]?.();
    await expect(dialled).rejects.toMatchObject({ fault: { code: 'engine-gone' } });
    await vi.waitFor(() => expect(view.phone.link.value).toBe('live'));
    expect(ran.length).toBeLessThanOrEqual(1);
  });

  test('faults cross the port with their words', async () => {
    refuse = new FaultError('line-not-ready', { said: '503 Busy', about: 'wss://pbx.example' });
    const { phone } = client(own);
    await expect(phone.dial({ number: '1001' })).rejects.toMatchObject({
      fault: { code: 'line-not-ready', said: '503 Busy', about: 'wss://pbx.example' },
    });
  });

  test('stopped, it hears nothing; started, it has the truth at once', async () => {
    const view = client(own);
    await vi.waitFor(() => expect(view.phone.link.value).toBe('live'));
    view.stop();
    slices.line.value = line;
    expect(view.phone.line.value).toEqual(emptySlices.line);
    view.start();
    await vi.waitFor(() => expect(view.phone.line.value).toEqual(line));
  });

  test('readings flow from the first watcher to the last, also over a reconnect', async () => {
    const view = client(own);
    const levels: number[] = [];
    await vi.waitFor(() => expect(view.phone.link.value).toBe('live'));
    const stop = view.phone.watch('levels', ({ far }) => levels.push(far));
    await vi.waitFor(() => expect(watched).toEqual([['levels', true]]));
    server.read('levels', { microphone: 0, far: 0.5 });
    await vi.waitFor(() => expect(levels).toEqual([0.5]));
    view.cuts[0]?.();
    await vi.waitFor(() =>
      expect(watched).toEqual([
        ['levels', true],
        ['levels', false],
        ['levels', true],
      ]),
    );
    stop();
    await vi.waitFor(() => expect(watched.at(-1)).toEqual(['levels', false]));
  });

  test('a page can never make the microphone open by watching it', async () => {
    const view = client(page);
    await vi.waitFor(() => expect(view.phone.link.value).toBe('live'));
    view.phone.watch('microphone', () => undefined);
    // What follows on the same port is heard after it.
    view.phone.watch('levels', () => undefined);
    await vi.waitFor(() => expect(watched).toEqual([['levels', true]]));
  });
});

describe('at the door', () => {
  test('a page view never gets a private slice, neither first nor later', async () => {
    const view = byHand(page);
    await vi.waitFor(() => expect(view.heard).toHaveLength(1));
    for (const name of privateSlices)
      (slices[name] as { value: unknown }).value = structuredClone(emptySlices[name]);
    slices.line.value = line;
    await vi.waitFor(() => expect(view.heard).toHaveLength(2));
    const names = view.heard.flatMap((one) => ('slices' in one ? Object.keys(one.slices) : []));
    for (const name of privateSlices) expect(names).not.toContain(name);
  });

  test.each([...ownPagesOnly])(
    '%s from a page is refused, whatever it claims to be',
    async (name: CommandName) => {
      const view = byHand(page);
      view.say({ say: 'do', id: 1, name, input: {}, role: 'own', sender: own });
      await vi.waitFor(() => expect(view.heard).toHaveLength(2));
      expect(view.heard[1]).toMatchObject({ say: 'failed', id: 1, fault: { code: 'not-allowed' } });
      expect(ran).toEqual([]);
    },
  );

  test.each([
    ['an unknown command', { say: 'do', id: 1, name: 'explode', input: {} }],
    ['a name from Object.prototype', { say: 'do', id: 1, name: 'constructor', input: {} }],
    ['a missing field', { say: 'do', id: 1, name: 'dial', input: {} }],
    ['a wrong type', { say: 'do', id: 1, name: 'dial', input: { number: 42 } }],
    ['an endless number', { say: 'do', id: 1, name: 'dial', input: { number: '1'.repeat(500) } }],
    ['letters as digits', { say: 'do', id: 1, name: 'digits', input: { call: 'c', tones: 'hello' } }],
  ])('%s is refused with words', async (_, message) => {
    const view = byHand(own);
    view.say(message);
    await vi.waitFor(() => expect(view.heard).toHaveLength(2));
    expect(view.heard[1]).toMatchObject({ say: 'failed', id: 1, fault: { code: 'bad-input' } });
    expect(ran).toEqual([]);
  });

  test.each([[42], [null], ['hello'], [{ say: 'all', slices: {} }], [{ say: 'do', id: 'x' }]])(
    'what is no message closes the port: %j',
    async (message) => {
      const view = byHand(own);
      view.say(message);
      await vi.waitFor(() => expect(view.closed()).toBe(true));
      expect(ran).toEqual([]);
    },
  );

  test('an unexpected failure is told as such, without its stack', async () => {
    refuse = new TypeError('boom');
    const view = byHand(own);
    view.say({ say: 'do', id: 7, name: 'swap', input: {} });
    await vi.waitFor(() => expect(view.heard).toHaveLength(2));
    expect(view.heard[1]).toMatchObject({
      say: 'failed',
      id: 7,
      fault: { code: 'unexpected', said: 'boom' },
    });
  });
});
