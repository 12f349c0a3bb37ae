/** What went wrong, for a slice. */
import { FaultError, type Fault } from '../../mirror/fault.ts';

export function faultOf(error: unknown): Fault {
  if (error instanceof FaultError) return error.fault;
  return new FaultError('unexpected', { said: error instanceof Error ? error.message : String(error) }).fault;
}
