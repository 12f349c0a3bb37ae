import { availableParallelism } from 'node:os';
import preact from '@preact/preset-vite';
import { defineConfig } from 'vitest/config';

// Machines that run CI are shared and noisy, and much here is real media in real browsers: there a test may be tried
// again. At one's own desk it may not, so that a flaky one is seen.
const retry = process.env['CI'] ? 2 : 0;

/** One runner for every suite; what needs a browser or Debian's phones is a project of its own. */
export default defineConfig({
  test: {
    projects: [
      {
        plugins: [preact()],
        test: {
          name: 'unit',
          retry,
          include: ['test/unit/**/*.test.{ts,tsx}', 'server/**/*.test.ts'],
          // Left to itself vitest keeps one core free, of two; and much here waits for clocks and servers.
          maxWorkers: Math.max(2, availableParallelism()),
          // Real media and corpora of thousands of texts take their time on a busy machine.
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'e2e',
          retry,
          expect: { poll: { timeout: 15_000 } },
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/support/build.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'slow',
          retry,
          include: ['test/slow/**/*.test.ts'],
          globalSetup: ['test/support/build.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'interop',
          retry,
          include: ['test/interop/**/*.test.ts'],
          globalSetup: ['test/support/build.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
