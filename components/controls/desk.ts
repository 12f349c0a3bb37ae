/** What every control on a surface shares: whether the engine is in reach, and where a failed command is told. */
import { createContext } from 'preact';
import { FaultError, type Fault } from '../../lib/mirror/fault.ts';

/** Given by the surface to the controls on it. */
export interface Desk {
  /** The engine is out of reach: nothing that needs it can be done now. */
  away: boolean;
  /** A command failed; `undefined` says that one worked, so that an older complaint may go. */
  report(fault: Fault | undefined): void;
}

/** The desk of the surface a control stands on. */
export const DeskContext = createContext<Desk>({ away: false, report: () => undefined });

/** Any thrown thing as a fault that can be shown. */
export function faultOf(error: unknown): Fault {
  if (error instanceof FaultError) return error.fault;
  return { code: 'unexpected', said: error instanceof Error ? error.message : String(error), at: Date.now() };
}

/** Sends a command from something that is no <Action>, and tells the desk how it went. */
export function send(desk: Desk, command: Promise<unknown>): void {
  command.then(
    () => desk.report(undefined),
    (error: unknown) => desk.report(faultOf(error)),
  );
}
