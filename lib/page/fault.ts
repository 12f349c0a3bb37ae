/** Faults across our scripts: each has a FaultError class of its own, so a thrown one is known by its fault. */
import type { Fault } from '../mirror/fault.ts';

/** The fault that an error carries, or one that says what was thrown. */
export function faultIn(error: unknown): Fault {
  if (error instanceof Error && 'fault' in error && isFault(error.fault)) return error.fault;
  return { code: 'unexpected', said: error instanceof Error ? error.message : String(error), at: Date.now() };
}

function isFault(value: unknown): value is Fault {
  return typeof value === 'object' && value !== null && 'code' in value && 'at' in value;
}
