import { expect, test } from 'vitest';
import { outcomeOf } from '../../../lib/call/outcomes.ts';

test('every final status has an outcome, and none is a success', () => {
  for (let code = 300; code < 700; code++) {
    const { kind } = outcomeOf(code, 'words');
    expect(kind).toBeTruthy();
    expect(kind).not.toBe('completed');
  }
});

test.each([
  [404, 'not-found'],
  [408, 'no-answer'],
  [480, 'unreachable'],
  [486, 'busy'],
  [488, 'incompatible'],
  [503, 'server-failed'],
  [603, 'declined'],
  [302, 'failed'],
  [499, 'failed'],
  [699, 'declined'],
])('%i means %s', (code, kind) => {
  expect(outcomeOf(code, 'said')).toEqual({ kind, code, said: 'said' });
});
