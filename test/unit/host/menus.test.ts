import { expect, test, vi } from 'vitest';

// The module is about the browser; only its reading of what was picked is looked at here.
vi.mock('wxt/browser', () => ({ browser: {} }));
const { pickedNumber } = await import('../../../lib/host/menus.ts');

test.each([
  ['tel:+1-786-555-0101', '+1-786-555-0101'],
  ['tel:+17865550101;ext=42', '+17865550101;ext=42'],
  ['tel:7865550101;phone-context=+1;ext=4', '7865550101;ext=4'],
  ['tel:%2B44%2020%207946%200018', '+44 20 7946 0018'],
  ['callto://+493023125012', '+493023125012'],
  ['TEL:100%', '100%'],
  ['sip:bob@pbx.example', 'sip:bob@pbx.example'],
])('%s names %s', (url, number) => {
  expect(pickedNumber({ menuItemId: 'call-link', linkUrl: url })).toBe(number);
});

test('the menu gives the selection, the link, or nothing', () => {
  expect(pickedNumber({ menuItemId: 'call-selection', selectionText: '030 23125 012' })).toBe(
    '030 23125 012',
  );
  expect(pickedNumber({ menuItemId: 'call-link', linkUrl: 'tel:112' })).toBe('112');
  expect(pickedNumber({ menuItemId: 'other', selectionText: '1' })).toBeUndefined();
});
