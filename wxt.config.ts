import preact from '@preact/preset-vite';
import type { Plugin } from 'vite';
import { defineConfig } from 'wxt';

/** Scripts that every page pays for. The browser's own namespace serves them; the polyfill would double their size. */
const pageScripts = ['overlay', 'numbers', 'chip', 'panel', 'finder', 'page-api', 'page-partner'];

/** A stack that a page may read names a script by this instead of its address, which tells the extension's id. */
const namelessScript: Plugin = {
  name: 'nameless-script',
  enforce: 'post',
  generateBundle(_options, bundle) {
    for (const part of Object.values(bundle))
      if (part.type === 'chunk') part.code += '\n//# sourceURL=ringside\n';
  },
};

export default defineConfig({
  modules: ['@wxt-dev/webextension-polyfill'],
  imports: false,
  vite: () => ({ plugins: [preact()], build: { target: 'chrome120' } }),
  hooks: {
    'vite:build:extendConfig': (entries, config) => {
      if (entries.some((entry) => entry.name === 'page-api')) (config.plugins ??= []).push(namelessScript);
      if (!entries.every((entry) => pageScripts.includes(entry.name))) return;
      const before = config.resolve?.alias ?? {};
      config.resolve = {
        ...config.resolve,
        alias: [
          { find: /^wxt\/browser$/, replacement: '@wxt-dev/browser' },
          ...(Array.isArray(before)
            ? before
            : Object.entries(before).map(([find, replacement]) => ({ find, replacement }))),
        ],
      };
    },
  },
  manifest: ({ browser }) => ({
    name: '__MSG_extensionName__',
    description: '__MSG_extensionDescription__',
    default_locale: 'en',
    minimum_chrome_version: '120',
    permissions: [
      'storage',
      'scripting',
      'alarms',
      'activeTab',
      'contextMenus',
      ...(browser === 'firefox' ? [] : ['offscreen']),
    ],
    // Asked for in the welcome page, so that the install itself shows no warning.
    optional_host_permissions: ['<all_urls>'],
    optional_permissions: ['notifications'],
    // Firefox knows its policies without a schema.
    ...(browser === 'firefox' ? {} : { storage: { managed_schema: 'managed-schema.json' } }),
    // No page and no other extension may connect.
    ...(browser === 'firefox' ? {} : { externally_connectable: { ids: [] } }),
    // A telephone link on a page may lead only to what pages may open.
    web_accessible_resources: [{ resources: ['tel.html'], matches: ['<all_urls>'] }],
    commands: {
      'open-phone': {
        suggested_key: { default: 'Alt+Shift+O' },
        description: '__MSG_commandOpenPhone__',
      },
      'answer-hang-up': {
        suggested_key: { default: 'Alt+Shift+Y' },
        description: '__MSG_commandAnswerHangUp__',
      },
      'call-selection': {
        suggested_key: { default: 'Alt+Shift+D' },
        description: '__MSG_commandCallSelection__',
      },
      // Four suggested keys are the most a browser takes; these are given by the operator.
      _execute_action: {},
      'next-number': { description: '__MSG_commandNextNumber__' },
      mute: { suggested_key: { default: 'Alt+Shift+M' }, description: '__MSG_commandMute__' },
    },
    action: { default_title: '__MSG_extensionName__' },
    ...(browser === 'firefox'
      ? {
          browser_specific_settings: {
            gecko: {
              id: 'ringside@ringside.example',
              strict_min_version: '140.0',
              data_collection_permissions: { required: ['none'] },
            },
          },
          // Offered with other programs when a telephone link is clicked; Chromium is asked from the options instead.
          protocol_handlers: [{ protocol: 'tel', name: 'Ringside', uriTemplate: '/tel.html?dial=%s' }],
          // Firefox would turn ws:// into wss:// otherwise, also on this machine.
          content_security_policy: { extension_pages: "script-src 'self'; object-src 'self'" },
        }
      : {}),
  }),
});
