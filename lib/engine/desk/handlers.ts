/** What the desk's commands do. */
import { deskCommands } from '../../mirror/desk-commands.ts';
import { FaultError } from '../../mirror/fault.ts';
import type { Handlers } from '../../mirror/server.ts';

type DeskHandlers = Pick<Handlers, keyof typeof deskCommands>;

/** Until a provider has the ports, every command says so. */
export function deskHandlers(): DeskHandlers {
  const refuse = (name: string) => () => Promise.reject(new FaultError('not-offered', { about: name }));
  return Object.fromEntries(
    Object.keys(deskCommands).map((name) => [name, refuse(name)]),
  ) as unknown as DeskHandlers;
}
