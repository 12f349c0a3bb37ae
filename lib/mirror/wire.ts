/** The messages on a port between a view and the engine. */
import * as v from 'valibot';
import type { Fault } from './fault.ts';
import type { ReadingName, Readings } from './commands.ts';
import type { Slices } from './slices.ts';

/** What a view may say. Parsed by the engine; anything else closes the port. */
export const fromView = v.variant('say', [
  v.object({ say: v.literal('do'), id: v.number(), name: v.string(), input: v.unknown() }),
  v.object({ say: v.literal('watch'), name: v.string(), on: v.boolean() }),
]);
/** What the engine says. `all` comes first on every connection, `some` after each change. */
export type FromEngine =
  | { say: 'all'; slices: Partial<Slices> }
  | { say: 'some'; slices: Partial<Slices> }
  | { say: 'done'; id: number; result: unknown }
  | { say: 'failed'; id: number; fault: Fault }
  | { say: 'reading'; name: ReadingName; value: Readings[ReadingName] };

/** The few members of a runtime port that the mirror uses. */
export interface MirrorPort {
  postMessage(message: unknown): void;
  disconnect(): void;
  onMessage: { addListener(listener: (message: unknown) => void): void };
  onDisconnect: { addListener(listener: () => void): void };
}
