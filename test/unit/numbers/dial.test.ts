import { expect, test } from 'vitest';
import { dialString } from '../../../lib/numbers/dial.ts';

const rule = (format: 'e164' | 'plain' | 'international' | 'national', prefix = '', fromDigits = 7) => ({
  format,
  prefix,
  fromDigits,
});

test.each([
  ['+493023125012', rule('e164'), '+493023125012'],
  ['+493023125012', rule('plain'), '493023125012'],
  ['+493023125012', rule('international'), '00493023125012'],
  ['+493023125012', rule('national'), '03023125012'],
  ['+442079460018', rule('national'), '00442079460018'],
  ['+493023125012', rule('international', '0'), '000493023125012'],
  ['1001', rule('e164', '0'), '1001'],
  ['1001', rule('e164', '9', 3), '91001'],
  ['*97', rule('plain', '0'), '*97'],
  ['sip:bob@pbx.example', rule('plain', '0', 1), 'sip:bob@pbx.example'],
])('%s by %j is dialled as %s', (number, how, dialled) => {
  expect(dialString(number, how, 'DE')).toBe(dialled);
});
