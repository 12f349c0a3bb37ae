/** An engine that died cannot take its registration back: the next one replaces it. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { account } from '../support/accounts.ts';
import { launchBrowser } from '../support/chromium.ts';
import { until } from '../support/facts.ts';
import { startPeers } from '../support/peers/peers.ts';
import { openPhone } from '../support/phone.ts';

test('a Kamailio that lets in one contact, and sees no lost connection, lets the next engine in', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'ringside-'));
  const peers = await startPeers({ dir, strict: true, phones: {} });
  const browser = await launchBrowser({});
  try {
    const phone = await openPhone(browser);
    const password = peers.password('alice');
    await phone.do(
      'saveAccount',
      account({ servers: [peers.wsUrl], user: 'alice', domain: peers.domain, password }),
    );
    await phone.until('line', (line) => line.state === 'ready', 'the line is not ready');
    for (let start = 0; start < 2; start++) {
      const before = await browser.engine.id();
      await browser.closeEngine();
      await until(async () => (await browser.engine.id()) !== before, { message: 'no other engine' });
      const line = await phone.until(
        'line',
        ({ state }) => ['ready', 'retrying', 'refused'].includes(state),
        'no answer',
      );
      expect(line).toMatchObject({ state: 'ready' });
    }
  } finally {
    await browser.close();
    await peers.stop();
  }
});
