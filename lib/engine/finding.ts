/** What a check can find, in short. */
import type { CheckAdvice, CheckCause } from '../mirror/diagnosis.ts';
import type { Finding } from './diagnose.ts';

/** It works; `took` and the `limit` from which it is slow in ms. */
export const ok = (took: number | undefined, limit: number, about?: string): Finding =>
  took !== undefined && took > limit
    ? { state: 'slow', cause: 'took-long', advice: 'check-network', took, about }
    : { state: 'ok', took, about };
/** It does not work. */
export const blocked = (cause: CheckCause, advice: CheckAdvice, more: Partial<Finding> = {}): Finding => ({
  state: 'blocked',
  cause,
  advice,
  ...more,
});
/** It was not looked at. */
export const skipped = (cause: CheckCause, advice?: CheckAdvice): Finding => ({
  state: 'skipped',
  cause,
  advice,
});
