/** Callers whose connection breaks: their CANCEL cannot reach us. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { invitation, openLine, register, type TestLine } from '../../support/sip-line.ts';
import { stubBrowser } from '../../support/sip-server.ts';
import { pass, silence } from '../../support/sip-time.ts';

let line: TestLine;

beforeEach(() => {
  vi.useFakeTimers();
  stubBrowser();
  line = openLine();
});
afterEach(() => {
  silence();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test.each(['before', 'after'])(
  'a caller whose connection breaks %s it has begun to ring is let go: their CANCEL could not reach us',
  async (when) => {
    const opened = await register(line);
    opened.says(invitation());
    if (when === 'after') await vi.waitFor(() => expect(line.offers).toHaveLength(1));
    opened.drops();
    await register(line, 2);
    await pass(12_000);
    for (const { events } of line.offers) expect(events.map((one) => one.type)).toContain('released');
  },
);
