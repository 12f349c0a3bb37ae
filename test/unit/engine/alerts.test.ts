import { signal } from '@preact/signals-core';
import { expect, test, vi } from 'vitest';
import type { Call } from '../../../lib/call/call.ts';
import { offered } from '../../../lib/call/registry.ts';
import { keepNotices } from '../../../lib/engine/alerts.ts';
import { memoryHost } from '../../support/memory-host.ts';

test('what an engine before this one has left is taken away first, then each call has its own while it rings', async () => {
  const { host, notices } = memoryHost();
  const call = offered('a', { number: '1' }, 0);
  const calls = signal<Call[]>([call]);
  keepNotices(calls, host);
  calls.value = [{ ...call, phase: 'closed' }];
  await vi.waitFor(() => expect(notices).toEqual(['hide all', 'show a', 'hide a']));
});
