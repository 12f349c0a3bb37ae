import { expect, test } from 'vitest';
import { senderOf } from '../../../lib/mirror/sender.ts';

const own = { id: 'abc', origin: 'chrome-extension://abc' };

/** Stamps as Chromium 156 and Firefox 153 really put them on ports. */
test.each([
  [
    'our script in a page',
    { id: 'abc', origin: 'https://crm.example', url: 'https://crm.example/a', frameId: 0, tab: { id: 3 } },
    { role: 'page', origin: 'https://crm.example' },
  ],
  [
    'our popup',
    { id: 'abc', origin: 'chrome-extension://abc', url: 'chrome-extension://abc/popup.html' },
    { role: 'own' },
  ],
  [
    'our options page, which has a tab too',
    {
      id: 'abc',
      origin: 'chrome-extension://abc',
      url: 'chrome-extension://abc/options.html',
      tab: { id: 4 },
    },
    { role: 'own' },
  ],
  ['another extension', { id: 'xyz', origin: 'chrome-extension://xyz' }, undefined],
  [
    'another extension that claims our origin in its URL',
    { id: 'xyz', url: 'chrome-extension://abc/popup.html' },
    undefined,
  ],
  [
    'a sandboxed frame',
    { id: 'abc', origin: 'null', url: 'https://crm.example/', tab: { id: 3 } },
    undefined,
  ],
  [
    'a page whose URL looks like ours',
    {
      id: 'abc',
      origin: 'https://evil.example',
      url: 'https://evil.example/chrome-extension://abc/popup.html',
      tab: { id: 1 },
    },
    { role: 'page', origin: 'https://evil.example' },
  ],
  ['no stamp at all', undefined, undefined],
  ['a web origin without a tab', { id: 'abc', origin: 'https://crm.example' }, undefined],
])('%s', (_, stamp, sender) => {
  expect(senderOf(stamp, own)).toEqual(sender);
});

test('Firefox stamps no origin; the URL serves', () => {
  const firefox = { id: 'ringside@ringside.example', origin: 'moz-extension://1-2' };
  expect(senderOf({ id: firefox.id, url: 'moz-extension://1-2/popup.html' }, firefox)).toEqual({
    role: 'own',
  });
  expect(senderOf({ id: firefox.id, url: 'https://crm.example/x', tab: { id: 1 } }, firefox)).toEqual({
    role: 'page',
    origin: 'https://crm.example',
  });
});
