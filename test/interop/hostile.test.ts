/** What sipp says through Kamailio that no phone would say, and more calls than anybody makes. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { account } from '../support/accounts.ts';
import { launchBrowser, type RunningBrowser } from '../support/chromium.ts';
import { listenIn } from '../support/ears.ts';
import { until } from '../support/facts.ts';
import { type Peers, startPeers } from '../support/peers/peers.ts';
import { runSipp, type SippResult } from '../support/peers/sipp.ts';
import { openPhone, type TestPhone } from '../support/phone.ts';
import { sdp } from '../support/sip-server.ts';
import { torments } from '../support/torture.ts';
import { declinedScenario, refusedScenario, strangeScenario } from './hostile.scenario.ts';

let peers: Peers;
let browser: RunningBrowser;
let phone: TestPhone;
let ears: Awaited<ReturnType<typeof listenIn>>;

beforeAll(async () => {
  peers = await startPeers({ dir: mkdtempSync(join(tmpdir(), 'ringside-')), phones: {} });
  browser = await launchBrowser();
  phone = await openPhone(browser);
  ears = await listenIn(browser);
  const password = peers.password('alice');
  await phone.do(
    'saveAccount',
    account({ servers: [peers.wsUrl], user: 'alice', domain: peers.domain, password }),
  );
  await phone.until('line', (line) => line.state === 'ready', 'the line is not ready');
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await peers?.stop();
});

const sipp = (
  scenario: string,
  more: { calls?: number; timeoutSeconds?: number } = {},
): Promise<SippResult> =>
  runSipp(scenario, {
    port: peers.sipPort,
    service: 'alice',
    user: 'bob',
    password: peers.password('bob'),
    keys: { domain: peers.domain },
    ...more,
  });

const plain = (section: string) => `v=0\no=- 1 1 IN IP4 192.0.2.1\ns=-\nt=0 0\n${section}`;

/** Declines whatever rings until it is stopped; tells how many calls that were. */
function declineAll(): { stop(): Promise<number> } {
  const rang = new Set<string>();
  const over = new AbortController();
  const work = async () => {
    while (!over.signal.aborted) {
      for (const { id, phase } of await phone.slice('calls')) {
        if (phase === 'closed') await phone.do('dismiss', { call: id });
        if (phase !== 'offered' || rang.has(id)) continue;
        rang.add(id);
        await phone.do('decline', { call: id });
      }
    }
  };
  const working = work();
  return {
    async stop() {
      over.abort();
      await working;
      return rang.size;
    },
  };
}

test('an INVITE with plain sound rings: rtpengine makes it what a browser takes', async () => {
  const declining = declineAll();
  const { ok, errors } = await sipp(declinedScenario(plain('m=audio 4000 RTP/AVP 0\nc=IN IP4 192.0.2.1\n')));
  expect(await declining.stop()).toBe(1);
  expect(ok, errors).toBe(true);
});

test.each([
  ['no sound', plain('m=image 4000 udptl t38\nc=IN IP4 192.0.2.1\n')],
  ['prose', 'v=0\nthis is not a description\n'],
])(
  'an INVITE with %s is a 488 that never rings, is on record and leaves nothing open',
  async (_what, body) => {
    await phone.do('clearHistory', {});
    const { ok, messages, errors } = await sipp(refusedScenario(body));
    expect(ok, errors).toBe(true);
    expect(messages).not.toMatch(/^SIP\/2\.0 180/m);
    const [first] = await phone.until('history', (all) => all.length > 0, 'it is not on record');
    expect(first).toMatchObject({ direction: 'incoming', outcome: { kind: 'incompatible' } });
    expect(first?.outcome?.said).toBeTruthy();
    expect(await ears.leftOver()).toBe(0);
  },
);

test('after all of RFC 4475 that sipp can say and Kamailio lets through, the engine is the same one and rings', async () => {
  const engine = await browser.engine.id();
  const said: Record<string, string> = {};
  const declining = declineAll();
  const all = torments('alice');
  for (let at = 0; at < all.length; at += 6) {
    await Promise.all(
      all.slice(at, at + 6).map(async ({ name, text }) => {
        const { messages } = await sipp(strangeScenario(text), { timeoutSeconds: 4 });
        const answers = [...messages.matchAll(/^SIP\/2\.0 (\d{3})/gm)].map(([, status]) => status);
        said[name] = answers.at(-1) ?? 'none';
      }),
    );
  }
  console.log(`RFC 4475 by sipp: ${JSON.stringify(said)}`);
  // What reached us was answered by us, not by Kamailio: it has no opinion of a strange method.
  expect(said['a method of every allowed sign (3.1.1.2)']).toBe('405');
  expect(await browser.engine.id()).toBe(engine);
  expect((await phone.slice('line')).state).toBe('ready');
  const { ok, errors } = await sipp(declinedScenario(sdp()));
  await declining.stop();
  expect(ok, errors).toBe(true);
  await until(async () => (await ears.leftOver()) === 0, { message: 'something is left over' });
}, 120_000);

test('100 calls one after another by sipp: each rings within half a second, none is missed', async () => {
  const declining = declineAll();
  const { ok, messages, errors } = await sipp(declinedScenario(sdp()), { calls: 100, timeoutSeconds: 90 });
  expect(await declining.stop()).toBe(100);
  expect(ok, errors).toBe(true);
  const took = ringTimes(messages).toSorted((a, b) => a - b);
  console.log(`100 calls by sipp, INVITE to 180: median ${took[50]} ms, longest ${took.at(-1)} ms`);
  expect(took).toHaveLength(100);
  expect(took.at(-1)).toBeLessThan(500);
  expect(await ears.leftOver()).toBe(0);
}, 120_000);

/** Milliseconds from the INVITE that was let in to its 180, of each call in sipp's own record. */
function ringTimes(messages: string): number[] {
  const invited = new Map<string, number>();
  const took: number[] = [];
  for (const part of messages.split(/^-{20,} /m)) {
    const at = Date.parse(part.slice(0, 26).trim().replace(' ', 'T'));
    const id = /^Call-ID: *(\S+)/im.exec(part)?.[1] ?? '';
    if (/^INVITE /m.test(part) && /^Proxy-Authorization:/im.test(part)) invited.set(id, at);
    if (/^SIP\/2\.0 180/m.test(part)) took.push(at - (invited.get(id) ?? Infinity));
  }
  return took;
}
