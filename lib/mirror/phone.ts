/** What a component holds: read-only signals and commands. It cannot tell in which context it runs. */
import type { ReadonlySignal } from '@preact/signals-core';
import type { CommandInput, CommandName, CommandResult, ReadingName, Readings } from './commands.ts';
import type { Slices } from './slices.ts';

/** Whether the view hears the engine: `live`, or `away` while it (re)connects. */
export type Link = 'away' | 'live';

export type Phone = { readonly [S in keyof Slices]: ReadonlySignal<Slices[S]> } & {
  /** Sends a command; rejects with a FaultError. */
  readonly [C in CommandName]: (input: CommandInput<C>) => Promise<CommandResult<C>>;
} & {
  readonly link: ReadonlySignal<Link>;
  /** Asks for a high-rate reading until the returned function is called. */
  watch<R extends ReadingName>(name: R, tell: (reading: Readings[R]) => void): () => void;
};
