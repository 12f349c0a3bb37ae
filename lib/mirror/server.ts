/** The engine's end: every view gets the whole picture once and then what changed; commands are checked at the door. */
import { effect, type ReadonlySignal } from '@preact/signals-core';
import * as v from 'valibot';
import {
  commandInputs,
  ownReadings,
  ownPagesOnly,
  readingNames,
  type CommandName,
  type CommandParsed,
  type CommandResult,
  type ReadingName,
  type Readings,
} from './commands.ts';
import { FaultError, type Fault } from './fault.ts';
import type { Asker, Sender } from './sender.ts';
import { privateSlices, sliceNames, type SliceName, type Slices } from './slices.ts';
import { fromView, type FromEngine, type MirrorPort } from './wire.ts';

export type Handlers = {
  [N in CommandName]: (
    input: CommandParsed<N>,
    sender: Asker,
  ) => CommandResult<N> | Promise<CommandResult<N>>;
};

export interface MirrorOptions {
  slices: { [S in SliceName]: ReadonlySignal<Slices[S]> };
  handlers: Handlers;
  /** Told when the first view starts and the last one stops watching a reading. */
  onWatched(name: ReadingName, watched: boolean): void;
  log(line: string): void;
}

interface View {
  port: MirrorPort;
  sender: Asker;
  closed: AbortController;
  watching: Set<ReadingName>;
  slices: readonly SliceName[];
}

export interface MirrorServer {
  /** Serves one port until it closes. */
  accept(port: MirrorPort, sender: Sender): void;
  /** Sends a reading to the views that watch it. */
  read<R extends ReadingName>(name: R, value: Readings[R]): void;
}

export function serveMirror(options: MirrorOptions): MirrorServer {
  const views = new Set<View>();
  const changed = new Set<SliceName>();

  /** One message a turn, however many slices changed in it. */
  function flush(): void {
    const names = [...changed];
    changed.clear();
    for (const view of views) {
      const slices = pick(
        names.filter((name) => view.slices.includes(name)),
        view.sender,
      );
      if (Object.keys(slices).length > 0) say(view, { say: 'some', slices });
    }
  }

  function pick(names: readonly SliceName[], sender: Sender): Partial<Slices> {
    const picked: Partial<Slices> = Object.fromEntries(
      names.map((name) => [name, options.slices[name].peek()]),
    );
    // A page's panel is shown the questions about its own site and no other's.
    if (sender.role === 'page' && picked.pageQuestions)
      picked.pageQuestions = picked.pageQuestions.filter(({ origin }) => origin === sender.origin);
    return picked;
  }

  for (const name of sliceNames) {
    let first = true;
    effect(() => {
      void options.slices[name].value;
      if (first) {
        first = false;
        return;
      }
      if (changed.size === 0) queueMicrotask(flush);
      changed.add(name);
    });
  }

  function say(view: View, message: FromEngine): void {
    try {
      view.port.postMessage(message);
    } catch (error) {
      // The port closed between two messages; its disconnect event follows.
      options.log(`a view left: ${String(error)}`);
      leave(view);
    }
  }

  function watch(view: View, name: ReadingName, on: boolean): void {
    if (ownReadings.has(name) && view.sender.role !== 'own') return;
    const before = watched(name);
    if (on) view.watching.add(name);
    else view.watching.delete(name);
    if (before !== watched(name)) options.onWatched(name, !before);
  }

  const watched = (name: ReadingName) => [...views].some((view) => view.watching.has(name));

  function leave(view: View): void {
    for (const name of view.watching) watch(view, name, false);
    views.delete(view);
    view.closed.abort();
  }

  async function obey(view: View, id: number, name: string, input: unknown): Promise<void> {
    try {
      const result = await run(name, input, view.sender);
      say(view, { say: 'done', id, result });
    } catch (error) {
      say(view, { say: 'failed', id, fault: faultOf(error) });
    }
  }

  async function run(name: string, input: unknown, sender: Asker): Promise<unknown> {
    if (!isCommand(name)) throw new FaultError('bad-input', { said: 'no such command' });
    if (sender.role !== 'own' && ownPagesOnly.has(name)) throw new FaultError('not-allowed', { about: name });
    const parsed = v.safeParse(commandInputs[name], input);
    if (!parsed.success) throw new FaultError('bad-input', { said: complaint(parsed.issues) });
    // The schema above proved that the input fits this very command.
    const handler = options.handlers[name] as (input: unknown, sender: Asker) => unknown;
    return handler(parsed.output, sender);
  }

  function faultOf(error: unknown): Fault {
    if (error instanceof FaultError) return error.fault;
    options.log(`unexpected: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return new FaultError('unexpected', { said: error instanceof Error ? error.message : String(error) })
      .fault;
  }

  return {
    accept(port, sender) {
      const slices =
        sender.role === 'own' ? sliceNames : sliceNames.filter((name) => !privateSlices.includes(name));
      const closed = new AbortController();
      const asker = { ...sender, left: closed.signal };
      const view: View = { port, sender: asker, closed, watching: new Set(), slices };
      views.add(view);
      port.onDisconnect.addListener(() => leave(view));
      port.onMessage.addListener((message) => {
        const parsed = v.safeParse(fromView, message);
        if (!parsed.success) {
          options.log('a view said something that is no message; its port is closed');
          leave(view);
          port.disconnect();
          return;
        }
        const said = parsed.output;
        if (said.say === 'do') void obey(view, said.id, said.name, said.input);
        else if (isReading(said.name)) watch(view, said.name, said.on);
      });
      say(view, { say: 'all', slices: pick(slices, sender) });
    },
    read(name, value) {
      for (const view of views) if (view.watching.has(name)) say(view, { say: 'reading', name, value });
    },
  };
}

const isCommand = (name: string): name is CommandName => Object.hasOwn(commandInputs, name);
const isReading = (name: string): name is ReadingName => (readingNames as readonly string[]).includes(name);

/** Which field is wrong and why, for a person. */
function complaint(issues: [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]]): string {
  return issues
    .slice(0, 3)
    .map((issue) => `${v.getDotPath(issue) ?? 'input'}: ${issue.message}`)
    .join('; ')
    .slice(0, 400);
}
